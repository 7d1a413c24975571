// What can be said of any address that the gateway sends to: whether it is one, and whether what is sent there is readable on the way.

import { diagnose } from '../diagnostics/catalog.ts'
import type { Diagnostic, Span } from '../diagnostics/diagnostic.ts'

/** What is wrong with an address; `null`: nothing. Never quotes it: it may hold a password. */
export function problemOf(text: string): string | null {
  if (text === '') return 'it is empty'
  if (/[{}]|\$\w/.test(text)) return 'placeholders and variables are not replaced here'
  if (!/^https?:\/\//i.test(text)) return 'it does not begin with `https://`'
  // The URL parser would take these for `/`, or drop them.
  if (/[\s\\\p{Cc}]/u.test(text)) return 'it holds a space, a control character or a backslash'
  if (!/^https?:\/\/[^/]/i.test(text) || !URL.canParse(text)) return 'its host is missing or malformed'
  const path = text.replace(/^https?:\/\/[^/?#]*/i, '').replace(/[?#].*$/, '')
  return /(^|\/)(\.|%2e){1,2}(\/|$)/i.test(path) ? 'its path holds `.` or `..`' : null
}

/** A name or a password in it; `advice` says where those belong. */
export function* userInfo(url: URL, text: string, advice: string, span: Span): Iterable<Diagnostic> {
  if (url.username !== '' || url.password !== '' || /^[^/]*\/\/[^/?#]*@/.test(text)) {
    yield diagnose('url-parts', { part: 'a user name or a password', advice }, span)
  }
}

/** No TLS, and not this machine. */
export function* plainHttp(url: URL, span: Span): Iterable<Diagnostic> {
  if (url.protocol === 'http:' && !isLoopback(url.hostname))
    yield diagnose('url-plain-http', { host: url.hostname }, span)
}

/** The URL parser has already written every form of an IPv4 address as four numbers. */
function isLoopback(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname)
}
