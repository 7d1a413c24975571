// A provider is asked in one place: through the Worker's binding or at an address of the user's.

import { diagnose } from '../../diagnostics/catalog.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { entryOf, providersOf } from '../nodes.ts'
import type { GatewayTree } from '../rules.ts'
import { settingsOf } from '../vendors.ts'

/** `binding` beside `url`, where the provider takes a binding at all. */
export function* bindingOrUrl({ root }: GatewayTree): Iterable<Diagnostic> {
  for (const { key: slug, value } of providersOf(root)) {
    const binding = entryOf(value, 'binding')
    const url = entryOf(value, 'url')
    if (binding === undefined || url === undefined || !settingsOf(slug, null).includes('binding')) continue
    yield diagnose('binding-beside-url', { slug }, binding.keySpan, [{ message: '`url` is here.', span: url.keySpan }])
  }
}
