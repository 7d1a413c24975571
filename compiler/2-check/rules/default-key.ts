// Where keys are stored, a request that chooses none gets one.

import { diagnose } from '../../diagnostics/catalog.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { headerOf, levelsOf, sentAs } from '../headers-of.ts'
import { entryOf } from '../nodes.ts'
import type { GatewayTree } from '../rules.ts'
import { aliasesOf } from './byok-alias.ts'

/** `keys` without `default`, where no header default chooses one of them either. */
export function* defaultKey({ root }: GatewayTree): Iterable<Diagnostic> {
  const [gateway, ...providers] = levelsOf(root)
  const inherited = gateway === undefined ? undefined : headerOf(gateway, 'cf-aig-byok-alias')
  for (const level of providers) {
    const keys = entryOf(level.owner, 'keys')
    const aliases = aliasesOf(level.owner)
    if (
      level.kind !== 'provider' ||
      level.provider === null ||
      keys === undefined ||
      aliases.length === 0 ||
      aliases.includes('default')
    )
      continue
    const own = headerOf(level, 'cf-aig-byok-alias')
    const chosen = own === undefined ? inherited : own
    // An alias of its own that does not exist is another rule's; the gateway's is for those that have it.
    if (own !== undefined || aliases.includes((chosen && sentAs(chosen)) ?? '')) continue
    yield diagnose('keys-without-default', { slug: level.provider.key, aliases }, keys.keySpan)
  }
}
