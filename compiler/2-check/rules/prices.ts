// A price is that of a provider of the gateway's.

import { diagnose } from '../../diagnostics/catalog.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { nearest } from '../../diagnostics/suggest.ts'
import { entriesOf, providersOf, valueAt } from '../nodes.ts'
import type { GatewayTree } from '../rules.ts'

/** Names under `prices` that say no provider, or one that the gateway does not have. */
export function* prices({ root }: GatewayTree): Iterable<Diagnostic> {
  const offered = providersOf(root).map(({ key }) => key)
  for (const { key, keySpan } of entriesOf(valueAt(root, 'prices'))) {
    const [, slug = null] = /^([^/]+)\/./.exec(key) ?? []
    if (slug !== null && offered.includes(slug)) continue
    const found = slug === null ? [] : nearest(slug, offered)
    yield diagnose('price-provider', { name: key, slug, nearest: found, offered }, keySpan)
  }
}
