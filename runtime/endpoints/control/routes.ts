// A gateway's routes as the hosted service writes them, read only: a start, a model for each step, an end. The YAML is a route's one
// version. Source: the wire contract, "traffic" 5.4 and "management": some of these answers have `data` where others have `result`.

import { hexOf } from '../../hex.ts'
import { GatewayError } from '../../problem.ts'
import type { GatewayRecord, RouteRecord, StepRecord } from '../../records.ts'
import { found, told } from './envelope.ts'
import { NEVER } from './gateway-object.ts'
import type { ForGateway } from './management.ts'
import { type Page, pageIn } from './parameters.ts'

/** By name. */
export async function listRoutes(asked: ForGateway): Promise<Response> {
  const { gateway, account, url } = asked
  const page = pageIn(url.searchParams)
  const names = inPage(Object.keys(gateway.routes), page)
  const routes = await Promise.all(names.map((name) => routeObject(gateway, name)))
  return told({ data: { routes: routes.map((route) => ({ account_tag: account, ...route })), ...ordered(page) } })
}

/** One. Its id is its name. */
export async function getRoute({ gateway, ids: [name = ''] }: ForGateway): Promise<Response> {
  return found(await routeObject(gateway, name))
}

/** The one that the YAML says. */
export async function listVersions({ gateway, ids: [name = ''], url }: ForGateway): Promise<Response> {
  const page = pageIn(url.searchParams)
  const { version } = await routeObject(gateway, name)
  return told({ data: { versions: inPage([version], page), ...ordered(page) } })
}

/** It, by its id. */
export async function getVersion({ gateway, ids: [name = '', id] }: ForGateway): Promise<Response> {
  const { version, deployment, ...route } = await routeObject(gateway, name)
  if (version.version_id === id) return found({ ...route, ...version })
  throw new GatewayError('notFound', `Route '${name}' has one version, ${version.version_id}: what the YAML says.`)
}

/** The one of it. */
export async function listDeployments({ gateway, ids: [name = ''], url }: ForGateway): Promise<Response> {
  const page = pageIn(url.searchParams)
  const { deployment } = await routeObject(gateway, name)
  return told({ data: { deployments: inPage([deployment], page), ...ordered(page) } })
}

function inPage<Item>(all: readonly Item[], { page, perPage }: Page): readonly Item[] {
  return all.slice((page - 1) * perPage, page * perPage)
}

function ordered({ page, perPage }: Page) {
  return { page, per_page: perPage, order_by: 'name', order_by_direction: 'asc' }
}

/** A version's id is made of what it says: another one has another. */
async function routeObject(gateway: GatewayRecord, name: string) {
  const route = Object.hasOwn(gateway.routes, name) ? gateway.routes[name] : undefined
  if (route === undefined) throw new GatewayError('notFound', `Gateway '${gateway.id}' has no route '${name}'.`)
  const elements = elementsOf(route, gateway)
  const data = JSON.stringify(elements)
  const digest = hexOf(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`${gateway.id}/${name}/${data}`)))
  const version = { version_id: digest.slice(0, 32), active: 'true', is_valid: true, created_at: NEVER, data }
  return {
    id: name,
    name,
    gateway_id: gateway.id,
    created_at: NEVER,
    modified_at: NEVER,
    elements,
    version,
    deployment: { deployment_id: version.version_id, version_id: version.version_id, created_at: NEVER },
  }
}

function elementsOf({ steps }: RouteRecord, gateway: GatewayRecord): readonly object[] {
  const last = steps.length - 1
  const to = (elementId: string) => ({ elementId })
  return [
    { id: 'start', type: 'start', outputs: { next: to('step-0') } },
    ...steps.map((step, index) => ({
      id: `step-${index}`,
      type: 'model',
      properties: modelOf(step, gateway),
      outputs: { success: to('end'), fallback: to(index === last ? 'end' : `step-${index + 1}`) },
    })),
    { id: 'end', type: 'end', outputs: {} },
  ]
}

/** `timeout` in milliseconds, `null`: none. `retries`: how often it is asked again. */
function modelOf({ provider, model, headers }: StepRecord, { providers }: GatewayRecord) {
  const own = new Map(headers)
  const timeoutMs = own.get('cf-aig-request-timeout') ?? providers[provider]?.timeoutMs ?? null
  const attempts = own.get('cf-aig-max-attempts') ?? providers[provider]?.retries.attempts ?? 1
  return { provider, model, timeout: timeoutMs === null ? null : Number(timeoutMs), retries: Number(attempts) - 1 }
}
