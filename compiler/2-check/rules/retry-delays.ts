// The delay before a second attempt is one that a client would wait through.

import { diagnose } from '../../diagnostics/catalog.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { levelsOf } from '../headers-of.ts'
import { bareMilliseconds, outlier } from '../levels/lengths.ts'
import type { GatewayTree } from '../rules.ts'

/** `retries.delay` over five seconds. */
export function* retryDelays({ root }: GatewayTree): Iterable<Diagnostic> {
  for (const { owner, path } of levelsOf(root)) {
    const found = outlier(owner, path, ['retries', 'delay'], { least: '0ms', most: '5s' }, bareMilliseconds)
    if (found !== null) yield diagnose('retry-delay-range', { name: found.name }, found.span)
  }
}
