// The tokens of a gateway can be told apart: by name within a list, and by what they are, so that no caller's token opens what admins have.

import type { SourceNode } from '../../1-read/tree.ts'
import { diagnose } from '../../diagnostics/catalog.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { itemsOf, textOf, valueAt } from '../nodes.ts'
import { tokenLists } from '../places.ts'
import type { GatewayTree } from '../rules.ts'

/** Two tokens with one name, one secret or one hash: shown at the second, with a note at the first. */
export function* distinctTokens({ root }: GatewayTree): Iterable<Diagnostic> {
  const seen = new Map<string, SourceNode>()
  for (const list of tokenLists) {
    for (const token of itemsOf(valueAt(root, list, 'tokens'))) {
      for (const key of ['name', 'secret', 'sha256'] as const) {
        const node = valueAt(token, key)
        const text = textOf(node)
        if (node === undefined || text === null) continue
        const known = key === 'name' ? `${list} name ${text}` : `${key} ${text}`
        const first = seen.get(known)
        if (first === undefined) seen.set(known, token)
        else yield same(key, node, first, token)
      }
    }
  }
}

function same(key: 'name' | 'secret' | 'sha256', node: SourceNode, first: SourceNode, second: SourceNode): Diagnostic {
  const [other, name] = [first, second].map((token) => textOf(valueAt(token, 'name')) ?? 'unnamed')
  const notes = [{ message: 'The other one is here.', span: (valueAt(first, key) ?? first).span }]
  return key === 'name'
    ? diagnose('duplicate-token-name', { name: name ?? '' }, node.span, notes)
    : diagnose('duplicate-token', { name: name ?? '', other: other ?? '' }, node.span, notes)
}
