// What pins a part of a provider's address is not relied on where `url` replaces that address.

import { diagnose } from '../../diagnostics/catalog.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { entriesOf, entryOf, providersOf } from '../nodes.ts'
import type { GatewayTree } from '../rules.ts'
import { lostToUrl } from '../vendors.ts'

/** `account`, `region` or `project` beside a `url` that takes their effect away. */
export function* pinsBesideUrl({ root }: GatewayTree): Iterable<Diagnostic> {
  for (const { key, value } of providersOf(root)) {
    const url = entryOf(value, 'url')
    if (url === undefined) continue
    for (const { key: setting, keySpan } of entriesOf(value)) {
      if (!lostToUrl.get(key)?.includes(setting)) continue
      const note = { message: '`url` is here.', span: url.keySpan }
      yield diagnose('pin-not-held', { slug: key, setting }, keySpan, [note])
    }
  }
}
