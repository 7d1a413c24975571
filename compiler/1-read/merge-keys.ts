// YAML's merge key: `<<: *defaults` puts the entries of another map, or of several, below a map's own.

import { diagnose } from '../diagnostics/catalog.ts'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import type { SourceEntry, SourceMap, SourceNode } from './tree.ts'

/** A map's entries with the merged ones behind them. Its own win, then those of the map that is named first. */
export function merge(
  own: ReadonlyMap<string, SourceEntry>,
  merged: readonly SourceNode[],
  diagnostics: Diagnostic[],
): readonly SourceEntry[] {
  const entries = new Map(own)
  for (const node of merged) {
    for (const map of mapsOf(node, diagnostics)) {
      for (const entry of map.entries) if (!entries.has(entry.key)) entries.set(entry.key, entry)
    }
  }
  return [...entries.values()]
}

function mapsOf(node: SourceNode, diagnostics: Diagnostic[]): readonly SourceMap[] {
  if (node.kind === 'map') return [node]
  const items = node.kind === 'list' ? node.items : [node]
  return items.flatMap((item) => {
    if (item.kind === 'map') return [item]
    diagnostics.push(diagnose('merge-value', {}, item.span))
    return []
  })
}
