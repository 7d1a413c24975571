// What pins a part of a provider's address is not relied on where `url` replaces that address.

import { diagnose } from '../../diagnostics/catalog.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { entriesOf, entryOf, providersOf, textOf, valueAt } from '../nodes.ts'
import type { GatewayTree } from '../rules.ts'
import { lostToUrl, neededForModels } from '../vendors.ts'

/**
 * `account`, `region` or `project` beside a `url` that takes their effect away. Where nobody can send a path of their own, what models
 * are asked with is held all the same.
 */
export function* pinsBesideUrl({ root }: GatewayTree): Iterable<Diagnostic> {
  const isOpen = ['native', 'universal'].some((endpoint) => textOf(valueAt(root, 'endpoints', endpoint)) !== 'off')
  for (const { key, value } of providersOf(root)) {
    const url = entryOf(value, 'url')
    if (url === undefined) continue
    for (const { key: setting, keySpan } of entriesOf(value)) {
      if (!lostToUrl.get(key)?.includes(setting)) continue
      const isNeeded = neededForModels.get(key)?.includes(setting) ?? false
      if (isNeeded && !isOpen) continue
      const note = { message: '`url` is here.', span: url.keySpan }
      yield diagnose('pin-not-held', { slug: key, setting, isNeeded }, keySpan, [note])
    }
  }
}
