// A provider states only settings that it has a use for.

import type { SourceEntry } from '../../1-read/tree.ts'
import { diagnose } from '../../diagnostics/catalog.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { quote } from '../../diagnostics/words.ts'
import { entriesOf, providersOf, textOf, valueAt } from '../nodes.ts'
import type { GatewayTree } from '../rules.ts'
import { builtins, isCustom, selective, settingsOf, slugs } from '../vendors.ts'

const network: readonly string[] = ['key', 'keys', 'url', 'private']

/** A `region` on OpenAI, a `dialect` on what has one, a key for what is built in. */
export function* settingsTaken({ root }: GatewayTree): Iterable<Diagnostic> {
  for (const provider of providersOf(root)) {
    for (const { key: setting, keySpan } of entriesOf(provider.value)) {
      if (takes(provider, setting)) continue
      yield diagnose('setting-not-taken', { slug: provider.key, setting, takers: takersOf(setting) }, keySpan)
    }
  }
}

function takes({ key: slug, value }: SourceEntry, setting: string): boolean {
  if (builtins.includes(slug) && network.includes(setting)) return false
  const dialect = textOf(valueAt(value, 'dialect'))
  const known = slugs.includes(slug) || (isCustom(slug) && dialect !== null)
  return !known || !selective.includes(setting) || settingsOf(slug, dialect).includes(setting)
}

function takersOf(setting: string): readonly string[] {
  if (setting === 'dialect') return ['`custom-…`']
  return slugs.filter((slug) => settingsOf(slug, null).includes(setting)).map(quote)
}
