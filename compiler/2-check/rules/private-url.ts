// `private` speaks of an address that is there.

import { diagnose } from '../../diagnostics/catalog.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { entryOf, providersOf } from '../nodes.ts'
import type { GatewayTree } from '../rules.ts'
import { builtins } from '../vendors.ts'

/** `private: true` without `url`. */
export function* privateUrl({ root }: GatewayTree): Iterable<Diagnostic> {
  for (const { key, value } of providersOf(root)) {
    const setting = entryOf(value, 'private')
    const on = setting?.value.kind === 'scalar' && setting.value.value === true
    if (setting === undefined || !on || entryOf(value, 'url') !== undefined || builtins.includes(key)) continue
    yield diagnose('private-without-url', { slug: key }, setting.keySpan)
  }
}
