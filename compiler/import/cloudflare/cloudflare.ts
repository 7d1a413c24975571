// From answers of the hosted service's management API (a gateway, its dynamic routes, its provider configs, custom providers)
// to a gateway: what several files say goes together.

import { type Draft, draftOf } from '../imported.ts'
import { textAt } from '../source/fields.ts'
import { type Field, leaveRest, type Notes } from '../source/notes.ts'
import { impliedSecret } from '../source/secrets.ts'
import { gatewaySettings } from './gateway.ts'
import { type Parts, partsOf } from './parts.ts'
import { addCustom, addStored, everyProvider } from './providers.ts'
import { reasons } from './reasons.ts'
import { addRoute } from './route.ts'

/** Imports answers of the hosted service. `id` chooses among several gateways, and names one that the files do not. */
export function fromCloudflare(notes: Notes, roots: readonly Field[], id: string | null): Draft | { problem: string } {
  const parts = partsOf(notes, roots)
  const ids = parts.gateways.map((gateway) => textAt(notes, gateway, 'id')?.[0] ?? '')
  const chosen = ids.length > 1 ? ids.indexOf(id ?? '') : 0
  if (chosen === -1) return { problem: 'The source holds several gateways: say with --id which one is meant.' }
  const gateway = parts.gateways[chosen] ?? null
  const draft = draftOf(id ?? (ids[chosen] === '' ? undefined : ids[chosen]) ?? 'main')
  fill(notes, draft, gateway, parts)
  for (const root of roots) leaveRest(notes, root, reasons)
  return draft
}

function fill(notes: Notes, draft: Draft, gateway: Field | null, { customs, stored, routes }: Parts): void {
  for (const custom of customs) addCustom(notes, draft, custom)
  for (const config of stored) addStored(notes, draft, config)
  for (const route of routes) addRoute(notes, draft, route)
  gatewaySettings(notes, gateway, draft)
  if (draft.providers.size === 0) everyProvider(draft)
  if (draft.authentication === undefined) {
    draft.authentication = { tokens: [{ name: 'client', secret: impliedSecret(notes, 'GATEWAY_TOKEN', null) }] }
    draft.comments.push({
      path: ['authentication'],
      text: 'In the place of Cloudflare API tokens: clients send this one in cf-aig-authorization.',
    })
  }
}

/** Whether a source looks like the hosted service's. */
export function looksLikeCloudflare(notes: Notes, root: Field): boolean {
  const { gateways, routes, stored, customs } = partsOf(notes, [root])
  return gateways.length + routes.length + stored.length + customs.length > 0
}
