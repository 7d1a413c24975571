// A store is one that the gateway finds wherever it runs, or the reader is told.

import { diagnose } from '../../diagnostics/catalog.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { levelsOf } from '../headers-of.ts'
import { textOf, valueAt } from '../nodes.ts'
import type { GatewayTree } from '../rules.ts'

/** `cache.store: kv`, which only Cloudflare has. */
export function* kvStore({ root }: GatewayTree): Iterable<Diagnostic> {
  for (const { kind, owner } of levelsOf(root)) {
    const store = valueAt(owner, 'cache', 'store')
    if (kind !== 'step' && store !== undefined && textOf(store) === 'kv')
      yield diagnose('store-of-cloudflare', {}, store.span)
  }
}
