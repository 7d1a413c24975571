// Diagnostics as workflow commands, which GitHub shows beside the lines of a change.

import type { Diagnostic } from './diagnostic.ts'
import { placeOf, type Sheets } from './sheets.ts'

/** A line for each diagnostic; nothing for none. */
export function github(diagnostics: readonly Diagnostic[], sheets: Sheets): string {
  return diagnostics.map((diagnostic) => `${command(diagnostic, sheets)}\n`).join('')
}

function command(diagnostic: Diagnostic, sheets: Sheets): string {
  const { severity, code, message, span, notes, hint } = diagnostic
  const place = placeOf(span, sheets)
  const properties = [
    ...(span === null ? [] : [['file', span.file]]),
    ...(place === null
      ? []
      : [
          ['line', place.start.line],
          ['col', place.start.column],
          ['endLine', place.end.line],
          ['endColumn', place.end.column],
        ]),
    ['title', code],
  ].map(([name, value]) => `${name}=${property(`${value}`)}`)
  const text = [message, ...notes.map((note) => `note: ${note.message}`), ...(hint === null ? [] : [`hint: ${hint}`])]
  return `::${severity} ${properties.join(',')}::${data(text.join('\n'))}`
}

// The escapes of the Actions toolkit: a percent sign first, or it would escape the escapes.
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
