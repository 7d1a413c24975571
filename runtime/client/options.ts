// What a caller may say of a request besides its body, as the Workers binding has it, in; the headers that say the same out.
// Source: the wire contract, "bindings" 1.7 and "headers" 3.1.

import type { Backoff } from '../records.ts'
import type { Json, Names } from './names.ts'

/** Tags of a request, five at most: those that the YAML speaks of, and any other. */
export type Tags<Key extends string> = { readonly [name in Key]?: Tag | undefined } & {
  readonly [name: string]: Tag | undefined
}

/** One of them. */
export type Tag = string | number | boolean

/** What is left out is as the YAML says. */
export interface Options<N extends Names = Names> {
  /** Seconds; 0 keeps nothing. */
  readonly cacheTtl?: number | undefined
  /** Asks the provider, whatever is kept. */
  readonly skipCache?: boolean | undefined
  /** What the answer is kept by, in place of the request itself. */
  readonly cacheKey?: string | undefined
  readonly metadata?: Tags<N['metadata']> | undefined
  /** Comes back in `meta.eventId`. */
  readonly eventId?: string | undefined
  /** Whether the request is logged. */
  readonly collectLog?: boolean | undefined
  readonly retries?: Retries | undefined
  /** To the first byte of an answer. */
  readonly requestTimeoutMs?: number | undefined
  /** More headers, such as the provider's own key. */
  readonly extraHeaders?: { readonly [name: string]: string } | undefined
  /** Takes the request back; it then ends with the signal's reason. */
  readonly signal?: AbortSignal | undefined
}

/** The same for requests that ask for a model. */
export interface AskOptions<N extends Names = Names> extends Options<N> {
  /** Fields of the body that the types here do not know. */
  readonly extraBody?: Json | undefined
}

/** How a provider is asked again. */
export interface Retries {
  readonly maxAttempts?: 1 | 2 | 3 | 4 | 5 | undefined
  readonly retryDelayMs?: number | undefined
  readonly backoff?: Backoff | undefined
}

/** The headers by name, in lower case: there is one of each. Those that say nothing are not there. */
export function headersOf({ retries = {}, metadata, extraHeaders, ...options }: Options): { [name: string]: string } {
  const said = {
    'cf-aig-cache-ttl': options.cacheTtl,
    'cf-aig-skip-cache': options.skipCache,
    'cf-aig-cache-key': options.cacheKey,
    'cf-aig-metadata': metadata && ascii(JSON.stringify(metadata)),
    'cf-aig-event-id': options.eventId,
    'cf-aig-collect-log': options.collectLog,
    'cf-aig-request-timeout': options.requestTimeoutMs,
    'cf-aig-max-attempts': retries.maxAttempts,
    'cf-aig-retry-delay': retries.retryDelayMs,
    'cf-aig-backoff': retries.backoff,
    ...extraHeaders,
  }
  return Object.fromEntries(
    Object.entries(said).flatMap(([name, value]) => (value === undefined ? [] : [[name.toLowerCase(), String(value)]])),
  )
}

/** Headers hold nothing else; JSON has another way to say it. */
function ascii(json: string): string {
  return json.replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
