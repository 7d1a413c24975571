// What the YAML comes to for one provider, and for a step that names it: a step's own over the provider's over the gateway's.

import type { SourceMap, SourceNode } from '../../1-read/tree.ts'
import type { Span } from '../../diagnostics/diagnostic.ts'
import { entriesOf, entryOf, valueAt } from '../nodes.ts'
import { cacheOff, type Stated, statedAt } from './stated.ts'

/** What a level says and, where it does not, what the level above it says: by control. */
export function effective(...levels: readonly (SourceNode | undefined)[]): ReadonlyMap<string, Stated> {
  const found = new Map<string, Stated>()
  for (const owner of levels) {
    if (owner === undefined) continue
    for (const stated of statedAt({ owner, headers: entriesOf(valueAt(owner, 'headers')) })) {
      if (!found.has(stated.control)) found.set(stated.control, stated)
    }
  }
  return found
}

/** Where a provider's cache is switched off, by itself or by the gateway; `null` where it is on. */
export function offAt(provider: SourceNode, root: SourceMap): Span | null {
  const deciding = entryOf(provider, 'cache') === undefined ? root : provider
  return cacheOff(deciding)?.value.span ?? null
}
