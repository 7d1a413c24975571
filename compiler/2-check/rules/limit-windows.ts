// A limit counts over a second to thirty days.

import { diagnose } from '../../diagnostics/catalog.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { levelsOf } from '../headers-of.ts'
import { bareSeconds, outlier } from '../levels/lengths.ts'
import type { GatewayTree } from '../rules.ts'

/** `rate_limit.per` out of range. */
export function* limitWindows({ root }: GatewayTree): Iterable<Diagnostic> {
  for (const { owner, path } of levelsOf(root)) {
    const found = outlier(owner, path, ['rate_limit', 'per'], { least: '1s', most: '30d' }, bareSeconds)
    if (found !== null) yield diagnose('limit-window-range', { name: found.name }, found.span)
  }
}
