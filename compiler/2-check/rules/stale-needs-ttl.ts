// What prolongs the life of an answer finds answers that have one.

import { diagnose } from '../../diagnostics/catalog.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { levelsOf } from '../headers-of.ts'
import { effective } from '../levels/effective.ts'
import { entryOf, valueAt } from '../nodes.ts'
import type { GatewayTree } from '../rules.ts'

/** `stale_while_revalidate` or `stale_if_error` where neither the level, nor one above or below it, states a ttl. */
export function* staleNeedsTtl({ root }: GatewayTree): Iterable<Diagnostic> {
  const levels = levelsOf(root)
  for (const { kind, owner, provider } of levels) {
    const stale = ['stale_while_revalidate', 'stale_if_error'].flatMap(
      (key) => entryOf(valueAt(owner, 'cache'), key) ?? [],
    )
    if (kind === 'step' || stale.length === 0) continue
    const below = levels.filter((level) => provider === null || level.provider?.key === provider.key)
    const keeps = below.some((level) => {
      const ttl = effective(level.owner, level.provider?.value, root).get('cf-aig-cache-ttl')
      return ttl !== undefined && ttl.text !== '0'
    })
    if (keeps) continue
    for (const { key, keySpan } of stale) yield diagnose('stale-without-ttl', { key }, keySpan)
  }
}
