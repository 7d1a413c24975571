// A provider has one default key: `key`, or the one called `default` under `keys`.

import { diagnose } from '../../diagnostics/catalog.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { entryOf, providersOf, valueAt } from '../nodes.ts'
import type { GatewayTree } from '../rules.ts'

/** `key` beside `keys.default`. */
export function* oneDefaultKey({ root }: GatewayTree): Iterable<Diagnostic> {
  for (const { value } of providersOf(root)) {
    const key = entryOf(value, 'key')
    const other = entryOf(valueAt(value, 'keys'), 'default')
    if (key === undefined || other === undefined) continue
    yield diagnose('key-given-twice', {}, key.keySpan, [{ message: 'The other one is here.', span: other.keySpan }])
  }
}
