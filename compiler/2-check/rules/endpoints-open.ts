// A gateway has a way in.

import { diagnose } from '../../diagnostics/catalog.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { entriesOf, entryOf, textOf, valueAt } from '../nodes.ts'
import type { GatewayTree } from '../rules.ts'
import { keysOf } from '../schema.ts'

/** What opens only where another does: the universal endpoint, over a WebSocket. */
const WITH_ANOTHER = 'websocket'

/** Every endpoint there is stated, and stated `off`, and there is no route either. */
export function* endpointsOpen({ id, root }: GatewayTree): Iterable<Diagnostic> {
  const endpoints = entryOf(root, 'endpoints')
  if (endpoints === undefined || entriesOf(valueAt(root, 'routes')).length > 0) return
  const alone = keysOf('endpoints').filter((key) => key !== WITH_ANOTHER)
  const open = alone.some((key) => textOf(entryOf(endpoints.value, key)?.value) !== 'off')
  if (!open) yield diagnose('nothing-answers', { gateway: id }, endpoints.keySpan)
}
