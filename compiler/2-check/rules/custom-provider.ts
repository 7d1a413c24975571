// A provider of one's own says where it is and what it speaks.

import { diagnose } from '../../diagnostics/catalog.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { entryOf, providersOf } from '../nodes.ts'
import type { GatewayTree } from '../rules.ts'
import { isCustom } from '../vendors.ts'

/** `custom-…` without `url` or `dialect`. */
export function* customProvider({ root }: GatewayTree): Iterable<Diagnostic> {
  for (const { key, keySpan, value } of providersOf(root)) {
    if (!isCustom(key) || value.kind !== 'map') continue
    const missing = ['url', 'dialect'].filter((setting) => entryOf(value, setting) === undefined)
    if (missing.length > 0) yield diagnose('custom-incomplete', { slug: key, missing }, keySpan)
  }
}
