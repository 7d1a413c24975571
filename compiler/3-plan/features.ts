// What the runtime must be able to do for these gateways, and where each ability is asked for.

import type { CheckedGateway, Place } from '../2-check/config.ts'
import type { FeaturePlan, NamedUse } from './ir.ts'
import { rows } from './rows.ts'

/** Only what is asked for is imported, so only that is in the bundle. */
export function features(gateways: readonly CheckedGateway[]): FeaturePlan {
  const used = rows(gateways)
  const where = (asks: (gateway: CheckedGateway) => boolean) => gateways.filter(asks).map(({ place }) => place)
  return {
    native: where(({ value }) => value.endpoints?.native !== 'off'),
    authentication: where(({ value }) => value.authentication !== 'off'),
    hostnames: where(({ value }) => value.hostname !== undefined),
    signers: named(used.map(({ row, places }) => [row.signer, places])),
    builtins: named(used.map(({ row, places }) => [row.builtin, places])),
  }
}

function named(uses: readonly (readonly [name: string | null, places: readonly Place[]])[]): readonly NamedUse[] {
  const places = new Map<string, readonly Place[]>()
  for (const [name, at] of uses) if (name !== null) places.set(name, [...(places.get(name) ?? []), ...at])
  return [...places].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, at]) => ({ name, places: at }))
}
