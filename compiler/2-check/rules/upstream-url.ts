// `url` is a base that paths can be put behind, and what is sent there is not readable on the way.

import { diagnose } from '../../diagnostics/catalog.ts'
import type { Diagnostic, Span } from '../../diagnostics/diagnostic.ts'
import { providersOf, textOf, valueAt } from '../nodes.ts'
import type { GatewayTree } from '../rules.ts'

const endpoint = /\/(chat\/completions|completions|embeddings|messages|responses)\/*$/

/** Addresses that are none, unencrypted ones, and ones with more than a host and a path. */
export function* upstreamUrl({ root }: GatewayTree): Iterable<Diagnostic> {
  for (const { value } of providersOf(root)) {
    const url = valueAt(value, 'url')
    const text = textOf(url)
    if (url === undefined || text === null) continue
    const problem = problemOf(text)
    if (problem !== null) yield diagnose('url-malformed', { problem }, url.span)
    else yield* partsOf(new URL(text), text, url.span)
  }
}

/** Never quotes the address: it may hold a password. */
function problemOf(text: string): string | null {
  if (text === '') return 'it is empty'
  if (/[{}]|\$\w/.test(text)) return 'placeholders and variables are not replaced here'
  if (!/^https?:\/\//i.test(text)) return 'it does not begin with `https://`'
  // The URL parser would take these for `/`, or drop them.
  if (/[\s\\\p{Cc}]/u.test(text)) return 'it holds a space, a control character or a backslash'
  if (!/^https?:\/\/[^/]/i.test(text) || !URL.canParse(text)) return 'its host is missing or malformed'
  const path = text.replace(/^https?:\/\/[^/?#]*/i, '').replace(/[?#].*$/, '')
  return /(^|\/)(\.|%2e){1,2}(\/|$)/i.test(path) ? 'its path holds `.` or `..`' : null
}

function* partsOf(url: URL, text: string, span: Span): Iterable<Diagnostic> {
  if (url.username !== '' || url.password !== '' || /^[^/]*\/\/[^/?#]*@/.test(text)) {
    const advice = 'Store the credential as the provider’s `key`, and leave it out here.'
    yield diagnose('url-parts', { part: 'a user name or a password', advice }, span)
  }
  const after = /[?#]/.exec(text)?.[0]
  if (after !== undefined) {
    const part = after === '?' ? 'a query' : 'a fragment'
    const advice =
      after === '?' ? 'Leave it out; callers send their own queries, and `headers` can hold defaults.' : 'Leave it out.'
    yield diagnose('url-parts', { part, advice }, span)
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname))
    yield diagnose('url-plain-http', { host: url.hostname }, span)
  const ending = after === undefined ? endpoint.exec(url.pathname)?.[1] : undefined
  if (ending !== undefined) yield diagnose('url-names-endpoint', { ending: `/${ending}` }, span)
}

/** The URL parser has already written every form of an IPv4 address as four numbers. */
function isLoopback(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname)
}
