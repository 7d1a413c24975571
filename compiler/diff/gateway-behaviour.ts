// One planned gateway -> what it does: behaviour.ts's second half. A key of the record that is not taken here does not compile:
// whatever the runtime reads is compared.

import type { GatewayRecord, ObservedRecord, StatedPriceRecord, TokenRecord } from '../../runtime/records.ts'
import type { GatewayPlan } from '../3-plan/ir.ts'
import type { GatewayBehaviour, Tokens } from './behaviour.ts'
import { cacheBehaviour } from './cache-behaviour.ts'
import { digest } from './digest.ts'
import { providerBehaviour } from './provider-behaviour.ts'
import { shownHeaders, shownUrl, shownValue } from './shown.ts'

/** What is off or usual is left out. The description says nothing that a request could notice. */
export function gatewayBehaviour({ record, hostname }: GatewayPlan): GatewayBehaviour {
  // The account is the Worker's; the id is the name that this is kept under.
  const { id: _, account: __, tokens, endpoints, unsupported, models, providers, routes, ...more } = record
  const { limit, deadlineMs, observed, admin, managed, url, ...rest } = more
  rest satisfies { readonly [none in never]: never }
  const version = cacheVersion(record)
  return {
    ...(hostname === null ? {} : { hostname }),
    ...(url === undefined ? {} : { address: url }),
    callers: tokens === null ? 'anyone' : tokensOf(tokens),
    ...(admin === null ? {} : { admins: tokensOf(admin) }),
    endpoints: openEndpoints(endpoints),
    ...(unsupported === 'warn' ? {} : { unsupported }),
    ...(limit === null ? {} : { limit }),
    ...(deadlineMs === null ? {} : { deadlineMs }),
    ...observedBehaviour(observed),
    ...(version === null ? {} : { cacheVersion: version }),
    models,
    providers: mapped(providers, providerBehaviour),
    routes: mapped(routes, ({ steps, deadlineMs }) => ({
      steps: steps.map(({ provider, model, headers }) => ({
        model: `${provider}/${model}`,
        ...(headers.length === 0 ? {} : { headers: shownHeaders(headers) }),
      })),
      ...(deadlineMs === null ? {} : { deadlineMs }),
    })),
    ...(managed === undefined ? {} : { managed: { ...managed, cache: cacheBehaviour(managed.cache) } }),
  }
}

function openEndpoints({ binding, ...switches }: GatewayRecord['endpoints']): readonly string[] {
  const open = Object.entries(switches).flatMap(([name, isOpen]) => (isOpen ? [name] : []))
  switch (binding) {
    case 'off':
      return open
    case 'bound':
      return [...open, 'binding for bound Workers']
    case 'on':
      return [...open, 'binding for everyone']
    default:
      return binding satisfies never
  }
}

function observedBehaviour(observed: ObservedRecord | null) {
  if (observed === null) return {}
  const { logs, budgets, otel, dataset, prices, ...rest } = observed
  rest satisfies { readonly [none in never]: never }
  return {
    ...(logs === null ? {} : { logs }),
    ...(budgets.length === 0 ? {} : { budgets }),
    ...(otel.length === 0
      ? {}
      : {
          collectors: otel.map(({ url, headers, contentType }) => ({
            url: shownUrl(url),
            headers: Object.fromEntries(
              headers.map(([name, value]) => [
                name,
                typeof value === 'string' ? shownValue(name, value) : `secret ${value.secret}`,
              ]),
            ),
            contentType,
          })),
        }),
    ...(dataset === null ? {} : { dataset }),
    ...(prices.length === 0 ? {} : { prices: Object.fromEntries(prices.map(([name, it]) => [name, priceText(it)])) }),
  }
}

/** A hash may stand in git, and its beginning tells it from another. */
function tokensOf(tokens: readonly TokenRecord[]): Tokens {
  return Object.fromEntries(
    tokens.map((token) => [
      token.name,
      'secret' in token ? `secret ${token.secret}` : `sha256 ${token.sha256.slice(0, 12)}…`,
    ]),
  )
}

function priceText({ input, output, cachedInput, cacheWrite, reasoning, request }: StatedPriceRecord): string {
  const others = [
    ['cached', cachedInput],
    ['written to the cache', cacheWrite],
    ['of thought', reasoning],
  ] as const
  const parts = [
    `$${input} in, $${output} out`,
    ...others.flatMap(([name, price]) => (price === null ? [] : [`$${price} ${name}`])),
  ]
  return `${parts.join(', ')} per million tokens${request === 0 ? '' : `, $${request} for each request`}`
}

/** `null`: nothing is dropped by a change. Providers without a cache of their own have the gateway's salt. */
function cacheVersion({ providers, managed }: GatewayRecord): string | null {
  const caches = [...Object.values(providers).map(({ cache }) => cache), managed?.cache ?? null]
  const salts = new Set(caches.flatMap((cache) => (cache === null || cache.salt === '' ? [] : [cache.salt])))
  return salts.size === 0 ? null : digest([...salts].sort())
}

function mapped<T, U>(map: { readonly [name: string]: T }, made: (value: T) => U): { readonly [name: string]: U } {
  return Object.fromEntries(Object.entries(map).map(([name, value]) => [name, made(value)]))
}
