// Config -> Plan. Sugar and defaults end here: durations become milliseconds, `key` becomes `keys.default`, a gateway's
// defaults merge below each provider's, and what no gateway uses does not appear.

import type { GatewayRecord, TokenRecord } from '../../runtime/records.ts'
import type { Gateway, Worker } from '../2-check/config.gen.ts'
import type { CheckedGateway, Config, Place } from '../2-check/config.ts'
import { addressRecord } from './address.ts'
import { clientPlan } from './client.ts'
import { milliseconds } from './duration.ts'
import { features, offersWebSocket } from './features.ts'
import type { GatewayPlan, Plan, SecretPlan, WorkerPlan } from './ir.ts'
import { models } from './models.ts'
import { network } from './network.ts'
import { observedRecord } from './observed.ts'
import { providerRecord } from './provider.ts'
import { routeRecord } from './route.ts'
import { rows } from './rows.ts'
import { limitRecord, managedRecord } from './settings.ts'
import { state } from './state.ts'

/** Decides everything that is left to decide. A pure function of a Config without errors. */
export function plan(config: Config): Plan {
  const worker = workerPlan(config.worker)
  const gateways = config.gateways.map((gateway) => gatewayPlan(gateway, worker, config.worker.url)).sort(byId)
  return {
    kind: 'plan',
    worker,
    gateways,
    rows: rows(config.gateways),
    secrets: secrets(config.gateways),
    features: features(config.gateways),
    state: state(config.gateways),
    network: network(config.gateways),
  }
}

/** What the platforms are told of the Worker, its defaults filled in. */
export function workerPlan({ name = 'gatewright', account, compatibility_date = '2026-11-01' }: Worker): WorkerPlan {
  return { name, account: account ?? null, compatibilityDate: compatibility_date }
}

function gatewayPlan({ id, value, place }: CheckedGateway, worker: WorkerPlan, url: string | undefined): GatewayPlan {
  const record: GatewayRecord = {
    id,
    account: worker.account,
    tokens: value.authentication === 'off' ? null : tokens(value.authentication),
    endpoints: {
      native: value.endpoints?.native !== 'off',
      universal: value.endpoints?.universal !== 'off',
      compat: value.endpoints?.compat !== 'off',
      rest: value.endpoints?.rest !== 'off',
      websocket: offersWebSocket(value),
      realtime: value.endpoints?.realtime !== 'off',
      management: value.endpoints?.management === 'on',
      metrics: value.endpoints?.metrics === 'on',
      binding: value.endpoints?.binding ?? 'off',
    },
    unsupported: value.unsupported ?? 'warn',
    models: models(value),
    providers: Object.fromEntries(
      Object.entries(value.providers)
        .sort(([a], [b]) => compare(a, b))
        .flatMap(([slug, provider]) => (provider ? [[slug, providerRecord(slug, provider, value, worker)]] : [])),
    ),
    routes: Object.fromEntries(
      Object.entries(value.routes ?? {})
        .sort(([a], [b]) => compare(a, b))
        .map(([name, route]) => [name, routeRecord(route)]),
    ),
    limit: limitRecord(value.rate_limit),
    deadlineMs: value.deadline === undefined ? null : milliseconds(value.deadline),
    observed: observedRecord(value),
    admin: tokens(value.admin),
    ...(value.endpoints?.management === 'on' ? { managed: managedRecord(value, place.file) } : {}),
    ...addressRecord(id, value, worker, url),
  }
  return {
    record,
    description: value.description ?? null,
    hostname: value.hostname ?? null,
    place,
    client: clientPlan(value),
  }
}

function tokens(stated: Gateway['admin']): readonly TokenRecord[] | null {
  if (stated === undefined) return null
  return stated.tokens.map(({ name, secret, sha256 }) =>
    secret === undefined ? { name, sha256: sha256 ?? '' } : { name, secret },
  )
}

/** A fragment's line is one place, however many gateways build on it. */
function secrets(gateways: readonly CheckedGateway[]): readonly SecretPlan[] {
  const places = new Map<string, Map<string, Place>>()
  for (const { secretPlaces } of gateways) {
    for (const { name, place } of secretPlaces) {
      const known = places.get(name) ?? new Map<string, Place>()
      places.set(name, known.set(`${place.file}:${place.line}`, place))
    }
  }
  return [...places].map(([name, at]) => ({ name, places: [...at.values()] })).sort((a, b) => compare(a.name, b.name))
}

function byId(a: GatewayPlan, b: GatewayPlan): number {
  return compare(a.record.id, b.record.id)
}

/** UTF-16 order: the order in which the runtime searches, whatever the machine's locale. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
