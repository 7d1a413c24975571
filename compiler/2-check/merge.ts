// One tree laid over another: maps merge key by key, lists and scalars replace, and `null` deletes what is below it.
// Every value still knows where it was written.

import type { SourceEntry, SourceNode } from '../1-read/tree.ts'

/** What `own` says, on top of `base`. A `null` that has nothing to delete stays, for the shape to complain of. */
export function merge(base: SourceNode, own: SourceNode): SourceNode {
  if (base.kind !== 'map' || own.kind !== 'map') return own
  const over = new Map(own.entries.map((entry) => [entry.key, entry]))
  const under = new Set(base.entries.map(({ key }) => key))
  return {
    ...own,
    entries: [
      ...base.entries.flatMap((entry) => mergeEntry(entry, over.get(entry.key))),
      ...own.entries.filter(({ key }) => !under.has(key)),
    ],
  }
}

function mergeEntry(base: SourceEntry, own: SourceEntry | undefined): readonly SourceEntry[] {
  if (own === undefined) return [base]
  if (own.value.kind === 'scalar' && own.value.value === null) return []
  return [{ ...own, value: merge(base.value, own.value) }]
}
