// A model's name, as callers say it -> who is to be asked: `{provider}/{model}` one provider, `dynamic/{route}` each step of a route.

import type { Rows } from '../exchange.ts'
import { providerNamed, providerOf } from '../locate.ts'
import { GatewayError } from '../problem.ts'
import type { GatewayRecord, ProviderRecord, ProviderRow, RouteRecord } from '../records.ts'

/** A provider, and what it calls the model. */
export interface Aim {
  readonly slug: string
  readonly provider: ProviderRecord
  readonly row: ProviderRow
  readonly model: string
  /** What a route's step says of itself. */
  readonly headers: readonly (readonly [name: string, value: string])[]
}

/** Who is to be asked, in order. */
export interface Aims {
  readonly aims: readonly Aim[]
  /** The YAML's name of the route that says so; then no key of the caller's goes to anyone. `null`: none does. */
  readonly route: string | null
  readonly deadlineMs: number | null
}

const ROUTE = 'dynamic/'

/** Throws `invalidRequest` for a name without a provider, `notFound` for a route that is not there, `invalidProvider` for a provider that is not. */
export function aimsOf(gateway: GatewayRecord, name: unknown, rows: Rows): Aims {
  const slash = typeof name === 'string' ? name.indexOf('/') : -1
  if (typeof name !== 'string' || slash < 1 || slash === name.length - 1) {
    const example = gateway.models[0] ?? `${Object.keys(gateway.providers)[0]}/…`
    const said =
      typeof name === 'string' && name !== '' ? `'${name}' does not say whose model it is` : 'The body names no model'
    throw new GatewayError('invalidRequest', `${said}: \`model\` takes {provider}/{model}, such as '${example}'.`)
  }
  if (name.startsWith(ROUTE)) return aimsOfRoute(gateway, name.slice(ROUTE.length), rows)
  const slug = name.slice(0, slash)
  const found = providerNamed(gateway, slug, rows)
  return { aims: [{ slug, ...found, model: name.slice(slash + 1), headers: [] }], route: null, deadlineMs: null }
}

function routeNamed({ id, routes }: GatewayRecord, name: string): RouteRecord {
  const route = Object.hasOwn(routes, name) ? routes[name] : undefined
  if (route !== undefined) return route
  const offered = Object.keys(routes).join(', ')
  throw new GatewayError('notFound', `Gateway '${id}' has no route '${name}'. It has: ${offered || 'none'}.`)
}

/** The steps of a route. Throws `notFound`. */
export function aimsOfRoute(gateway: GatewayRecord, name: string, rows: Rows): Aims {
  const { steps, deadlineMs } = routeNamed(gateway, name)
  const aims = steps.map(({ provider: slug, model, headers }) => {
    const found = providerOf(gateway, slug, rows)
    if (found === null) throw new Error(`route step ${slug} has no provider in this bundle`)
    return { slug, ...found, model, headers }
  })
  return { aims, route: name, deadlineMs }
}
