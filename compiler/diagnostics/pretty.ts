// Diagnostics as people read them: a sentence, the place, the lines around it, notes, and what to do.

import type { Diagnostic, Span } from './diagnostic.ts'
import { frame } from './frame.ts'
import { placeOf, type Sheets } from './sheets.ts'
import { count } from './words.ts'

type Paint = (style: keyof typeof styles, text: string) => string

const styles = { error: '1;31', warning: '1;33', note: '1;36', hint: '1;32', dim: '34', bold: '1' } as const

/** All diagnostics and a line that counts them; nothing for none. */
export function pretty(diagnostics: readonly Diagnostic[], sheets: Sheets, color: boolean): string {
  if (diagnostics.length === 0) return ''
  const paint: Paint = (style, text) => (color ? `\u001b[${styles[style]}m${text}\u001b[0m` : text)
  const blocks = diagnostics.map((diagnostic) => block(diagnostic, sheets, paint))
  return `${blocks.join('\n')}\n${summary(diagnostics)}\n`
}

function block(diagnostic: Diagnostic, sheets: Sheets, paint: Paint): string {
  const { severity, code, message, span, notes, hint } = diagnostic
  const lines = [
    `${paint(severity, `${severity}[${code}]`)}${paint('bold', `: ${message}`)}`,
    ...excerpt(span, sheets, severity, paint),
  ]
  for (const note of notes) {
    lines.push(`  ${paint('note', 'note')}: ${note.message}`, ...excerpt(note.span, sheets, 'note', paint))
  }
  if (hint !== null) lines.push(`  ${paint('hint', 'hint')}: ${hint}`)
  return `${lines.join('\n')}\n`
}

function excerpt(span: Span | null, sheets: Sheets, style: keyof typeof styles, paint: Paint): readonly string[] {
  const place = placeOf(span, sheets)
  if (span === null || place === null) return []
  const arrow = (width: number) =>
    `${' '.repeat(width)}${paint('dim', '-->')} ${span.file}:${place.start.line}:${place.start.column}`
  const sheet = sheets.get(span.file)
  // The start of a file stands for the whole of it: its first line says nothing about what is wrong.
  if (sheet === undefined || span.end === 0) return [arrow(2)]
  const rows = frame(sheet.text, span, sheet.secrets())
  const width = Math.max(...rows.map(({ line }) => `${line ?? ''}`.length))
  const gutter = (label: string) => paint('dim', `${label.padStart(width)} |`)
  return [
    arrow(width),
    gutter(''),
    ...rows.map(({ line, text }) =>
      `${gutter(`${line ?? ''}`)} ${line === null ? paint(style, text) : text}`.trimEnd(),
    ),
    gutter(''),
  ]
}

function summary(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length
  const warnings = diagnostics.length - errors
  const parts = [...(errors > 0 ? [count(errors, 'error')] : []), ...(warnings > 0 ? [count(warnings, 'warning')] : [])]
  return parts.join(', ')
}
