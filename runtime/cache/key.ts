// What makes two requests the same: SHA-256 over the gateway, the provider, method, path and query, and what is said there, which is
// the caller's cf-aig-cache-key, or the identity and the body. Promises that nobody's answer is given to another identity.

import type { Attempt, Call, Exchange } from '../exchange.ts'
import { slotsOf } from '../headers.ts'
import { hexOf } from '../hex.ts'
import { withoutParameter } from '../layers/presented.ts'
import type { Credential } from '../records.ts'
import type { CacheSettings } from '../settings.ts'
import { canonical } from './canonical.ts'

/**
 * Headers that say who sends, through what, when, how often or under which trace, and nothing of what is asked. All others count
 * (accept, anthropic-version, openai-organization, …): one that nobody has heard of may be what matters. A signature's date and
 * hashes are in the signature, which counts where the caller made it.
 */
const IMMATERIAL =
  /^(?:cf-.*|host|connection|keep-alive|te|trailer|transfer-encoding|expect|via|forwarded|x-forwarded-.*|x-real-ip|true-client-ip|cdn-loop|cookie|user-agent|referer|accept-encoding|content-length|priority|idempotency-key|traceparent|tracestate|baggage|b3|(?:x-|x-client-)?(?:request|trace|correlation)-id|(?:x-stainless|x-datadog|x-b3|x-fern|sentry|amz-sdk|sec-ch|sec-fetch)-.*|x-goog-api-client|x-amz-(?:date|content-sha256|security-token|user-agent))$/

/** Of what is accepted: the same as saying nothing. */
const ANYTHING = /^\*(?:\/\*)?$/

/** As many requests are remembered with their keys, and then forgotten all at once; of longer ones none, in characters. */
const MOST_REMEMBERED = 500
const MOST_CHARACTERS = 16 * 1024

/** Gives keys as lower-case hex. `body` is the whole of it. Throws what an attempt would throw for an alias that is not there. */
export type KeyOf = (call: Call, settings: CacheSettings, exchange: Exchange, body: ArrayBuffer) => Promise<string>

/** What is asked, as it was said: who says the same to the letter has the same key. */
interface Asked {
  readonly parts: string
  /** `null`: it is no text. */
  readonly text: string | null
  readonly key: string | null
}

/** One that knows what it was asked last: to put JSON in order and to hash it takes as long as all else that a hit takes. */
export function openKeys(most = MOST_REMEMBERED): KeyOf {
  const known = new Map<string, string>()
  return async (call, settings, exchange, body) => {
    const asked = askedOf(call, settings, exchange, body)
    const said = asked.text === null ? '' : `${asked.parts}\n${asked.text}`
    const remembered = known.get(said)
    if (remembered !== undefined) return remembered
    const key = await keyFor(asked, body)
    if (said !== '' && said.length < MOST_CHARACTERS) {
      if (known.size >= most) known.clear()
      known.set(said, key)
    }
    return key
  }
}

function askedOf(call: Call, { salt, key }: CacheSettings, { gateway, account }: Exchange, body: ArrayBuffer): Asked {
  const { slug, provider, row, method, path, query, headers } = call.attempt
  const text = /\bjson\b/i.test(headers.get('content-type') ?? '') ? decode(body) : null
  const parts: (string | null)[] = [salt, gateway.id, account, slug, method, path, provider.url]
  for (const name of Object.keys(provider.values)) parts.push(name, provider.values[name] ?? null)
  if (key === null) {
    parts.push('body', query, call.identity(), ...said(call.attempt, text === null ? [] : ['content-type']))
  } else {
    const credentials = [row.credential, ...row.paths.flatMap(({ credential }) => credential ?? [])]
    parts.push('key', withoutKeys(query, credentials), ...said(call.attempt, ['content-type', ...slotsOf(row)]))
  }
  // A key is a header's value: it holds no line's end.
  return { parts: `${JSON.stringify(parts)}\n${key ?? ''}`, text, key }
}

async function keyFor({ parts, text, key }: Asked, body: ArrayBuffer): Promise<string> {
  const content = key === null ? ((text === null ? null : canonical(text)) ?? (await sha256(body))) : streamOf(text)
  return sha256(new TextEncoder().encode(`${parts}\n${content}`))
}

/** Names and values in turn, but for some: those that were sent, sorted by name, then the defaults where none was. */
function said({ headers, spent, provider, row }: Attempt, besides: readonly string[]): string[] {
  const all: string[] = []
  for (const [name, value] of headers) {
    if (IMMATERIAL.test(name) || spent.includes(name) || besides.includes(name)) continue
    if (!name.startsWith('accept') || !ANYTHING.test(value)) all.push(name, value)
  }
  for (const defaults of [provider.headers, row.headers]) {
    for (const [name, value] of defaults) if (!headers.has(name)) all.push(name, value)
  }
  return all
}

function withoutKeys(query: string, credentials: readonly Credential[]): string {
  return credentials.reduce((left, { query: name }) => (name === null ? left : withoutParameter(left, name)), query)
}

/** With a key the body does not count but for this: a stream never answers who did not ask for one, or the reverse. */
function streamOf(text: string | null): string {
  try {
    const { stream }: { readonly stream?: unknown } = JSON.parse(text ?? '{}')
    return JSON.stringify(stream || false)
  } catch {
    return 'false'
  }
}

/** `null` for what is no UTF-8: replacement characters would make different bodies the same. */
function decode(body: ArrayBuffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body)
  } catch {
    return null
  }
}

async function sha256(bytes: ArrayBuffer | Uint8Array): Promise<string> {
  return hexOf(await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>))
}
