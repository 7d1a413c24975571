// Whom a limit counts a request for -> which counter that is. Those without the thing counted by (no token, no such metadata) are
// counted together. What tells people apart leaves here as a digest: addresses and metadata are not kept in the clear.

import type { Attempt, Exchange } from '../exchange.ts'
import { metadataValue } from '../logs/metadata.ts'
import type { LimitRecord } from '../records.ts'

/** Where a request is counted. */
export interface Counter {
  /** The Durable Object's name. Another window or another thing to count by starts anew. */
  readonly object: string
  /** The counter in it; empty for whoever counts together. */
  readonly key: string
}

/** How many objects share the counters of a limit that counts apart. */
const BUCKETS = 32

/** `scope` is the provider's slug, or empty for the gateway's own limit. */
export async function counterOf(
  { by, windowMs }: LimitRecord,
  scope: string,
  attempt: Attempt,
  exchange: Exchange,
): Promise<Counter> {
  const name = `${exchange.gateway.id}/${scope}/${by}/${windowMs}`
  const subject = subjectOf(by, attempt, exchange)
  if (subject === null) return { object: name, key: '' }
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`${name}/${subject}`))
  const bytes = new Uint8Array(digest)
  return { object: `${name}/${(bytes[0] ?? 0) % BUCKETS}`, key: btoa(String.fromCharCode(...bytes)) }
}

function subjectOf(by: LimitRecord['by'], attempt: Attempt, { caller, request }: Exchange): string | null {
  if (by === 'gateway') return null
  if (by === 'token') return caller
  if (by === 'address') return addressOf(request)
  return metadataValue(attempt, by.slice('metadata.'.length))
}

/** workerd tells the socket's peer, `address:port`; Cloudflare names the client in a header that nobody else can set there. */
function addressOf(request: Request): string | null {
  const peer = (request as { readonly cf?: { readonly clientIp?: string } }).cf?.clientIp
  const address = peer?.replace(/:\d+$/, '').replace(/[[\]]/g, '') ?? request.headers.get('cf-connecting-ip')
  return address === null ? null : networkOf(address)
}

/** A client has a /64 of IPv6 to itself: counting its addresses apart would count nothing. Mapped IPv4 is IPv4. */
function networkOf(address: string): string {
  if (address.includes('.')) return address.slice(address.lastIndexOf(':') + 1)
  const [head = '', tail] = address.split('::').map((part) => (part === '' ? [] : part.split(':')))
  const zeros = tail === undefined ? [] : Array(Math.max(0, 8 - head.length - tail.length)).fill('0')
  return [...head, ...zeros, ...(tail ?? [])].slice(0, 4).join(':')
}
