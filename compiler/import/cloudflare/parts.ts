// What the files hold: gateways, routes, stored keys and custom providers, told by the fields that only each of them has.
// Envelopes and lists around them are looked through.

import { entryOf } from '../../2-check/nodes.ts'
import { at, itemsIn } from '../source/fields.ts'
import type { Field, Notes } from '../source/notes.ts'

/** The things found, in their order. */
export interface Parts {
  readonly gateways: Field[]
  readonly routes: Field[]
  /** Provider configs: the keys that the service stores. */
  readonly stored: Field[]
  readonly customs: Field[]
}

const gatewayKeys = [
  'cache_ttl',
  'collect_logs',
  'rate_limiting_limit',
  'rate_limiting_interval',
  'cache_invalidate_on_update',
]
const around = ['result', 'data', 'gateway', 'gateways', 'route', 'routes', 'provider_configs', 'custom_providers']
/** Words of the envelope, which say nothing of a gateway. */
const envelope = ['success', 'errors', 'messages', 'result_info', 'page', 'per_page', 'order_by', 'order_by_direction']

/** Everything that the files hold. */
export function partsOf(notes: Notes, roots: readonly Field[]): Parts {
  const parts: Parts = { gateways: [], routes: [], stored: [], customs: [] }
  for (const root of roots) sort(notes, root, parts, 4)
  return parts
}

function sort(notes: Notes, field: Field, parts: Parts, depth: number): void {
  if (depth === 0) return
  for (const item of itemsIn(field)) sort(notes, item, parts, depth - 1)
  const has = (key: string) => entryOf(field.node, key) !== undefined
  if (has('elements')) parts.routes.push(field)
  else if (has('provider_slug')) parts.stored.push(field)
  else if (has('base_url')) parts.customs.push(field)
  else if (gatewayKeys.some(has)) parts.gateways.push(field)
  else {
    const inner = around.flatMap((key) => at(notes, field, key) ?? [])
    if (inner.length === 0) return
    for (const key of envelope) ignore(notes, field, key)
    for (const each of inner) sort(notes, each, parts, depth - 1)
  }
}

function ignore(notes: Notes, field: Field, key: string): void {
  const entry = entryOf(field.node, key)
  if (entry === undefined) return
  notes.seen.add(entry)
  notes.done.add(entry.value)
}
