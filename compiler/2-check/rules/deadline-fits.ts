// A request's deadline leaves the first byte the time that it is given.

import { diagnose } from '../../diagnostics/catalog.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { levelsOf } from '../headers-of.ts'
import { bareMilliseconds, lengthOf, lengthText } from '../levels/lengths.ts'
import { statedAt } from '../levels/stated.ts'
import { entryOf } from '../nodes.ts'
import type { GatewayTree } from '../rules.ts'

/** A gateway's or a provider's timeout that is longer than the gateway's deadline. Of a route's steps the whole is another rule's. */
export function* deadlineFits({ root }: GatewayTree): Iterable<Diagnostic> {
  const deadline = entryOf(root, 'deadline')
  const deadlineMs = lengthOf(deadline?.value, bareMilliseconds)
  if (deadline === undefined || deadlineMs === null) return
  for (const level of levelsOf(root)) {
    if (level.kind === 'step') continue
    const timeout = statedAt(level).find(({ control }) => control === 'cf-aig-request-timeout')
    const timeoutMs = Number(timeout?.text ?? 0)
    if (timeout === undefined || !(timeoutMs > deadlineMs)) continue
    const note = { message: '`deadline` is here.', span: deadline.value.span }
    const lengths = { timeout: lengthText(timeoutMs), deadline: lengthText(deadlineMs) }
    yield diagnose('deadline-before-timeout', lengths, timeout.entry.value.span, [note])
  }
}
