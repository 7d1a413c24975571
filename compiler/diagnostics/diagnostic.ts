// The shape of everything Gatewright has to say about a configuration: data, collected and never thrown.
// Codes are permanent. Spans are offsets; line and column appear only in render.ts.

import type { Code } from './catalog.ts'

/** A stretch of a source file, as UTF-16 offsets into its decoded text (after a byte order mark): `[start, end)`. */
export interface Span {
  /** The file's path as it was given, with forward slashes, relative to where the command ran. */
  readonly file: string
  readonly start: number
  readonly end: number
}

/** Something that helps to understand a diagnostic, usually at a place of its own. */
export interface Note {
  readonly message: string
  readonly span: Span | null
}

/** How bad a finding is. */
export type Severity = 'error' | 'warning'

/** One finding. `error` stops the build, `warning` does not. */
export interface Diagnostic {
  readonly kind: 'diagnostic'
  readonly code: Code
  readonly severity: Severity
  /** What is wrong, in a sentence. Never holds a secret's value. */
  readonly message: string
  /** Where; `null` when it concerns no text (an empty folder, say). */
  readonly span: Span | null
  readonly notes: readonly Note[]
  /** What to do about it. */
  readonly hint: string | null
}

/** What a phase returns: its product and what it had to say on the way. */
export interface Findings<T> {
  readonly value: T
  readonly diagnostics: readonly Diagnostic[]
}
