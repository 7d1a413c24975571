// A secret has a name of its own: the Worker's environment holds its bindings beside the secrets.

import { diagnose } from '../../diagnostics/catalog.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { secretNames } from '../places.ts'
import type { GatewayTree } from '../rules.ts'

/** Bound in some builds; which ones is nobody's to remember. test/diagnostics/bindings.test.ts holds them to the planner's. */
export const bindings: ReadonlySet<string> = new Set([
  'AI',
  'CACHE_KV',
  'CACHE_STORE',
  'LEDGER',
  'LIMITER',
  'LOG_STORE',
  'RUN_STORE',
])
/** How the bindings of Analytics Engine begin. */
const DATASET = 'ANALYTICS_'

/** A secret called like a binding. */
export function* freeSecretNames({ root }: GatewayTree): Iterable<Diagnostic> {
  for (const { name, span } of secretNames(root)) {
    if (bindings.has(name) || name.startsWith(DATASET)) yield diagnose('secret-taken', { name }, span)
  }
}
