// What of a client's headers reaches a provider: everything but what was said to the gateway, to the connection, or to
// Cloudflare. Sources: the wire contract's "headers"; RFC 9110 section 7.6.1 for the connection's own.

import type { Rows } from './exchange.ts'
import type { ProviderRow } from './records.ts'

/** Meant for this hop only, or about the client's network rather than its request. `cookie`: a gateway carries none. */
const keptBack = new Set([
  'connection',
  'cookie',
  'expect',
  'forwarded',
  'host',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'true-client-ip',
  'upgrade',
  'via',
  'x-real-ip',
])

/** A copy of the client's headers without those that are not the provider's business. */
export function headersForProvider(sent: Headers): Headers {
  const headers = new Headers(sent)
  for (const name of sent.keys()) if (isKeptBack(name)) headers.delete(name)
  for (const name of sent.get('connection')?.split(',') ?? []) deleteNamed(headers, name.trim())
  return headers
}

/** Every `cf-` name is Cloudflare's or the gateway's: `cf-aig-*`, the legacy `cf-cache-ttl` and `cf-skip-cache`, `cf-ray`, Access. */
function isKeptBack(name: string): boolean {
  return name.startsWith('cf-') || name.startsWith('x-forwarded-') || name === 'cdn-loop' || keptBack.has(name)
}

/** `Connection: a, b` makes `a` and `b` the connection's own too. What is no header name says nothing. */
function deleteNamed(headers: Headers, name: string): void {
  if (/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) headers.delete(name)
}

/** What an upstream says about its own connection and host, which is not the gateway's to repeat. */
export const droppedFromAnswers = ['alt-svc', 'keep-alive', 'set-cookie'] as const

/** Names that the hosted service once used for the same controls. */
const LEGACY: readonly (readonly [legacy: string, name: string])[] = [
  ['cf-skip-cache', 'cf-aig-skip-cache'],
  ['cf-cache-ttl', 'cf-aig-cache-ttl'],
]

/** The same headers with controls under the names they have now; a control that is there under both keeps the present one. */
export function withPresentNames(headers: Headers): Headers {
  if (LEGACY.every(([legacy]) => !headers.has(legacy))) return headers
  const renamed = new Headers(headers)
  for (const [legacy, name] of LEGACY) {
    const value = headers.get(legacy)
    if (value !== null && !headers.has(name)) renamed.set(name, value)
  }
  return renamed
}

/** `below` with every header of `above` in place of its own. */
export function layOver(below: Headers, above: Headers): Headers {
  const merged = new Headers(below)
  for (const [name, value] of above) merged.set(name, value)
  return merged
}

/** About the bytes of the caller's body. */
const ABOUT_THE_BYTES = ['content-length', 'content-encoding', 'content-md5', 'digest', 'content-digest'] as const

/** A copy without what is not true any more where another body goes out than came in. */
export function withoutBytes(sent: Headers): Headers {
  const headers = new Headers(sent)
  for (const name of ABOUT_THE_BYTES) headers.delete(name)
  return headers
}

/** Every header that some path of a provider takes its key in: not all paths take it in the same. */
export function slotsOf({ credential, paths }: ProviderRow): readonly string[] {
  return [...new Set([credential, ...paths.map((rule) => rule.credential)].flatMap((it) => it?.slots ?? []))]
}

/** Where keys are put, also by clients of providers that this bundle does not know. */
const KEY_HEADERS = ['authorization', 'api-key', 'x-api-key', 'x-goog-api-key', 'xi-api-key', 'x-amz-security-token']

/** A copy without anything that may be a key: what is said to several providers at once may hold none. */
export function withoutCredentials(sent: Headers, rows: Rows): Headers {
  const headers = new Headers(sent)
  for (const name of KEY_HEADERS) headers.delete(name)
  for (const row of rows.values()) {
    for (const slot of slotsOf(row)) headers.delete(slot)
    if (row.target !== null) headers.delete(row.target.header)
  }
  return headers
}
