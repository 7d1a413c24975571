// The notebook of an import: which settings of the source were looked at, and what became of each. What nobody looked at
// is left out with a word, so nothing is lost silently (test/import/silence.test.ts).

import type { SourceEntry, SourceNode } from '../../1-read/tree.ts'
import type { Span } from '../../diagnostics/diagnostic.ts'
import { positionAt } from '../../diagnostics/position.ts'
import { printable } from '../../diagnostics/words.ts'
import type { Finding, NamedSecret, Outcome, Place } from '../imported.ts'

/** A value of the source, and the way to it. */
export interface Field {
  readonly path: string
  /** The key's, or for an item of a list its own. */
  readonly span: Span
  readonly node: SourceNode
}

/** What an import remembers while it goes through a source. */
export interface Notes {
  /** By file. */
  readonly texts: ReadonlyMap<string, string>
  readonly findings: Finding[]
  readonly seen: Set<SourceEntry>
  /** Dealt with as a whole. */
  readonly done: Set<SourceNode>
  readonly secrets: Map<string, NamedSecret>
  /** The name of each value that stood in the source. Never leaves the memory. */
  readonly written: Map<string, string>
  /** Names of variables in the source, which mean what they mean there. */
  readonly reserved: Set<string>
}

/** An empty notebook over these texts. */
export function openNotes(texts: ReadonlyMap<string, string>): Notes {
  return {
    texts,
    findings: [],
    seen: new Set(),
    done: new Set(),
    secrets: new Map(),
    written: new Map(),
    reserved: new Set(),
  }
}

/** Where a field stands. */
export function placeOf({ texts }: Notes, { span }: Pick<Field, 'span'>): Place {
  return { file: span.file, ...positionAt(texts.get(span.file) ?? '', span.start) }
}

/** Notes what became of a field as a whole, and of all that is in it. */
export function note(notes: Notes, field: Field, outcome: Outcome, became: string | null, why: string | null): void {
  notes.done.add(field.node)
  notes.findings.push({ outcome, place: placeOf(notes, field), setting: printable(field.path), became, why })
}

/** It means the same there. */
export function carried(notes: Notes, field: Field, became: string): void {
  note(notes, field, 'carried', became, null)
}

/** It is there, and not quite the same: `why` says what is different. */
export function approximated(notes: Notes, field: Field, became: string, why: string): void {
  note(notes, field, 'approximated', became, why)
}

/** It is not there. */
export function leftOut(notes: Notes, field: Field, why: string): void {
  note(notes, field, 'left-out', null, why)
}

/**
 * Leaves out whatever below a field came to nothing: what nobody looked at, and what was looked at and used for nothing.
 * `reasons`: by the path without indexes, or by the key alone.
 */
export function leaveRest(notes: Notes, field: Field, reasons: ReadonlyMap<string, string>): void {
  const { node, path } = field
  if (notes.done.has(node)) return
  if (node.kind === 'list') {
    for (const [index, item] of node.items.entries())
      leaveRest(notes, { path: `${path}[${index}]`, span: item.span, node: item }, reasons)
  }
  if (node.kind !== 'map') return
  for (const entry of node.entries) {
    const { key, value } = entry
    if (notes.done.has(value) || (value.kind === 'scalar' && value.value === null)) continue
    const below = { path: joined(path, key), span: entry.keySpan, node: value }
    if (notes.seen.has(entry) && isOpen(value)) leaveRest(notes, below, reasons)
    else leftOut(notes, below, reasonFor(below.path, key, reasons, notes.seen.has(entry)))
  }
}

/** Whether there is something in it that has a word of its own. */
function isOpen(node: SourceNode): boolean {
  return node.kind === 'map' || (node.kind === 'list' && node.items.every(({ kind }) => kind !== 'scalar'))
}

/** `a.b`, or `a["b c"]` where the key is no plain word. */
export function joined(path: string, key: string): string {
  if (!/^[\w@/*:-][\w@/*:. -]*$/.test(key) || key.length > 80) return `${path}[…]`
  return path === '' ? key : `${path}.${key}`
}

function reasonFor(path: string, key: string, reasons: ReadonlyMap<string, string>, isKnown: boolean): string {
  return (
    reasons.get(path.replace(/\[[^\]]*\]/g, '[]')) ??
    reasons.get(key) ??
    (isKnown ? 'Said like this it changes nothing here.' : 'There is no such setting here.')
  )
}
