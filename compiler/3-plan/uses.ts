// Where the YAML asks for things, and for state: caches by the store they are kept in, and limits.

import type { CacheRecord } from '../../runtime/records.ts'
import type { CheckedGateway, Place } from '../2-check/config.ts'
import { cacheRecord, levelsOf } from './settings.ts'

/** Where answers may be kept. */
export type Store = CacheRecord['store']

/** The providers whose answers are kept in this store. A cache that is not stated keeps nothing durable. */
export function storePlaces(gateways: readonly CheckedGateway[], store: Store): readonly Place[] {
  const places = gateways.flatMap(({ value, place, providerPlaces }) =>
    Object.entries(value.providers).flatMap(([slug, provider]) => {
      if (provider === undefined) return []
      const { own, inherited } = levelsOf(provider, value)
      const kept = cacheRecord(own, inherited, value)?.store === store
      return kept ? [provider.cache === undefined ? place : (providerPlaces[slug] ?? place)] : []
    }),
  )
  return [...new Set(places)]
}

/** Whether Workers may be bound to it. */
export function isBindable({ endpoints }: CheckedGateway['value']): boolean {
  return endpoints?.binding === 'bound' || endpoints?.binding === 'on'
}

/** The gateways that ask for something. */
export function placesOf(
  gateways: readonly CheckedGateway[],
  asks: (gateway: CheckedGateway) => boolean,
): readonly Place[] {
  return gateways.filter(asks).map(({ place }) => place)
}

/** Where a limit is stated: at a gateway, or at one of its providers. */
export function limitPlaces(gateways: readonly CheckedGateway[]): readonly Place[] {
  return gateways.flatMap(({ value, place, providerPlaces }) => [
    ...(value.rate_limit === undefined ? [] : [place]),
    ...Object.entries(value.providers).flatMap(([slug, provider]) =>
      provider?.rate_limit === undefined ? [] : [providerPlaces[slug] ?? place],
    ),
  ])
}
