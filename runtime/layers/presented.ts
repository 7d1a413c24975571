// What a client presented as credentials: the gateway's own header, and the provider's slots.

import type { Credential } from '../records.ts'

/** A credential as a client presented it: the bare value, without a scheme. */
export interface Presented {
  /** Where it came in. */
  readonly slot: { readonly kind: 'header' | 'query'; readonly name: string }
  readonly value: string
}

const GATEWAY_SLOT = 'cf-aig-authorization'

/**
 * Every value that may be a gateway token: the gateway's own header first, then the provider's slots. SDKs that know one
 * key only put the gateway's there.
 */
export function presentedIn(
  headers: Headers,
  query: string,
  { slots, query: parameter }: Credential,
): readonly Presented[] {
  const presented: Presented[] = []
  for (const slot of [GATEWAY_SLOT, ...slots]) {
    const value = headers.get(slot)
    if (value !== null) presented.push({ slot: { kind: 'header', name: slot }, value: bare(value) })
  }
  if (parameter === null) return presented
  for (const value of new URLSearchParams(query).getAll(parameter)) {
    presented.push({ slot: { kind: 'query', name: parameter }, value })
  }
  return presented
}

/** The value behind a scheme: `Bearer T`, `Token T`, `Key T`, the access key id of a SigV4 signature, or bare `T`. */
function bare(value: string): string {
  const signed = /^AWS4-HMAC-SHA256\s+Credential=([^/,\s]+)/.exec(value)
  return signed?.[1] ?? value.replace(/^(?:Bearer|Token|Key)\s+/i, '').trim()
}

/** Removes a query parameter and keeps the rest exactly as it was sent. */
export function withoutParameter(query: string, name: string): string {
  const kept = query
    .slice(1)
    .split('&')
    .filter((pair) => new URLSearchParams(pair).get(name) === null)
  return kept.length === 0 ? '' : `?${kept.join('&')}`
}
