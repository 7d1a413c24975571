// Limits of time are long enough to be met and short enough to be limits.

import { diagnose } from '../../diagnostics/catalog.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { levelsOf } from '../headers-of.ts'
import { bareMilliseconds, outlier, type Range } from '../levels/lengths.ts'
import { entriesOf, valueAt } from '../nodes.ts'
import type { GatewayTree } from '../rules.ts'

const ofLevels: readonly (readonly [key: string, range: Range])[] = [
  ['timeout', { least: '1ms', most: '1h' }],
  ['idle_timeout', { least: '100ms', most: '1h' }],
]
const ofRequests: Range = { least: '100ms', most: '24h' }

/** `timeout`, `idle_timeout` and `deadline` out of range, wherever they stand. */
export function* timeouts({ root }: GatewayTree): Iterable<Diagnostic> {
  const levels = levelsOf(root)
  const routes = entriesOf(valueAt(root, 'routes')).map(({ key, value }) => ({ owner: value, path: ['routes', key] }))
  for (const { owner, path } of levels) {
    for (const [key, range] of ofLevels) yield* told(outlier(owner, path, [key], range, bareMilliseconds), range)
  }
  for (const { owner, path } of [{ owner: root, path: [] }, ...routes]) {
    yield* told(outlier(owner, path, ['deadline'], ofRequests, bareMilliseconds), ofRequests)
  }
}

function told(found: ReturnType<typeof outlier>, range: Range): readonly Diagnostic[] {
  return found === null ? [] : [diagnose('timeout-range', { name: found.name, ...range }, found.span)]
}
