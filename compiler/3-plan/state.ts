// The Durable Object classes that these gateways need, and where: a gateway that keeps nothing gets no binding.

import type { CheckedGateway, Place } from '../2-check/config.ts'
import type { StatePlan } from './ir.ts'
import { isLogged } from './observed.ts'
import { isBindable, limitPlaces, placesOf, storePlaces } from './uses.ts'

/** Sorted by class. */
export function state(gateways: readonly CheckedGateway[]): readonly StatePlan[] {
  const durable = storePlaces(gateways, 'durable')
  const auto = storePlaces(gateways, 'auto')
  return [
    // On Cloudflare `auto` is the Cache API, which needs no binding.
    {
      className: 'CacheStore',
      binding: 'CACHE_STORE',
      from: 'state/cache-store.ts',
      onCloudflare: durable.length > 0,
      places: [...durable, ...auto],
    },
    {
      className: 'Ledger',
      binding: 'LEDGER',
      from: 'state/ledger.ts',
      onCloudflare: true,
      places: placesOf(gateways, ({ value }) => value.budgets !== undefined),
    },
    {
      className: 'Limiter',
      binding: 'LIMITER',
      from: 'state/limiter.ts',
      onCloudflare: true,
      places: limitPlaces(gateways),
    },
    {
      className: 'LogStore',
      binding: 'LOG_STORE',
      from: 'state/log-store.ts',
      onCloudflare: true,
      places: placesOf(gateways, ({ value }) => isLogged(value)),
    },
    {
      className: 'RunStore',
      binding: 'RUN_STORE',
      from: 'state/run-store.ts',
      onCloudflare: true,
      places: placesOf(gateways, ({ value }) => isBindable(value)),
    },
  ].filter(({ places }: { places: readonly Place[] }) => places.length > 0)
}
