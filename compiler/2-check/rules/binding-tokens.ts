// The Workers binding's calls at the public address are for those with a token.

import { diagnose } from '../../diagnostics/catalog.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { textOf, valueAt } from '../nodes.ts'
import type { GatewayTree } from '../rules.ts'

/** `endpoints.binding: on` in a gateway that knows no tokens. */
export function* bindingTokens({ root }: GatewayTree): Iterable<Diagnostic> {
  const binding = valueAt(root, 'endpoints', 'binding')
  if (binding === undefined || textOf(binding) !== 'on' || textOf(valueAt(root, 'authentication')) !== 'off') return
  yield diagnose('binding-without-tokens', {}, binding.span)
}
