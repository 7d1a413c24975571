// A level states its time limit in one way: as `timeout` or as the control header.

import { diagnose } from '../../diagnostics/catalog.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { headerOf, levelsOf } from '../headers-of.ts'
import { entryOf } from '../nodes.ts'
import type { GatewayTree } from '../rules.ts'

/** `cf-aig-request-timeout` under `headers` beside `timeout`. */
export function* oneTimeout({ root }: GatewayTree): Iterable<Diagnostic> {
  for (const level of levelsOf(root)) {
    const header = headerOf(level, 'cf-aig-request-timeout')
    const timeout = entryOf(level.owner, 'timeout')
    if (header === undefined || timeout === undefined) continue
    const note = { message: '`timeout` is here.', span: timeout.keySpan }
    yield diagnose('timeout-given-twice', {}, header.keySpan, [note])
  }
}
