// A host name implies one gateway. Looks at all gateways of a folder.

import type { SourceNode } from '../../1-read/tree.ts'
import { diagnose } from '../../diagnostics/catalog.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { textOf, valueAt } from '../nodes.ts'

/** Two gateways with one `hostname`: shown at the second, with a note at the first. */
export function* distinctHostnames(
  gateways: readonly { readonly id: string; readonly root: SourceNode }[],
): Iterable<Diagnostic> {
  const seen = new Map<string, { readonly id: string; readonly node: SourceNode }>()
  for (const { id, root } of gateways) {
    const node = valueAt(root, 'hostname')
    const hostname = textOf(node)
    if (node === undefined || hostname === null) continue
    const first = seen.get(hostname)
    if (first === undefined) seen.set(hostname, { id, node })
    else {
      const note = { message: 'The other one is here.', span: first.node.span }
      yield diagnose('duplicate-hostname', { hostname, gateway: id, other: first.id }, node.span, [note])
    }
  }
}
