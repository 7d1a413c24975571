// Provider's response -> what is kept of it, and back to a client.

import { droppedFromAnswers } from '../headers.ts'
import type { CacheSettings } from '../settings.ts'
import { isStream } from './complete.ts'
import type { Answer } from './store.ts'

/** Larger answers are passed on and not kept. */
export const MOST_BYTES = 25 * 1024 * 1024

/** How an answer came about, in `cf-aig-cache-status`. */
export type CacheStatus = 'HIT' | 'MISS' | 'STALE'

/** Of one connection or one client, or said anew. The kept body is decoded: its encoding and length are not those of the sent one. */
const DROPPED =
  /^(?:connection|content-encoding|content-length|transfer-encoding|trailer|upgrade|age|ratelimit-.*|cf-aig-.*)$/

/** What the platform decodes when a body is read. */
const DECODED = /^(?:gzip|br|identity)?$/i

/** Whether an answer is one to keep, as far as its head tells. */
export function isKeepable({ status, headers }: Response, { streams }: CacheSettings): boolean {
  return (
    status >= 200 &&
    status < 300 &&
    status !== 206 &&
    Number(headers.get('content-length')) <= MOST_BYTES &&
    DECODED.test(headers.get('content-encoding') ?? '') &&
    (streams || !isStream(typeOf(headers)))
  )
}

/** The content type in lower case, empty where there is none. */
export function typeOf(headers: Headers): string {
  return headers.get('content-type')?.toLowerCase() ?? ''
}

/** A whole answer, kept for its TTL and for as long as it may be given after that. */
export function answerOf({ status, headers }: Response, body: ArrayBuffer, settings: CacheSettings): Answer {
  const now = Date.now()
  const staleSeconds = Math.max(settings.staleWhileRevalidateSeconds, settings.staleIfErrorSeconds)
  const freshUntilMs = now + settings.ttlSeconds * 1000
  const dropped = (name: string) => DROPPED.test(name) || (droppedFromAnswers as readonly string[]).includes(name)
  return {
    status,
    headers: [...headers].filter(([name]) => !dropped(name)),
    body,
    storedAtMs: now,
    freshUntilMs,
    keptUntilMs: freshUntilMs + staleSeconds * 1000,
  }
}

/** A kept answer for a client, with its age in seconds. */
export function responseOf({ status, headers, body, storedAtMs }: Answer, cacheStatus: CacheStatus): Response {
  const age = String(Math.max(0, Math.floor((Date.now() - storedAtMs) / 1000)))
  return new Response(body.byteLength === 0 ? null : body, {
    status,
    headers: [...headers, ['age', age], ['cf-aig-cache-status', cacheStatus]] as [string, string][],
  })
}

/** A provider's answer for a client who had asked the cache. */
export function missed(response: Response, body: ReadableStream | null): Response {
  const marked = new Response(body, response)
  marked.headers.set('cf-aig-cache-status', 'MISS' satisfies CacheStatus)
  return marked
}
