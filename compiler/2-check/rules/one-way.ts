// A level states a setting in one way: by its key or by its control header.

import { diagnose } from '../../diagnostics/catalog.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { headerOf, levelsOf } from '../headers-of.ts'
import { cacheOff, statedAt } from '../levels/stated.ts'
import type { GatewayTree } from '../rules.ts'

/** A control under `headers` beside the key that says the same, or beside the `cache: off` that overrules it. */
export function* oneWay({ root }: GatewayTree): Iterable<Diagnostic> {
  for (const level of levelsOf(root)) {
    const stated = statedAt(level)
    const off = cacheOff(level.owner)
    const keyed = stated.filter(({ keys }) => keys[0] !== 'headers')
    const overruled = off === undefined ? [] : [{ control: 'cf-aig-cache-ttl', keys: ['cache'], entry: off }]
    for (const { control, keys, entry } of [...keyed, ...overruled]) {
      const header = headerOf(level, control)
      if (header === undefined) continue
      const key = keys.join('.')
      const note = { message: `\`${key}\` is here.`, span: entry.keySpan }
      yield diagnose('setting-given-twice', { header: control, key }, header.keySpan, [note])
    }
  }
}
