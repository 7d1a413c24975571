// What is said of a cache is said of one that is on.

import type { SourceMap } from '../../1-read/tree.ts'
import { diagnose } from '../../diagnostics/catalog.ts'
import type { Diagnostic, Span } from '../../diagnostics/diagnostic.ts'
import { type Level, levelsOf } from '../headers-of.ts'
import { offAt } from '../levels/effective.ts'
import { cacheOff, type Stated, statedAt } from '../levels/stated.ts'
import { valueAt } from '../nodes.ts'
import type { GatewayTree } from '../rules.ts'

const about: readonly string[] = ['cf-aig-cache-ttl', 'cf-aig-cache-key', 'cf-aig-skip-cache']

/** A ttl, a cache key or `skip-cache` where a level above, or the step itself, has the cache off. */
export function* cacheInUse({ root }: GatewayTree): Iterable<Diagnostic> {
  for (const level of levelsOf(root)) {
    // A gateway's own ttl beside its own `off` is a setting given twice.
    if (level.kind === 'gateway' || level.provider === null) continue
    const stated = statedAt(level).filter(({ control }) => about.includes(control))
    const above = offAbove(level, root)
    const off = above ?? offHere(level, stated)
    if (off === null) continue
    for (const { control, keys, text, entry } of stated) {
      if (control === 'cf-aig-cache-ttl' && (above === null || text === '0')) continue
      const note = { message: 'The cache is off here.', span: off }
      yield diagnose('cache-is-off', { key: keys.at(-1) ?? '', slug: level.provider.key }, entry.keySpan, [note])
    }
  }
}

function offAbove({ kind, provider, owner }: Level, root: SourceMap): Span | null {
  if (kind === 'step') return provider === null ? null : offAt(provider.value, root)
  return valueAt(owner, 'cache') === undefined ? offAt(owner, root) : null
}

/** A step that keeps no answer has no use for a key. */
function offHere({ owner }: Level, stated: readonly Stated[]): Span | null {
  const none = stated.find(({ control, text }) => control === 'cf-aig-cache-ttl' && text === '0')
  return cacheOff(owner)?.value.span ?? none?.entry.value.span ?? null
}
