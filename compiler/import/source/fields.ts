// Reading a source field by field. What is read is noted as seen; what has another type than expected is as if it were not
// there, and stays for the report to name.

import type { SourceNode } from '../../1-read/tree.ts'
import { entryOf } from '../../2-check/nodes.ts'
import { type Field, joined, type Notes } from './notes.ts'

/** The whole of a source. */
export function rootField(file: string, node: SourceNode): Field {
  return { path: '', span: { file, start: node.span.start, end: node.span.start }, node }
}

/** The value of the first of these keys that is there and not null. */
export function at(notes: Notes, field: Field | null, ...keys: readonly string[]): Field | null {
  for (const key of keys) {
    const entry = entryOf(field?.node, key)
    if (field === null || entry === undefined) continue
    notes.seen.add(entry)
    const isNull = entry.value.kind === 'scalar' && entry.value.value === null
    if (!isNull) return { path: joined(field.path, key), span: entry.keySpan, node: entry.value }
  }
  return null
}

/** A text that is there under one of these keys, with its field. */
export function textAt(notes: Notes, field: Field | null, ...keys: readonly string[]): readonly [string, Field] | null {
  const found = at(notes, field, ...keys)
  const text = found === null ? null : textIn(found)
  return found === null || text === null ? refused(notes, field, keys) : [text, found]
}

/** A finite number under one of these keys, also where it is written as a text. */
export function numberAt(
  notes: Notes,
  field: Field | null,
  ...keys: readonly string[]
): readonly [number, Field] | null {
  const found = at(notes, field, ...keys)
  if (found?.node.kind !== 'scalar') return refused(notes, field, keys)
  const { value } = found.node
  const number = typeof value === 'string' && /^\s*[\d.]+(e[+-]?\d+)?\s*$/i.test(value) ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? [number, found] : refused(notes, field, keys)
}

/** `true` or `false` under one of these keys. */
export function flagAt(
  notes: Notes,
  field: Field | null,
  ...keys: readonly string[]
): readonly [boolean, Field] | null {
  const found = at(notes, field, ...keys)
  const value = found?.node.kind === 'scalar' ? found.node.value : null
  return found === null || typeof value !== 'boolean' ? refused(notes, field, keys) : [value, found]
}

/** The items of a list; none where it is no list. */
export function itemsIn(field: Field | null): readonly Field[] {
  if (field?.node.kind !== 'list') return []
  return field.node.items.map((node, index) => ({ path: `${field.path}[${index}]`, span: node.span, node }))
}

/** The entries of a map, each noted as seen. */
export function entriesIn(notes: Notes, field: Field | null): readonly (readonly [string, Field])[] {
  if (field?.node.kind !== 'map') return []
  return field.node.entries.map((entry) => {
    notes.seen.add(entry)
    return [entry.key, { path: joined(field.path, entry.key), span: entry.keySpan, node: entry.value }] as const
  })
}

/** The text of a field; `null` where it is none, or empty. */
export function textIn({ node }: Field): string | null {
  return node.kind === 'scalar' && typeof node.value === 'string' && node.value !== '' ? node.value : null
}

// Of another type than it should be: taken back, so that the report names it.
function refused(notes: Notes, field: Field | null, keys: readonly string[]): null {
  for (const key of keys) {
    const entry = entryOf(field?.node, key)
    if (entry !== undefined && !(entry.value.kind === 'scalar' && entry.value.value === null)) notes.seen.delete(entry)
  }
  return null
}
