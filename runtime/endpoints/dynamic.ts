// A YAML route, called below `/dynamic/{route}/` with the path and body of its steps' own dialect: each step gets the body with its
// model put in. The attempts are the route's steps in order.

import { streamPayload, textPayload, wholeOf } from '../attempts/payload.ts'
import type { Attempt, Entry, Rows } from '../exchange.ts'
import { layOver, withoutCredentials, withPresentNames } from '../headers.ts'
import { parseExactly } from '../json.ts'
import { type Located, providerOf } from '../locate.ts'
import { GatewayError } from '../problem.ts'
import type { GatewayRecord, RouteRecord, StepRecord } from '../records.ts'

/** Not true any more of a body with another model in it. */
const ABOUT_THE_BYTES = ['content-length', 'content-encoding', 'content-md5', 'digest', 'content-digest'] as const

/** The route that a path names. Throws `notFound` for one that the gateway does not have. */
export function routeOf({ gateway, path }: Located): { readonly route: RouteRecord; readonly endpoint: string } {
  const slash = path.indexOf('/')
  const name = slash === -1 ? path : path.slice(0, slash)
  const route = Object.hasOwn(gateway.routes, name) ? gateway.routes[name] : undefined
  if (route !== undefined && slash !== -1) return { route, endpoint: path.slice(slash + 1) }
  const offered = Object.keys(gateway.routes).join(', ')
  throw new GatewayError(
    'notFound',
    `Gateway '${gateway.id}' has no route '${name}'. It has: ${offered === '' ? 'none' : offered}.`,
  )
}

/** Throws `invalidRequest` for a body that is no JSON object, `tooLarge` for one over 25 MB. */
export async function dynamic(
  located: Located,
  { query }: Entry,
  request: Request,
  rows: Rows,
): Promise<readonly Attempt[]> {
  const { route, endpoint } = routeOf(located)
  const body = await readObject(request)
  const sent = withoutCredentials(withPresentNames(request.headers), rows)
  for (const name of ABOUT_THE_BYTES) sent.delete(name)
  return route.steps.map((step) =>
    attemptOf(step, located.gateway, rows, {
      method: request.method,
      path: endpoint,
      query,
      headers: layOver(sent, new Headers(step.headers.map(([name, value]): [string, string] => [name, value]))),
      spent: [],
      payload: textPayload(JSON.stringify({ ...body, model: step.model })),
    }),
  )
}

function attemptOf(
  { provider: slug }: StepRecord,
  gateway: GatewayRecord,
  rows: Rows,
  rest: Omit<Attempt, 'slug' | 'provider' | 'row'>,
): Attempt {
  const found = providerOf(gateway, slug, rows)
  if (found === null) throw new Error(`route step ${slug} has no provider in this bundle`)
  // workers-ai speaks this API below `v1/` only; the others take it with or without.
  const prefix = found.row.modelPrefix ?? ''
  const path = rest.path.startsWith(prefix) ? rest.path : `${prefix}${rest.path}`
  return { slug, ...found, ...rest, path }
}

async function readObject(request: Request): Promise<object> {
  const payload = streamPayload(request.body, request.headers.get('content-length'))
  const bytes = await wholeOf(payload, 'A route takes a body of 25 MB at most.')
  try {
    const body = parseExactly(new TextDecoder().decode(bytes))
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body
  } catch {
    // Told below.
  }
  throw new GatewayError(
    'invalidRequest',
    'A route takes a JSON object with the body of its steps, into which it puts their models.',
  )
}
