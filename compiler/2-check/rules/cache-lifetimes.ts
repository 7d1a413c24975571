// Answers are kept for a second to thirty days, or not at all.

import { diagnose } from '../../diagnostics/catalog.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { levelsOf } from '../headers-of.ts'
import { bareSeconds, lengthOf, outlier } from '../levels/lengths.ts'
import { valueAt } from '../nodes.ts'
import type { GatewayTree } from '../rules.ts'

/** `cache.ttl` and what prolongs it, out of range. 0 is a length too: none. */
export function* cacheLifetimes({ root }: GatewayTree): Iterable<Diagnostic> {
  for (const { owner, path } of levelsOf(root)) {
    for (const key of ['ttl', 'stale_while_revalidate', 'stale_if_error']) {
      if (lengthOf(valueAt(owner, 'cache', key), bareSeconds) === 0) continue
      const found = outlier(owner, path, ['cache', key], { least: '1s', most: '30d' }, bareSeconds)
      if (found !== null) yield diagnose('cache-lifetime-range', { name: found.name }, found.span)
    }
  }
}
