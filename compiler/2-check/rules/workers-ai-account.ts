// Behind a host name, and for bound Workers, Workers AI knows whose account it runs on.

import { diagnose } from '../../diagnostics/catalog.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { entryOf, providersOf, textOf, valueAt } from '../nodes.ts'
import type { GatewayTree } from '../rules.ts'
import { settingsOf } from '../vendors.ts'

/** A provider that takes an account, where paths may name none, and no account anywhere. A binding is the Worker's own account's. */
export function* workersAiAccount({ id, root, worker }: GatewayTree): Iterable<Diagnostic> {
  const way = wayWithoutPath(root)
  if (way === null || valueAt(worker ?? undefined, 'account') !== undefined) return
  for (const { key, keySpan, value } of providersOf(root)) {
    const stated = entryOf(value, 'account') ?? entryOf(value, 'url') ?? entryOf(value, 'binding')
    if (!settingsOf(key, null).includes('account') || stated !== undefined) continue
    const note = { message: way.note, span: way.node.span }
    yield diagnose('missing-account', { gateway: id, way: way.name }, keySpan, [note])
  }
}

/** `null`: every request has an account in its path. */
function wayWithoutPath(root: GatewayTree['root']) {
  const hostname = valueAt(root, 'hostname')
  if (hostname !== undefined) return { node: hostname, name: 'host name', note: 'The host name is here.' } as const
  const binding = valueAt(root, 'endpoints', 'binding')
  if (binding === undefined || textOf(binding) === 'off') return null
  return { node: binding, name: 'bound Workers', note: 'The binding is offered here.' } as const
}
