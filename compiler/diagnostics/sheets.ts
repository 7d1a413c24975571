// The texts that diagnostics point into, each with the stretches of it that must not be shown.

import type { Document } from '../1-read/tree.ts'
import { catalog } from './catalog.ts'
import type { Diagnostic, Span } from './diagnostic.ts'
import { type Position, positionAt } from './position.ts'
import { join, type Range, secretRanges } from './secrets.ts'

/** A text that spans point into, with the ranges of it that must not be shown. */
export interface Sheet {
  readonly text: string
  readonly secrets: () => readonly Range[]
}

/** The texts by path. */
export type Sheets = ReadonlyMap<string, Sheet>

/** The sheets of some documents. What a diagnostic calls a secret is hidden wherever it is shown, also around other ones. */
export function sheetsOf(diagnostics: readonly Diagnostic[], documents: readonly Document[]): Sheets {
  return new Map(
    documents.map((document) => {
      let found: readonly Range[] | null = null
      const secrets = () => {
        found ??= join([...secretRanges(document.text, !document.whole), ...written(diagnostics, document.path)])
        return found
      }
      return [document.path, { text: document.text, secrets }]
    }),
  )
}

/** Where a diagnostic says that a secret is written out. */
function written(diagnostics: readonly Diagnostic[], file: string): readonly Range[] {
  return diagnostics.flatMap(({ code, span }): readonly Range[] =>
    catalog[code].hides && span?.file === file ? [[span.start, span.end]] : [],
  )
}

/** Line and column of both ends of a span; `null` where there is no such place. */
export function placeOf(
  span: Span | null,
  sheets: Sheets,
): { readonly start: Position; readonly end: Position } | null {
  if (span === null) return null
  const text = sheets.get(span.file)?.text ?? ''
  return { start: positionAt(text, span.start), end: positionAt(text, span.end) }
}
