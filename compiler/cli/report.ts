// How the commands show what the compiler found, and what they cannot do.

import type { Checked } from '../compile.ts'
import { type Format, render } from '../diagnostics/render.ts'
import { CliError } from './cli-error.ts'
import { paint, type Terminal } from './io.ts'

/** Writes the diagnostics in a format. */
export function report({ diagnostics, documents }: Checked, format: string, terminal: Terminal): void {
  terminal.write(render(diagnostics, documents, formatOf(format), { color: terminal.color }))
}

/** Writes an error: a CliError as the user's, anything else as ours, with where it comes from. */
export function complain(error: unknown, terminal: Terminal): void {
  const label = paint(terminal, ['bold', 'red'], 'error')
  if (error instanceof CliError) {
    const hint = error.hint === null ? '' : `\n  ${paint(terminal, 'cyan', 'hint')}: ${error.hint}`
    terminal.write(`${label}: ${error.message}${hint}\n`)
  } else {
    const trace = error instanceof Error ? (error.stack ?? error.message) : String(error)
    terminal.write(`${label}: This is a mistake in Gatewright, not in your files. Please report it.\n${trace}\n`)
  }
}

// The parser has let nothing else through.
function formatOf(format: string): Format {
  return format === 'json' || format === 'github' ? format : 'pretty'
}
