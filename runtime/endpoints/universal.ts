// The universal endpoint: an array of steps, or one bare step, each with its provider's own body -> attempts in order.
// Source: the wire contract, "endpoints" 1.3 and "headers" 3.3.

import { streamPayload, textPayload, wholeOf } from '../attempts/payload.ts'
import type { Attempt, Course, Door, Rows } from '../exchange.ts'
import { layOver, withoutBytes, withoutCredentials, withPresentNames } from '../headers.ts'
import { parseExactly } from '../json.ts'
import { type Located, providerNamed } from '../locate.ts'
import { GatewayError } from '../problem.ts'
import type { GatewayRecord } from '../records.ts'
import { complaintOf, type Shape } from './shape.ts'
import shape from './universal.schema.json' with { type: 'json' }

/** A step as the validator lets it through. */
interface Step {
  readonly provider: string
  readonly endpoint: string
  readonly authorization?: string
  readonly headers?: { readonly [name: string]: unknown }
  readonly config?: {
    readonly requestTimeout?: number
    readonly maxAttempts?: number
    readonly retryDelay?: number
    readonly backoff?: string
  }
  readonly query?: unknown
}

/** A step's `config` says the same as these headers, which win over it when a step has both. */
const CONFIG_HEADERS = [
  ['requestTimeout', 'cf-aig-request-timeout'],
  ['maxAttempts', 'cf-aig-max-attempts'],
  ['retryDelay', 'cf-aig-retry-delay'],
  ['backoff', 'cf-aig-backoff'],
] as const

/** About the body of the request that carries the steps, not about theirs; beside what is about its bytes. */
const ABOUT_THE_BODY = ['content-type', 'content-language'] as const

/** The pseudo-provider whose steps name their provider in the body's model; the wire contract's "endpoints" 1.3. */
const COMPAT = 'compat'

/** Makes the attempts of a step that names its provider in its model; `null`: no gateway of this bundle takes such steps. */
export type CompatStep = (
  step: { readonly index: number; readonly endpoint: string; readonly query: unknown; readonly headers: Headers },
  gateway: GatewayRecord,
  rows: Rows,
) => readonly Attempt[]

/** Its {@link Door}. */
export function universal(compatStep: CompatStep | null): Door {
  return (located, _, request, rows) => attemptsOf(located, request, rows, compatStep)
}

/** Throws `invalidRequest` that names the step and field, `tooLarge`, or `invalidProvider`. */
async function attemptsOf(
  { gateway }: Located,
  request: Request,
  rows: Rows,
  compatStep: CompatStep | null,
): Promise<Course> {
  if (!gateway.endpoints.universal) {
    throw new GatewayError(
      'notFound',
      `Gateway '${gateway.id}' does not offer the universal endpoint (endpoints.universal: off).`,
    )
  }
  if (request.method !== 'POST') {
    throw new GatewayError('invalidRequest', 'The universal endpoint takes a POST with a JSON array of steps.')
  }
  const steps = await readSteps(request)
  const shared = sharedHeaders(withPresentNames(request.headers), rows)
  const attempts = steps.flatMap((step, index) => {
    if (step.provider !== COMPAT || compatStep === null) return attemptOf(step, index, gateway, shared, rows)
    const { endpoint, query } = step
    return compatStep({ index, endpoint, query, headers: headersOf(step, index, shared) }, gateway, rows)
  })
  return { attempts, deadlineMs: null }
}

async function readSteps(request: Request): Promise<readonly Step[]> {
  const payload = streamPayload(request.body, request.headers.get('content-length'))
  const bytes = await wholeOf(payload, 'The steps may take 25 MB at most.')
  const body = parse(bytes)
  const steps = Array.isArray(body) ? body : [body]
  const complaint = complaintOf(steps, shape as Shape)
  if (complaint === null) return steps
  const [step, ...field] = complaint.path
  const where = step === undefined ? 'The array of steps' : ['Step', step].join(' ')
  const inStep = field.length === 0 ? '' : `, ${field.join('/')}`
  throw new GatewayError('invalidRequest', `${where}${inStep} ${complaint.message}.`)
}

function parse(bytes: ArrayBuffer): unknown {
  try {
    return parseExactly(new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes))
  } catch {
    throw new GatewayError('invalidRequest', 'The body is not JSON. The universal endpoint takes an array of steps.')
  }
}

/** What a request says to all its steps. */
function sharedHeaders(headers: Headers, rows: Rows): Headers {
  const shared = withoutBytes(withoutCredentials(headers, rows))
  for (const name of ABOUT_THE_BODY) shared.delete(name)
  return shared
}

function attemptOf(step: Step, index: number, gateway: GatewayRecord, shared: Headers, rows: Rows): Attempt {
  const found = providerNamed(gateway, step.provider, rows, `Step ${index}: gateway`)
  const [path = '', ...query] = step.endpoint.split('?')
  return {
    step: index,
    route: null,
    model: null,
    slug: step.provider,
    ...found,
    method: 'POST',
    path,
    query: query.length === 0 ? '' : `?${query.join('?')}`,
    headers: headersOf(step, index, shared),
    spent: [],
    keyFrom: [],
    translation: null,
    payload: textPayload(step.query === undefined ? null : JSON.stringify(step.query)),
  }
}

function headersOf(step: Step, index: number, shared: Headers): Headers {
  return layOver(shared, withPresentNames(stepHeaders(step, index)))
}

/** A step's own headers, whatever their case and whatever kind of value they have, with its config as headers below them. */
function stepHeaders({ headers = {}, authorization, config = {}, query }: Step, index: number): Headers {
  const own = new Headers()
  for (const [name, value] of Object.entries(headers)) {
    if (value !== null) setHeader(own, name, typeof value === 'object' ? JSON.stringify(value) : String(value), index)
  }
  if (authorization !== undefined && !own.has('authorization')) setHeader(own, 'authorization', authorization, index)
  for (const [key, name] of CONFIG_HEADERS) {
    const value = config[key]
    if (value !== undefined && !own.has(name)) own.set(name, String(value))
  }
  if (query !== undefined && !own.has('content-type')) own.set('content-type', 'application/json')
  own.delete('content-length')
  own.delete('content-encoding')
  return own
}

function setHeader(headers: Headers, name: string, value: string, index: number): void {
  try {
    // The platform takes an empty name and writes it.
    if (name === '') throw new TypeError()
    headers.set(name, value)
  } catch {
    throw new GatewayError(
      'invalidRequest',
      `Step ${index}, headers/${JSON.stringify(name)} is not a header that HTTP allows.`,
    )
  }
}
