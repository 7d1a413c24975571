// Settings in the words that a reviewer would use. Nothing is rounded: other values are other words.

import type { BudgetRecord, LimitRecord, LogsRecord, RetryRecord } from '../../runtime/records.ts'
import type { CacheBehaviour, CollectorBehaviour } from './behaviour.ts'

/** `30 s`, `5 min`, `1.5 s`: the largest unit that gives a whole number. */
export function duration(milliseconds: number): string {
  const unit = UNITS.find(({ size }) => milliseconds >= size && milliseconds % size === 0)
  if (unit !== undefined) return `${milliseconds / unit.size} ${unit.name}`
  return milliseconds < 1000 ? `${milliseconds} ms` : `${milliseconds / 1000} s`
}

const UNITS = [
  { size: 86_400_000, name: 'd' },
  { size: 3_600_000, name: 'h' },
  { size: 60_000, name: 'min' },
  { size: 1000, name: 's' },
] as const

/** `minute`, or `10 s`: what stands behind `per`. */
export function windowName(milliseconds: number): string {
  return NAMED_WINDOWS.get(milliseconds) ?? duration(milliseconds)
}

const NAMED_WINDOWS = new Map([
  [1000, 'second'],
  [60_000, 'minute'],
  [3_600_000, 'hour'],
  [86_400_000, 'day'],
])

/** `1,234`, in any locale. */
export function amount(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 20 })
}

/** `1 gateway`, `10,000 gateways`. */
export function counted(value: number, noun: string): string {
  return `${amount(value)} ${noun}${value === 1 ? '' : 's'}`
}

/** A rate limit. */
export function limitWords({ requests, windowMs, technique, by, onFailure }: LimitRecord): string {
  return list([
    `${counted(requests, 'request')} per ${windowName(windowMs)}${apart(by)}`,
    technique === 'sliding' && 'in a sliding window',
    onFailure === 'deny' && 'none when the limiter fails',
  ])
}

/** A budget. */
export function budgetWords({ usd, windowMs, technique, by, onFailure }: BudgetRecord): string {
  return list([
    `$${amount(usd)} per ${windowName(windowMs)}${apart(by)}`,
    technique === 'sliding' && 'in a sliding window',
    onFailure === 'deny' && 'nothing when the ledger fails',
  ])
}

/** ` for each token`; nothing where all is counted together. */
function apart(by: string): string {
  if (by === 'gateway') return ''
  return by.startsWith('metadata.') ? ` for each value of ${by}` : ` for each ${by}`
}

/** A cache. */
export function cacheWords(cache: CacheBehaviour | 'off' | undefined): string {
  if (cache === undefined) return 'only what requests ask for'
  if (cache === 'off') return 'off'
  const { ttlSeconds, streams, store, staleWhileRevalidateSeconds, staleIfErrorSeconds, dropsOnChange } = cache
  return list([
    ttlSeconds === null ? 'only what requests ask for' : `for ${duration(ttlSeconds * 1000)}`,
    `in ${STORES[store]}`,
    !streams && 'no streams',
    staleWhileRevalidateSeconds > 0 && `stale for ${duration(staleWhileRevalidateSeconds * 1000)} while fetched anew`,
    staleIfErrorSeconds > 0 && `stale for ${duration(staleIfErrorSeconds * 1000)} when the provider fails`,
    dropsOnChange && 'dropped when the YAML changes',
  ])
}

const STORES: { readonly [store in CacheBehaviour['store']]: string } = {
  auto: 'the store that fits the platform',
  edge: "memory and Cloudflare's Cache API",
  durable: 'Durable Objects',
  kv: 'Workers KV',
}

/** Retries. Left out: once. */
export function retryWords(retries: RetryRecord | undefined): string {
  if (retries === undefined) return 'asked once'
  const { attempts, delayMs, backoff } = retries
  const asked = attempts === 1 ? 'asked once' : `asked ${attempts} times at most`
  return `${asked}, ${delayMs === 0 ? 'at once' : `${duration(delayMs)} apart`}, ${BACKOFFS[backoff]}`
}

/** How a delay grows. */
export const BACKOFFS: { readonly [backoff in RetryRecord['backoff']]: string } = {
  constant: 'always as long',
  linear: 'each time as much longer',
  exponential: 'each time twice as long',
}

/** How a log is kept. */
export function logsWords({ collect, payloads, payloadBytes, keep, whenFull, durability }: LogsRecord): string {
  return list([
    collect ? 'every request' : 'requests that ask for it',
    payloads ? 'with bodies' : 'bodies only where a request asks',
    `up to ${amount(payloadBytes)} B of a body`,
    counted(keep, 'row'),
    whenFull === 'delete_oldest' ? 'then the oldest make room' : 'then no more are taken',
    durability === 'strict' && 'answers end when their rows are safe',
  ])
}

/** What a collector gets, and how. */
export function collectorWords({ headers, contentType }: CollectorBehaviour): string {
  const given = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  return list([contentType, given.length > 0 && `with ${given.join(', ')}`])
}

/** Items with commas; what does not hold is left out. */
export function list(items: readonly (string | false | undefined)[]): string {
  return items.filter((item) => typeof item === 'string').join(', ')
}

/** Names in a sentence: `a`, `a and b`, `a, b, c, d and 6 more`. */
export function named(names: readonly string[], most = 5): string {
  const shown = names.length > most ? [...names.slice(0, most - 1), `${amount(names.length - most + 1)} more`] : names
  const last = shown.at(-1) ?? ''
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(', ')} and ${last}`
}
