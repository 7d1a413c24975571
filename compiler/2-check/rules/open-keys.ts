// A gateway that stores keys does not let everyone in without a warning.

import type { SourceEntry } from '../../1-read/tree.ts'
import { diagnose } from '../../diagnostics/catalog.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { entriesOf, entryOf, providersOf, textOf, valueAt } from '../nodes.ts'
import type { GatewayTree } from '../rules.ts'

const shown = 3

/** `authentication: off` beside `key` or `keys`, with the first few of them as notes. */
export function* openKeys({ id, root }: GatewayTree): Iterable<Diagnostic> {
  const authentication = valueAt(root, 'authentication')
  if (authentication === undefined || textOf(authentication) !== 'off') return
  const keys = providersOf(root).flatMap(({ value }): readonly SourceEntry[] => [
    ...[entryOf(value, 'key') ?? []].flat(),
    ...entriesOf(valueAt(value, 'keys')),
  ])
  if (keys.length === 0) return
  const notes = keys.slice(0, shown).map(({ keySpan }) => ({ message: 'A key is stored here.', span: keySpan }))
  yield diagnose('open-keys', { gateway: id }, authentication.span, notes)
}
