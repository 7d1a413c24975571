// What the runtime must be able to do for these gateways, and where each ability is asked for.

import type { Gateway } from '../2-check/config.gen.ts'
import type { CheckedGateway, Place } from '../2-check/config.ts'
import type { FeaturePlan, NamedUse } from './ir.ts'
import { datasetBinding, isLogged } from './observed.ts'
import { rowName, rowNamed, rows } from './rows.ts'
import { cacheRecord, idleTimeoutMs, levelsOf } from './settings.ts'
import { translations } from './translations.ts'
import { usages } from './usages.ts'
import { isBindable, limitPlaces, placesOf, type Store, storePlaces } from './uses.ts'

/** Only what is asked for is imported, so only that is in the bundle. */
export function features(gateways: readonly CheckedGateway[]): FeaturePlan {
  const used = rows(gateways)
  const where = (asks: (gateway: CheckedGateway) => boolean) => placesOf(gateways, asks)
  const cached = where(({ value }) => isCached(value))
  return {
    native: where(({ value }) => value.endpoints?.native !== 'off'),
    universal: where(({ value }) => value.endpoints?.universal !== 'off'),
    routes: where(({ value }) => value.routes !== undefined),
    compat: where(({ value }) => value.endpoints?.compat !== 'off'),
    rest: where(({ value }) => value.endpoints?.rest !== 'off'),
    websocket: where(({ value }) => offersWebSocket(value)),
    realtime: where(({ value }) => value.endpoints?.realtime !== 'off'),
    translations: translations(gateways),
    cache: cached,
    guards: where(({ value }) => isGuarded(value)),
    limits: limitPlaces(gateways),
    stores: stores(gateways, cached),
    authentication: where(({ value }) => value.authentication !== 'off'),
    hostnames: where(({ value }) => value.hostname !== undefined),
    signers: named(used.map(({ row, places }) => [row.signer, places])),
    builtins: named(used.map(({ row, places }) => [row.builtin, places])),
    bound: named(boundPlaces(gateways)),
    bindings: bindings(gateways),
    logs: where(({ value }) => isLogged(value)),
    budgets: where(({ value }) => value.budgets !== undefined),
    management: where(({ value }) => value.endpoints?.management === 'on'),
    metrics: where(({ value }) => value.endpoints?.metrics === 'on'),
    binding: where(({ value }) => isBindable(value)),
    publicBinding: where(({ value }) => value.endpoints?.binding === 'on'),
    usages: usages(gateways),
    collectors: named(
      gateways.flatMap(({ value, place }) =>
        (value.otel ?? []).map(({ content_type }) => [content_type ?? 'json', [place]] as const),
      ),
    ),
    datasets: named(gateways.map(({ value, place }) => [value.analytics_engine ?? null, [place]])).map((dataset) => ({
      ...dataset,
      binding: datasetBinding(dataset.name),
    })),
  }
}

/** It carries what the universal endpoint takes. */
export function offersWebSocket({ endpoints }: Gateway): boolean {
  return endpoints?.websocket !== 'off' && endpoints?.universal !== 'off'
}

/** `edge` serves whoever states no store, `auto` is it on Cloudflare and `durable` elsewhere. */
function stores(gateways: readonly CheckedGateway[], cached: readonly Place[]): readonly NamedUse[] {
  const at = (store: Store) => storePlaces(gateways, store)
  return [
    { name: 'durable', places: [...at('durable'), ...at('auto')] },
    { name: 'edge', places: cached },
    { name: 'kv', places: at('kv') },
  ].filter(({ places }) => places.length > 0)
}

/** Whether some request could be cached. */
function isCached(gateway: Gateway): boolean {
  return levelsIn(gateway).some(({ own, inherited }) => cacheRecord(own, inherited, gateway) !== null)
}

/** Whether some stream is watched: for silence, or for the end of its request's time. */
function isGuarded(gateway: Gateway): boolean {
  const deadlines = Object.values(gateway.routes ?? {}).some(
    (route) => !Array.isArray(route) && route.deadline !== undefined,
  )
  return (
    gateway.deadline !== undefined ||
    deadlines ||
    levelsIn(gateway).some(({ own, inherited }) => idleTimeoutMs(own, inherited) !== null)
  )
}

/** Built-ins that answer with a binding of the platform's, by provider. */
function boundPlaces(gateways: readonly CheckedGateway[]): readonly (readonly [string | null, readonly Place[]])[] {
  return bound(gateways).map(({ row, place }) => [rowNamed(row).row.bound, [place]])
}

function bindings(gateways: readonly CheckedGateway[]): readonly NamedUse[] {
  return named(bound(gateways).map(({ binding, place }) => [binding, [place]]))
}

function bound(gateways: readonly CheckedGateway[]) {
  return gateways.flatMap(({ value, providerPlaces, place }) =>
    Object.entries(value.providers).flatMap(([slug, provider]) =>
      provider?.binding === undefined
        ? []
        : [{ binding: provider.binding, row: rowName(slug, provider), place: providerPlaces[slug] ?? place }],
    ),
  )
}

function levelsIn(gateway: Gateway) {
  return Object.values(gateway.providers).flatMap((provider) =>
    provider === undefined ? [] : [levelsOf(provider, gateway)],
  )
}

function named(uses: readonly (readonly [name: string | null, places: readonly Place[]])[]): readonly NamedUse[] {
  const places = new Map<string, readonly Place[]>()
  for (const [name, at] of uses) if (name !== null) places.set(name, [...(places.get(name) ?? []), ...at])
  return [...places].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, at]) => ({ name, places: at }))
}
