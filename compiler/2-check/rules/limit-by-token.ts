// Who is counted apart by token presents one.

import { diagnose } from '../../diagnostics/catalog.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { levelsOf } from '../headers-of.ts'
import { itemsOf, textOf, valueAt } from '../nodes.ts'
import type { GatewayTree } from '../rules.ts'

/** `rate_limit.by: token` and budgets `by: token` where authentication is off. */
export function* limitByToken({ root }: GatewayTree): Iterable<Diagnostic> {
  const authentication = valueAt(root, 'authentication')
  if (authentication === undefined || textOf(authentication) !== 'off') return
  const budgets = itemsOf(valueAt(root, 'budgets')).map((budget) => valueAt(budget, 'by'))
  const limits = levelsOf(root).map(({ owner }) => valueAt(owner, 'rate_limit', 'by'))
  for (const by of [...limits, ...budgets]) {
    if (by === undefined || textOf(by) !== 'token') continue
    const note = { message: 'Authentication is off here.', span: authentication.span }
    yield diagnose('limit-without-tokens', {}, by.span, [note])
  }
}
