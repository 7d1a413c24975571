// A gateway that stores keys, or answers on its Worker's account, does not let everyone in without a warning.

import type { SourceEntry } from '../../1-read/tree.ts'
import { diagnose } from '../../diagnostics/catalog.ts'
import type { Diagnostic, Note } from '../../diagnostics/diagnostic.ts'
import { entriesOf, entryOf, providersOf, textOf, valueAt } from '../nodes.ts'
import type { GatewayTree } from '../rules.ts'

const shown = 3

/** `authentication: off` beside `key`, `keys` or `binding`, with the first few of them as notes. */
export function* openKeys({ id, root }: GatewayTree): Iterable<Diagnostic> {
  const authentication = valueAt(root, 'authentication')
  if (authentication === undefined || textOf(authentication) !== 'off') return
  const values = providersOf(root).map(({ value }) => value)
  const keys = values.flatMap((value) => [
    ...[entryOf(value, 'key') ?? []].flat(),
    ...entriesOf(valueAt(value, 'keys')),
  ])
  const bindings = values.flatMap((value) => [entryOf(value, 'binding') ?? []].flat())
  if (keys.length + bindings.length === 0) return
  const spends = bindings.length === 0 ? 'keys' : keys.length === 0 ? 'binding' : 'both'
  const notes = [...keys.map(noted('A key is stored here.')), ...bindings.map(noted('The AI binding is here.'))]
  yield diagnose('open-keys', { gateway: id, spends }, authentication.span, notes.slice(0, shown))
}

function noted(message: string): (entry: SourceEntry) => Note {
  return ({ keySpan }) => ({ message, span: keySpan })
}
