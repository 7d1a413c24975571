// Diagnostics as programs read them: an array of flat objects. Lines and columns count from 1; they are null without a place.

import type { Diagnostic, Span } from './diagnostic.ts'
import { placeOf, type Sheets } from './sheets.ts'

/** An array, also when it is empty, ending in a line break. */
export function json(diagnostics: readonly Diagnostic[], sheets: Sheets): string {
  const rows = diagnostics.map(({ code, severity, message, span, notes, hint }) => ({
    code,
    severity,
    message,
    ...where(span, sheets),
    notes: notes.map((note) => ({ message: note.message, ...where(note.span, sheets) })),
    hint,
  }))
  return `${JSON.stringify(rows, null, 2)}\n`
}

function where(span: Span | null, sheets: Sheets) {
  const place = placeOf(span, sheets)
  return {
    file: span?.file ?? null,
    line: place?.start.line ?? null,
    column: place?.start.column ?? null,
    endLine: place?.end.line ?? null,
    endColumn: place?.end.column ?? null,
  }
}
