// Behind a host name, Workers AI knows whose account it runs on.

import { diagnose } from '../../diagnostics/catalog.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { entryOf, providersOf, valueAt } from '../nodes.ts'
import type { GatewayTree } from '../rules.ts'
import { settingsOf } from '../vendors.ts'

/** A provider that takes an account, in a gateway with `hostname`, and no account anywhere. A binding is the Worker's own account's. */
export function* workersAiAccount({ id, root, worker }: GatewayTree): Iterable<Diagnostic> {
  const hostname = entryOf(root, 'hostname')
  if (hostname === undefined || valueAt(worker ?? undefined, 'account') !== undefined) return
  for (const { key, keySpan, value } of providersOf(root)) {
    const stated = entryOf(value, 'account') ?? entryOf(value, 'url') ?? entryOf(value, 'binding')
    if (!settingsOf(key, null).includes('account') || stated !== undefined) continue
    const note = { message: 'The host name is here.', span: hostname.value.span }
    yield diagnose('missing-account', { gateway: id }, keySpan, [note])
  }
}
