// Where the YAML asks for a cache, its stores and limits: at a gateway or at one of its providers.

import type { Cache, Gateway, Provider } from '../2-check/config.gen.ts'
import type { CheckedGateway, Place } from '../2-check/config.ts'

/** Where answers may be kept. */
export type Store = 'auto' | 'edge' | 'durable' | 'kv'

interface Level {
  readonly value: Gateway | Provider
  readonly place: Place
}

/** A gateway, and each of its providers. */
function levels(gateways: readonly CheckedGateway[]): readonly Level[] {
  return gateways.flatMap(({ value, place, providerPlaces }) => [
    { value, place },
    ...Object.entries(value.providers).flatMap(([slug, provider]) =>
      provider === undefined ? [] : [{ value: provider, place: providerPlaces[slug] ?? place }],
    ),
  ])
}

/** Where a cache is stated and kept in this store. One that is not stated keeps nothing durable. */
export function storePlaces(gateways: readonly CheckedGateway[], store: Store): readonly Place[] {
  return levels(gateways)
    .filter(({ value }) => storeOf(value.cache) === store)
    .map(({ place }) => place)
}

/** The store that a stated cache is kept in; `null` where none is stated. */
export function storeOf(cache: Cache | undefined): Store | null {
  return cache === undefined || cache === 'off' ? null : (cache.store ?? 'auto')
}

/** Where a limit is stated. */
export function limitPlaces(gateways: readonly CheckedGateway[]): readonly Place[] {
  return levels(gateways)
    .filter(({ value }) => value.rate_limit !== undefined)
    .map(({ place }) => place)
}
