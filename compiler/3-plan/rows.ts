// Which provider rows the gateways stand on: a vendor's own, or for a custom provider its dialect's.

import type { ProviderRow } from '../../runtime/records.ts'
import type { Gateway, Provider } from '../2-check/config.gen.ts'
import type { CheckedGateway, Place } from '../2-check/config.ts'
import type { RowPlan } from './ir.ts'
import { customProviders, providers } from './providers.ts'
import type { ProviderInfo } from './row.ts'
import { isBindable } from './uses.ts'

const CUSTOM = 'custom-'

/** `openai` stands on `openai`; `custom-vllm` of dialect openai on `custom openai`, a name that no slug can have. */
export function rowName(slug: string, { dialect }: Provider): string {
  return slug.startsWith(CUSTOM) ? `custom ${dialect}` : slug
}

/** Names come from {@link rowName}: one without a row is our mistake. */
export function rowNamed(name: string): ProviderInfo {
  const [custom, dialect] = name.split(' ')
  const info = dialect === undefined ? providers[name] : custom === 'custom' ? customProviders[dialect] : undefined
  if (info === undefined) throw new Error(`unreachable: there is no provider row '${name}'`)
  return info
}

/** Where nobody asks for models by name, how to ask for them is left out, and where nobody offers sockets, what is theirs. */
function used(row: ProviderRow, isAsked: boolean, hasSockets: boolean): ProviderRow {
  const { realtime, ...rest } = row
  const kept = hasSockets ? row : rest
  return isAsked ? kept : { ...kept, apis: [], embeddings: null, run: null, authors: [] }
}

/** Whether models are asked for by name: in the unified endpoint, in the REST API, by a route, or by bound Workers. */
function namesModels(gateway: Gateway): boolean {
  const { endpoints, routes } = gateway
  return endpoints?.compat !== 'off' || endpoints.rest !== 'off' || routes !== undefined || isBindable(gateway)
}

/** The rows in use, sorted by name, each with every place that names it. */
export function rows(gateways: readonly CheckedGateway[]): readonly RowPlan[] {
  const places = new Map<string, Place[]>()
  const isAsked = gateways.some(({ value }) => namesModels(value))
  const hasSockets = gateways.some(({ value }) => value.endpoints?.realtime !== 'off')
  for (const { value, providerPlaces, place } of gateways) {
    for (const [slug, provider] of Object.entries(value.providers)) {
      if (provider === undefined) continue
      const name = rowName(slug, provider)
      const known = places.get(name) ?? []
      known.push(providerPlaces[slug] ?? place)
      places.set(name, known)
    }
  }
  return [...places]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, at]) => ({ name, row: used(rowNamed(name).row, isAsked, hasSockets), places: at }))
}
