// Ways into a source tree that answer for any tree: what is not there, or is of another kind, is empty.

import type { SourceEntry, SourceNode } from '../1-read/tree.ts'

/** A map's entries; none where the node is no map. */
export function entriesOf(node: SourceNode | undefined): readonly SourceEntry[] {
  return node?.kind === 'map' ? node.entries : []
}

/** A list's items; none where the node is no list. */
export function itemsOf(node: SourceNode | undefined): readonly SourceNode[] {
  return node?.kind === 'list' ? node.items : []
}

/** A map's entry by its key. */
export function entryOf(node: SourceNode | undefined, key: string): SourceEntry | undefined {
  return entriesOf(node).find((entry) => entry.key === key)
}

/** The value below a path of keys. */
export function valueAt(node: SourceNode | undefined, ...keys: readonly string[]): SourceNode | undefined {
  return keys.reduce((at: SourceNode | undefined, key) => entryOf(at, key)?.value, node)
}

/** A scalar's text; `null` where the value is no text. */
export function textOf(node: SourceNode | undefined): string | null {
  return node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : null
}

/** The providers of a gateway: slugs with their settings. */
export function providersOf(root: SourceNode | undefined): readonly SourceEntry[] {
  return entriesOf(valueAt(root, 'providers'))
}

/** The plain value of a tree. Keys such as `__proto__` become properties like any other. */
export function plain(node: SourceNode): unknown {
  switch (node.kind) {
    case 'scalar':
      return node.value
    case 'list':
      return node.items.map(plain)
    case 'map':
      return Object.fromEntries(node.entries.map(({ key, value }) => [key, plain(value)]))
    default:
      return node satisfies never
  }
}
