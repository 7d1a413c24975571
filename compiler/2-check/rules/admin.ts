// The management API and the metrics are open to someone, and to nobody by accident; and the metrics have something to tell.

import { diagnose } from '../../diagnostics/catalog.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { entryOf, textOf, valueAt } from '../nodes.ts'
import type { GatewayTree } from '../rules.ts'

/** Endpoints without `admin`, `admin` without endpoints, and metrics without logs. */
export function* admin({ root }: GatewayTree): Iterable<Diagnostic> {
  const open = ['management', 'metrics'].flatMap((endpoint) => {
    const node = valueAt(root, 'endpoints', endpoint)
    return node !== undefined && textOf(node) === 'on' ? [{ endpoint, span: node.span }] : []
  })
  const stated = entryOf(root, 'admin')
  if (stated === undefined) {
    for (const { endpoint, span } of open) yield diagnose('admin-missing', { endpoint }, span)
  } else if (open.length === 0) yield diagnose('admin-unused', {}, stated.keySpan)
  const logs = valueAt(root, 'logs')
  if (logs !== undefined && textOf(logs) !== 'off') return
  for (const { endpoint, span } of open) if (endpoint === 'metrics') yield diagnose('metrics-without-logs', {}, span)
}
