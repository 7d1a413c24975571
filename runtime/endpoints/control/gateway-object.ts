// A gateway's record -> the object that the management API has for it. Source: the wire contract, "management" 7.1, "traffic" 5.6 and 5.18.
// What has no counterpart here is as it is where the hosted service's feature is off. Secrets are named, never shown.

import type { BudgetRecord, GatewayRecord, OtelRecord } from '../../records.ts'

/** A build has no clock, so that the same YAML gives the same bytes: when a gateway was made, nobody told. */
export const NEVER = '1970-01-01T00:00:00.000Z'

/** The gateway that the REST API means when it names none. */
const DEFAULT = 'default'

/**
 * Settings that providers may have of their own (cache, retries) are the gateway's here. `byok_only`: nobody pays but the keys that
 * callers bring and the gateway stores. `rate_limiting_by` is ours: with `token`, say, the limit is each token's.
 */
export function gatewayObject({ id, tokens, limit, observed, managed }: GatewayRecord) {
  const { cache = null, retries } = managed ?? {}
  const { logs = null, budgets = [], otel = [] } = observed ?? {}
  return {
    id,
    created_at: NEVER,
    modified_at: NEVER,
    is_default: id === DEFAULT,
    authentication: tokens !== null,
    byok_only: true,
    cache_invalidate_on_update: (cache?.salt ?? '') !== '',
    cache_ttl: cache?.ttlSeconds ?? 0,
    collect_logs: logs?.collect ?? false,
    log_classification: false,
    log_management: logs?.keep ?? null,
    log_management_strategy: logs?.whenFull.toUpperCase() ?? null,
    logpush: false,
    logpush_public_key: null,
    otel: otel.length === 0 ? null : otel.map(otelObject),
    rate_limiting_interval: limit === null ? 0 : limit.windowMs / 1000,
    rate_limiting_limit: limit?.requests ?? 0,
    rate_limiting_technique: limit?.technique ?? null,
    rate_limiting_by: limit?.by ?? null,
    retry_backoff: retries?.backoff ?? null,
    retry_delay: retries?.delayMs ?? null,
    retry_max_attempts: retries?.attempts ?? null,
    spend_limits: budgets.length === 0 ? null : { enabled: true, rules: budgets.map(spendRule) },
    store_id: null,
    zdr: false,
  }
}

/** What a URL may hold besides an address (a user, a query) may be a key. */
function otelObject({ url, headers, contentType }: OtelRecord) {
  const { origin, pathname } = new URL(url)
  return {
    url: origin + pathname,
    headers: Object.fromEntries(
      headers.map(([name, value]) => [name, typeof value === 'string' ? value : `{ secret: ${value.secret} }`]),
    ),
    content_type: contentType,
  }
}

/** What is counted apart is a `partition`. `token` is ours. */
function spendRule({ usd, windowMs, technique, by }: BudgetRecord, index: number) {
  const apart = { mode: 'partition' }
  const [kind, key] = by.startsWith('metadata.') ? ['metadata', { [by.slice('metadata.'.length)]: apart }] : [by, apart]
  return {
    id: String(index),
    enabled: true,
    limitType: 'cost',
    limit: usd,
    window: windowMs / 1000,
    technique,
    ...(kind === 'gateway' ? {} : { [kind]: key }),
  }
}
