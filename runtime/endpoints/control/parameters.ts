// Query parameters of the management API, one at a time, and JSON bodies. What cannot be meant is refused by its name.

import { streamPayload, wholeOf } from '../../attempts/payload.ts'
import { GatewayError } from '../../problem.ts'
import { complaintOf, type Shape } from '../shape.ts'

/** From 1, and at least 1. */
export interface Page {
  readonly page: number
  readonly perPage: number
}

const MOST_PAGE = 1_000_000_000
const MOST_PER_PAGE = 1000
/** What the hosted service's own tools ask for. Source: the wire contract, "management". */
const PER_PAGE = 20

/** Throws `invalidRequest`, as all of these do. */
export function pageIn(search: URLSearchParams): Page {
  const page = numberIn(search, 'page', { least: 1, most: MOST_PAGE, isWhole: true })
  const perPage = numberIn(search, 'per_page', { least: 1, most: MOST_PER_PAGE, isWhole: true })
  return { page: page ?? 1, perPage: perPage ?? PER_PAGE }
}

/** What a number may be. */
export interface Bounds {
  readonly least: number
  readonly most: number
  readonly isWhole: boolean
}

/** `null`: it is not there. */
export function numberIn(search: URLSearchParams, name: string, { least, most, isWhole }: Bounds): number | null {
  const text = search.get(name)
  if (text === null) return null
  const value = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN
  if (value >= least && value <= most && (!isWhole || Number.isInteger(value))) return value
  throw refusal(name, text, `a ${isWhole ? 'whole ' : ''}number from ${least} to ${most}`)
}

/** `null`: it is not there. */
export function booleanIn(search: URLSearchParams, name: string): boolean | null {
  const word = wordIn(search, name, ['true', 'false'])
  return word === null ? null : word === 'true'
}

/** `null`: it is not there. */
export function wordIn<Word extends string>(
  search: URLSearchParams,
  name: string,
  words: readonly Word[],
): Word | null {
  const text = search.get(name)
  const word = words.find((each) => each === text)
  if (text === null || word !== undefined) return word ?? null
  throw refusal(name, text, `one of ${words.join(', ')}`)
}

/** Says which parameter, what it takes and what it was. */
export function refusal(name: string, value: string, takes: string): GatewayError {
  const shown = value.length > 100 ? `${value.slice(0, 100)}…` : value
  return new GatewayError('invalidRequest', `Parameter '${name}' takes ${takes}, not '${shown}'.`)
}

/** The JSON body of a request, of this shape, with no other fields than it names. Throws `invalidRequest` or `tooLarge`. */
export async function bodyOf<Body>(request: Request, shape: Shape): Promise<Body> {
  const payload = streamPayload(request.body, request.headers.get('content-length'))
  const body = parsed(new TextDecoder().decode(await wholeOf(payload, 'The body may take 25 MB at most.')))
  const { path, message } = complaintOf(body, { type: 'object', ...shape }) ?? unknownIn(body as object, shape)
  if (message === '') return body as Body
  throw new GatewayError('invalidRequest', `${path.length === 0 ? 'The body' : `'${path.join('.')}'`} ${message}.`)
}

function unknownIn(
  body: object,
  { properties = {} }: Shape,
): { readonly path: readonly string[]; readonly message: string } {
  const unknown = Object.keys(body).find((name) => !Object.hasOwn(properties, name))
  if (unknown === undefined) return { path: [], message: '' }
  return {
    path: [unknown.slice(0, 100)],
    message: `is no field of this. It has: ${Object.keys(properties).join(', ')}`,
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new GatewayError('invalidRequest', 'This takes a JSON object, and the body is no JSON.')
  }
}
