// Time limits are between a millisecond and an hour.

import type { SourceNode } from '../../1-read/tree.ts'
import { diagnose } from '../../diagnostics/catalog.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { quote } from '../../diagnostics/words.ts'
import { levelsOf } from '../headers-of.ts'
import { valueAt } from '../nodes.ts'
import type { GatewayTree } from '../rules.ts'

const mostMs = 3_600_000
const units: { readonly [unit: string]: number } = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** A gateway's or a provider's `timeout` out of range. */
export function* timeouts({ root }: GatewayTree): Iterable<Diagnostic> {
  for (const { provider, owner } of levelsOf(root)) {
    const timeout = valueAt(owner, 'timeout')
    const ms = timeout === undefined ? null : milliseconds(timeout)
    if (timeout === undefined || ms === null || (ms >= 1 && ms <= mostMs)) continue
    const name = quote(provider === null ? 'timeout' : `providers.${provider.key}.timeout`)
    yield diagnose('timeout-range', { name }, timeout.span)
  }
}

/** `null` for what is no length of time: the shape says so. */
function milliseconds(node: SourceNode): number | null {
  if (node.kind !== 'scalar') return null
  if (typeof node.value === 'number') return Number.isFinite(node.value) ? node.value : null
  const [, amount, unit] = /^([0-9.]+)(ms|s|m|h|d)$/.exec(`${node.value}`) ?? []
  return unit === undefined ? null : Number(amount) * (units[unit] ?? Number.NaN)
}
