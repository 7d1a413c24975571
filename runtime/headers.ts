// What of a client's headers reaches a provider: everything but what was said to the gateway, to the connection, or to
// Cloudflare. Sources: the wire contract's "headers"; RFC 9110 section 7.6.1 for the connection's own.

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
