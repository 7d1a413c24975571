// An alias under `headers` is one of the keys it chooses from: a provider's own, or for a gateway's default some provider's.

import type { SourceNode } from '../../1-read/tree.ts'
import { diagnose } from '../../diagnostics/catalog.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { nearest } from '../../diagnostics/suggest.ts'
import { headerOf, levelsOf, sentAs } from '../headers-of.ts'
import { entriesOf, entryOf, providersOf, valueAt } from '../nodes.ts'
import type { GatewayTree } from '../rules.ts'

/** `cf-aig-byok-alias` under `headers` with an alias that does not exist. */
export function* byokAlias({ root }: GatewayTree): Iterable<Diagnostic> {
  const everywhere = providersOf(root).flatMap(({ value }) => aliasesOf(value))
  for (const level of levelsOf(root)) {
    const header = headerOf(level, 'cf-aig-byok-alias')
    const alias = header === undefined ? null : sentAs(header)
    // A step without its provider is another rule's.
    if (header === undefined || alias === null || (level.kind === 'step' && level.provider === null)) continue
    const known = level.provider === null ? everywhere : aliasesOf(level.provider.value)
    if (known.includes(alias)) continue
    const owner = level.provider?.key ?? null
    yield diagnose(
      'unknown-key-alias',
      { alias, owner, nearest: nearest(alias, [...new Set(known)]) },
      header.value.span,
    )
  }
}

/** The aliases of a provider's keys; `key` is the one called `default`. */
export function aliasesOf(provider: SourceNode): readonly string[] {
  const named = entriesOf(valueAt(provider, 'keys')).map(({ key }) => key)
  return entryOf(provider, 'key') === undefined ? named : ['default', ...named]
}
