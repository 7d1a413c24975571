// The value of every setting of an attempt. The only place that knows the order, most specific first:
// a step's own header > the request's > the YAML provider's default > the YAML gateway's. The endpoint has laid the first over the
// second already, and the build the third over the fourth. A value that is present wins, also when it is 0 or false.

import type { Attempt } from './exchange.ts'
import { GatewayError } from './problem.ts'
import type { Backoff, CacheRecord } from './records.ts'

/** Every setting of an attempt, decided. */
export interface Settings {
  /** Limit to the first byte; `null`: none. */
  readonly timeoutMs: number | null
  /** Which stored key to use. */
  readonly alias: string
  readonly retries: Retries
  /** `null`: the cache has nothing to do with this attempt. */
  readonly cache: CacheSettings | null
}

/** How a provider is asked again. */
export interface Retries {
  /** 1 to 5: how often the provider is asked at most. */
  readonly attempts: number
  readonly delayMs: number
  readonly backoff: Backoff
}

/** How an answer is kept. Only where it is. */
export interface CacheSettings extends CacheRecord {
  readonly ttlSeconds: number
  /** Go to the provider, and keep what it says. */
  readonly skip: boolean
  /** Stands for body and credential; `null`: those themselves. */
  readonly key: string | null
}

const MOST_TIMEOUT_MS = 3_600_000
const MOST_ATTEMPTS = 5
const MOST_DELAY_MS = 60_000
const MOST_TTL_SECONDS = 30 * 86_400
/** The wire's default for a request that brings a cache key and no TTL. */
const TTL_SECONDS_OF_KEYED = 300

/** Throws `invalidRequest` for a control that cannot be read. */
export function settingsOf({ headers, provider }: Pick<Attempt, 'headers' | 'provider'>): Settings {
  return {
    timeoutMs: integer(headers, 'cf-aig-request-timeout', 0, MOST_TIMEOUT_MS) ?? provider.timeoutMs,
    alias: headers.get('cf-aig-byok-alias') ?? provider.alias,
    retries: {
      attempts: integer(headers, 'cf-aig-max-attempts', 1, MOST_ATTEMPTS) ?? provider.retries.attempts,
      delayMs: integer(headers, 'cf-aig-retry-delay', 0, MOST_DELAY_MS) ?? provider.retries.delayMs,
      backoff: backoff(headers) ?? provider.retries.backoff,
    },
    cache: cache(headers, provider.cache),
  }
}

/** A TTL opts in by itself, 0 opts out; a key opts in where nothing else says how long. */
function cache(headers: Headers, record: CacheRecord | null): CacheSettings | null {
  if (record === null) return null
  const key = headers.get('cf-aig-cache-key')
  const stated = integer(headers, 'cf-aig-cache-ttl', 0, MOST_TTL_SECONDS) ?? record.ttlSeconds
  const ttlSeconds = stated ?? (key === null ? 0 : TTL_SECONDS_OF_KEYED)
  const skip = boolean(headers, 'cf-aig-skip-cache') ?? false
  return ttlSeconds === 0 ? null : { ...record, ttlSeconds, skip, key }
}

function backoff(headers: Headers): Backoff | null {
  const value = headers.get('cf-aig-backoff')
  if (value === null || value === 'constant' || value === 'linear' || value === 'exponential') return value
  throw unreadable('cf-aig-backoff', 'constant, linear or exponential')
}

/** `null`: nothing is said. Throws `invalidRequest`. */
export function boolean(headers: Pick<Headers, 'get'>, name: string): boolean | null {
  const value = headers.get(name)?.toLowerCase() ?? null
  if (value === null) return null
  if (value === 'true' || value === '1') return true
  if (value === 'false' || value === '0') return false
  throw unreadable(name, 'true or false')
}

function integer(headers: Headers, name: string, least: number, most: number): number | null {
  const value = headers.get(name)
  if (value === null) return null
  const number = /^\d{1,9}$/.test(value.trim()) ? Number(value) : Number.NaN
  if (number >= least && number <= most) return number
  throw unreadable(name, `a whole number from ${least} to ${most}`)
}

/** The complaint about a header's value, for whoever throws it. */
export function unreadable(name: string, takes: string): GatewayError {
  return new GatewayError('invalidRequest', `The header ${name} takes ${takes}.`)
}
