// The Worker's compatibility date is a day, and one that the bundled runtime knows.

import type { SourceMap } from '../../1-read/tree.ts'
import { diagnose } from '../../diagnostics/catalog.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { quote } from '../../diagnostics/words.ts'
import { textOf, valueAt } from '../nodes.ts'

/** The newest date that the workerd we depend on accepts; test/diagnostics/vendors.test.ts holds it to that version. */
export const newestDate = '2026-11-17'

/** A date that is not in the calendar, or is still to come. */
export function* compatibilityDate(worker: SourceMap): Iterable<Diagnostic> {
  const node = valueAt(worker, 'compatibility_date')
  const text = textOf(node)
  if (node === undefined || text === null || !/^\d{4}-\d\d-\d\d$/.test(text)) return
  const problem = !isDay(text)
    ? `${quote(text)} is not in the calendar`
    : text > newestDate
      ? `${quote(text)} is later than the runtime knows`
      : null
  if (problem !== null) yield diagnose('compatibility-date', { problem, newest: newestDate }, node.span)
}

function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
}
