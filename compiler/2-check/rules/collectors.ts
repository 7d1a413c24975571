// Spans can be sent where `otel` says, and are not readable on the way.

import { diagnose } from '../../diagnostics/catalog.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { plainHttp, problemOf, userInfo } from '../addresses.ts'
import { itemsOf, textOf, valueAt } from '../nodes.ts'
import type { GatewayTree } from '../rules.ts'

/** Collectors' addresses that are none, unencrypted ones, and ones with a name or a password. */
export function* collectors({ root }: GatewayTree): Iterable<Diagnostic> {
  for (const collector of itemsOf(valueAt(root, 'otel'))) {
    const node = valueAt(collector, 'url')
    const text = textOf(node)
    if (node === undefined || text === null) continue
    const problem = problemOf(text)
    if (problem !== null) {
      yield diagnose('url-malformed', { problem }, node.span)
      continue
    }
    const url = new URL(text)
    yield* userInfo(
      url,
      text,
      'Send the credential in a header: `headers: { authorization: { secret: NAME } }`.',
      node.span,
    )
    yield* plainHttp(url, node.span)
  }
}
