// `url` is a base that paths can be put behind, and what is sent there is not readable on the way.

import { diagnose } from '../../diagnostics/catalog.ts'
import type { Diagnostic, Span } from '../../diagnostics/diagnostic.ts'
import { plainHttp, problemOf, userInfo } from '../addresses.ts'
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

function* partsOf(url: URL, text: string, span: Span): Iterable<Diagnostic> {
  yield* userInfo(url, text, 'Store the credential as the provider’s `key`, and leave it out here.', span)
  const after = /[?#]/.exec(text)?.[0]
  if (after !== undefined) {
    const part = after === '?' ? 'a query' : 'a fragment'
    const advice =
      after === '?' ? 'Leave it out; callers send their own queries, and `headers` can hold defaults.' : 'Leave it out.'
    yield diagnose('url-parts', { part, advice }, span)
  }
  yield* plainHttp(url, span)
  const ending = after === undefined ? endpoint.exec(url.pathname)?.[1] : undefined
  if (ending !== undefined) yield diagnose('url-names-endpoint', { ending: `/${ending}` }, span)
}
