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

/** Lower-case hex. `body` is the whole of it. Throws what an attempt would throw for an alias that is not there. */
export async function keyOf(
  call: Call,
  { salt, key }: CacheSettings,
  { gateway, account }: Exchange,
  body: ArrayBuffer,
): Promise<string> {
  const { slug, provider, row, method, path, query, headers } = call.attempt
  const text = /\bjson\b/i.test(headers.get('content-type') ?? '') ? decode(body) : null
  const parts: (string | null)[] = [salt, gateway.id, account, slug, method, path, provider.url]
  for (const name of Object.keys(provider.values)) parts.push(name, provider.values[name] ?? null)
  let content: string
  if (key === null) {
    parts.push('body', query, call.identity(), ...said(call.attempt, text === null ? [] : ['content-type']))
    content = (text === null ? null : canonical(text)) ?? (await sha256(body))
  } else {
    const credentials = [row.credential, ...row.paths.flatMap(({ credential }) => credential ?? [])]
    parts.push('key', withoutKeys(query, credentials), ...said(call.attempt, ['content-type', ...slotsOf(row)]))
    content = `${key}\n${streamOf(text)}`
  }
  return sha256(new TextEncoder().encode(`${JSON.stringify(parts)}\n${content}`))
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

async function sha256(bytes: BufferSource): Promise<string> {
  return hexOf(await crypto.subtle.digest('SHA-256', bytes))
}
