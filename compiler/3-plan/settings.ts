// What a gateway and a provider say of retries, cache, limits and time -> the records the runtime reads: the provider's over the
// gateway's, key by key, and what neither says as the schema's default.

import { createHash } from 'node:crypto'
import type { CacheRecord, LimitRecord, ManagedRecord, RetryRecord } from '../../runtime/records.ts'
import type { Cache, Gateway, Headers, Provider, RateLimit, Retries } from '../2-check/config.gen.ts'
import { milliseconds, seconds } from './duration.ts'

/** Headers are settings too: what a level states in `headers` it does not state elsewhere. */
export type Controls = ReadonlyMap<string, string>

/** A level of the YAML: its keys and its control headers. */
export interface Level {
  readonly value: Gateway | Provider
  readonly controls: Controls
}

/** A provider's level, and its gateway's below it. */
export function levelsOf(provider: Provider, gateway: Gateway): { readonly own: Level; readonly inherited: Level } {
  return {
    own: { value: provider, controls: lowerCase(provider.headers) },
    inherited: { value: gateway, controls: lowerCase(gateway.headers) },
  }
}

function lowerCase(headers: Headers = {}): Controls {
  return new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]))
}

/** Key by key: a provider that states only its attempts keeps the gateway's delay. */
export function retryRecord(own: Level, inherited: Level): RetryRecord {
  const stated = { ...statedRetries(inherited), ...statedRetries(own) }
  return {
    attempts: stated.attempts ?? 1,
    delayMs: milliseconds(stated.delay ?? '500ms'),
    backoff: stated.backoff ?? 'exponential',
  }
}

function statedRetries({ value, controls }: Level): Retries {
  const attempts = controls.get('cf-aig-max-attempts')
  const delay = controls.get('cf-aig-retry-delay')
  const backoff = controls.get('cf-aig-backoff') as Retries['backoff']
  return {
    ...value.retries,
    ...(attempts === undefined ? {} : { attempts: Number(attempts) }),
    ...(delay === undefined ? {} : { delay: Number(delay) }),
    ...(backoff === undefined ? {} : { backoff }),
  }
}

/** `null`: off. The provider's `off` wins over the gateway's ttl, and its ttl over the gateway's `off`. */
export function cacheRecord(own: Level, inherited: Level, gateway: Gateway): CacheRecord | null {
  const stated = { ...statedCache(inherited), ...statedCache(own) }
  const off = own.value.cache === undefined ? inherited.value.cache === 'off' : own.value.cache === 'off'
  // A gateway that is pared down to native paths has just what it says.
  const silent = own.value.cache === undefined && inherited.value.cache === undefined && stated.ttl === undefined
  if (off || (silent && gateway.endpoints?.universal === 'off')) return null
  return {
    ttlSeconds: stated.ttl === undefined ? null : seconds(stated.ttl),
    streams: stated.streams ?? true,
    // What nobody states is kept where no binding is needed.
    store: stated.store ?? (isStated(own) || isStated(inherited) ? 'auto' : 'edge'),
    staleWhileRevalidateSeconds: seconds(stated.stale_while_revalidate ?? 0),
    staleIfErrorSeconds: seconds(stated.stale_if_error ?? 0),
    salt:
      stated.invalidate_on_deploy === true
        ? createHash('sha256').update(JSON.stringify(gateway, inOrder)).digest('hex')
        : '',
  }
}

/** A replacer for JSON: keys that stand in another order say nothing else. */
function inOrder(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}

function isStated({ value: { cache } }: Level): boolean {
  return cache !== undefined && cache !== 'off'
}

function statedCache({ value, controls }: Level): Exclude<Cache, 'off'> {
  const ttl = controls.get('cf-aig-cache-ttl')
  const stated = value.cache === undefined || value.cache === 'off' ? {} : value.cache
  return ttl === undefined ? stated : { ...stated, ttl: Number(ttl) }
}

/** What the gateway itself states, as it holds for a provider that states nothing. */
export function managedRecord(gateway: Gateway, file: string): ManagedRecord {
  const { own, inherited } = levelsOf({}, gateway)
  return { file, cache: cacheRecord(own, inherited, gateway), retries: retryRecord(own, inherited) }
}

/** `null`: no limit. A provider's does not replace the gateway's: each counts for itself. */
export function limitRecord(limit: RateLimit | undefined): LimitRecord | null {
  if (limit === undefined) return null
  return {
    requests: limit.requests,
    windowMs: seconds(limit.per) * 1000,
    technique: limit.technique ?? 'fixed',
    by: (limit.by ?? 'gateway') as LimitRecord['by'],
    onFailure: limit.on_failure ?? 'allow',
  }
}

/** `timeout` and its header are one setting: a level states one of them. */
export function timeoutMs(own: Level, inherited: Level): number | null {
  return statedTimeout(own) ?? statedTimeout(inherited)
}

function statedTimeout({ value, controls }: Level): number | null {
  const header = controls.get('cf-aig-request-timeout')
  if (value.timeout !== undefined) return milliseconds(value.timeout)
  return header === undefined ? null : Number(header)
}

/** `null`: none. */
export function idleTimeoutMs(own: Level, inherited: Level): number | null {
  const stated = own.value.idle_timeout ?? inherited.value.idle_timeout
  return stated === undefined ? null : milliseconds(stated)
}
