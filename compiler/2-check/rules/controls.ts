// `cf-aig-*` names under `headers` are controls that can have a default, with values that mean something.

import { diagnose } from '../../diagnostics/catalog.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { nearest } from '../../diagnostics/suggest.ts'
import { levelsOf, sentAs } from '../headers-of.ts'
import type { GatewayTree } from '../rules.ts'

const settable: readonly string[] = ['cf-aig-request-timeout', 'cf-aig-byok-alias']
const mostMs = 3_600_000

/** Controls that do not exist or cannot be set here, and time limits that are none. Aliases have a rule of their own. */
export function* controls({ root }: GatewayTree): Iterable<Diagnostic> {
  for (const entry of levelsOf(root).flatMap(({ headers }) => headers)) {
    const name = entry.key.toLowerCase()
    if (!name.startsWith('cf-aig-') || name === 'cf-aig-authorization') continue
    if (!settable.includes(name)) {
      yield diagnose('unknown-control', { name: entry.key, nearest: nearest(name, settable), settable }, entry.keySpan)
    } else if (name === 'cf-aig-request-timeout' && !isMilliseconds(sentAs(entry))) {
      yield diagnose('control-value', { name }, entry.value.span)
    }
  }
}

function isMilliseconds(text: string | null): boolean {
  // What is no scalar is of the wrong type, which the shape says.
  return text === null || (/^[0-9]{1,7}$/.test(text) && Number(text) >= 1 && Number(text) <= mostMs)
}
