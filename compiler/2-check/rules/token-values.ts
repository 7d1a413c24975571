// A token is known by a secret or by a hash: by one of the two.

import { diagnose } from '../../diagnostics/catalog.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { entryOf, itemsOf, textOf, valueAt } from '../nodes.ts'
import { tokenLists } from '../places.ts'
import type { GatewayTree } from '../rules.ts'

/** Tokens with neither `secret` nor `sha256`, or with both. */
export function* tokenValues({ root }: GatewayTree): Iterable<Diagnostic> {
  for (const token of tokenLists.flatMap((key) => itemsOf(valueAt(root, key, 'tokens')))) {
    const name = textOf(valueAt(token, 'name'))
    const secret = entryOf(token, 'secret')
    const sha256 = entryOf(token, 'sha256')
    if (name === null || (secret === undefined) !== (sha256 === undefined)) continue
    yield diagnose('token-value', { name, both: sha256 !== undefined }, sha256?.keySpan ?? token.span)
  }
}
