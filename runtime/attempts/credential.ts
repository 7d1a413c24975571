// Puts a key on an attempt: the caller's own, forwarded as it came, else the stored one that the alias names, placed as the
// row says or by the row's signer.

import type { Attempt, Body, Environment, Exchange, Payload } from '../exchange.ts'
import { GatewayError } from '../problem.ts'
import type { Credential } from '../records.ts'
import type { Target } from './target.ts'

/** An attempt whose headers and target are known, on its way to a key. */
export interface Credentialed {
  readonly attempt: Attempt
  readonly target: Target
  readonly headers: Headers
  readonly alias: string
  readonly env: Environment
}

/** An upstream request about to leave. `headers` may still be changed; a signer that reads the body returns it. */
export interface Outgoing {
  readonly target: Target
  readonly method: string
  readonly headers: Headers
  readonly payload: Payload
  readonly waitUntil: Exchange['waitUntil']
}

/**
 * Makes a credential from a secret and puts it on the request. `own` tells that the caller brought it: a signer then
 * leaves alone what it does not know, and never sends it anywhere that the caller names. Returns the body to send.
 */
export type Signer = (outgoing: Outgoing, secret: string, own: boolean) => Promise<Body>

/** Returns the body to send. Throws `noSuchAlias`, or `internal` when the secret's value is missing. */
export async function putCredential(
  { attempt, target, headers, alias, env }: Credentialed,
  { waitUntil }: Exchange,
  signer: Signer | null,
): Promise<Body> {
  const { slug, provider, query, method, payload } = attempt
  const outgoing: Outgoing = { target, method, headers, payload, waitUntil }
  const own = ownCredential(headers, query, target.credential)
  if (own !== null) return signer === null ? payload.take() : signer(outgoing, own, true)
  const name = storedName(slug, provider.keys, alias)
  if (name === null) return payload.take()
  const secret = env[name]
  if (typeof secret !== 'string' || secret === '') {
    throw new GatewayError('internal', `The secret ${name}, which holds the key of ${slug}, is not set in this Worker.`)
  }
  if (signer !== null) return signer(outgoing, secret, false)
  place(headers, target.credential, secret)
  return payload.take()
}

/** Who an answer belongs to: the caller's own key, or the name of the gateway's. `null`: neither. Not for showing. */
export function identityOf({ attempt, target, headers, alias }: Credentialed): string | null {
  const own = ownCredential(headers, attempt.query, target.credential)
  if (own !== null) return `own ${own}`
  const name = storedName(attempt.slug, attempt.provider.keys, alias)
  return name === null ? null : `stored ${name}`
}

/** Puts a bare key where a row wants it. */
export function place(headers: Headers, { header, scheme }: Credential, secret: string): void {
  headers.set(header, scheme === null ? secret : `${scheme} ${secret}`)
}

/** What the caller brought in one of the provider's slots, `null` when nothing. */
function ownCredential(headers: Headers, query: string, { slots, query: parameter }: Credential): string | null {
  for (const slot of slots) {
    const value = headers.get(slot)
    if (value !== null && value !== '') return value
  }
  return parameter === null ? null : new URLSearchParams(query).get(parameter) || null
}

/** The secret's name for an alias. No key stored at all is no mistake: the provider may need none, and says so if it does. */
function storedName(slug: string, keys: { readonly [alias: string]: string }, alias: string): string | null {
  if (Object.hasOwn(keys, alias)) return keys[alias] ?? null
  if (alias === 'default') return null
  const aliases = Object.keys(keys).join(', ')
  throw new GatewayError(
    'noSuchAlias',
    `Provider '${slug}' has no BYOK credential named '${alias}'. Configured aliases: '${aliases}'`,
  )
}
