// From diagnostics to text for people (pretty), for programs (json) and for annotations on a change (github).
// Sorted by file and place, so that the same findings always give the same text. Shows no secret's value.

import type { Document } from '../1-read/tree.ts'
import type { Diagnostic } from './diagnostic.ts'
import { github } from './github.ts'
import { json } from './json.ts'
import { pretty } from './pretty.ts'
import { sheetsOf } from './sheets.ts'

/** Whom the text is for. */
export type Format = 'pretty' | 'json' | 'github'

/** Renders diagnostics; `documents` are the texts their spans point into. No diagnostics give an empty text (`[]` in json). */
export function render(
  diagnostics: readonly Diagnostic[],
  documents: readonly Document[],
  format: Format,
  { color }: { readonly color: boolean },
): string {
  const sorted = sort(diagnostics)
  const sheets = sheetsOf(sorted, documents)
  switch (format) {
    case 'pretty':
      return pretty(sorted, sheets, color)
    case 'json':
      return json(sorted, sheets)
    case 'github':
      return github(sorted, sheets)
    default:
      return format satisfies never
  }
}

/** By file, then place, then code. What concerns no file comes first. */
export function sort(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.toSorted(
    (a, b) =>
      compare(a.span?.file ?? '', b.span?.file ?? '') ||
      (a.span?.start ?? 0) - (b.span?.start ?? 0) ||
      (a.span?.end ?? 0) - (b.span?.end ?? 0) ||
      compare(a.code, b.code) ||
      compare(a.message, b.message),
  )
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
