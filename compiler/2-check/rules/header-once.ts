// A level states a header once: names differ in more than upper and lower case.

import type { SourceEntry } from '../../1-read/tree.ts'
import { diagnose } from '../../diagnostics/catalog.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { levelsOf } from '../headers-of.ts'
import type { GatewayTree } from '../rules.ts'

/** The second of two names of one header, with a note at the first. */
export function* headerOnce({ root }: GatewayTree): Iterable<Diagnostic> {
  for (const { headers } of levelsOf(root)) {
    const seen = new Map<string, SourceEntry>()
    for (const entry of headers) {
      const name = entry.key.toLowerCase()
      const first = seen.get(name)
      if (first === undefined) seen.set(name, entry)
      else {
        const note = { message: 'It is first given here.', span: first.keySpan }
        yield diagnose('header-given-twice', { name: entry.key }, entry.keySpan, [note])
      }
    }
  }
}
