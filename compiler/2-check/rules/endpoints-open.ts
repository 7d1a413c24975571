// A gateway has a way in.

import { diagnose } from '../../diagnostics/catalog.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { entriesOf, entryOf, textOf, valueAt } from '../nodes.ts'
import type { GatewayTree } from '../rules.ts'
import { keysOf } from '../schema.ts'

/** The universal endpoint over a WebSocket, which opens only where that does; what answers no model's caller; what is off unless stated. */
const NO_WAY_IN: readonly string[] = ['websocket', 'management', 'metrics', 'binding']

/** Every endpoint there is stated, and stated `off`, and there is no route either. */
export function* endpointsOpen({ id, root }: GatewayTree): Iterable<Diagnostic> {
  const endpoints = entryOf(root, 'endpoints')
  if (endpoints === undefined || entriesOf(valueAt(root, 'routes')).length > 0) return
  const alone = keysOf('endpoints').filter((key) => !NO_WAY_IN.includes(key))
  const binding = textOf(entryOf(endpoints.value, 'binding')?.value) ?? 'off'
  const open = binding !== 'off' || alone.some((key) => textOf(entryOf(endpoints.value, key)?.value) !== 'off')
  if (!open) yield diagnose('nothing-answers', { gateway: id }, endpoints.keySpan)
}
