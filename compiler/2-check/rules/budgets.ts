// A budget counts over a second to a year, and each counts something of its own.

import type { SourceNode } from '../../1-read/tree.ts'
import { diagnose } from '../../diagnostics/catalog.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { bareSeconds, lengthOf, outlier } from '../levels/lengths.ts'
import { itemsOf, textOf, valueAt } from '../nodes.ts'
import type { GatewayTree } from '../rules.ts'

/** `per` out of range, and two budgets of which only the smaller would ever hold. */
export function* budgets({ root }: GatewayTree): Iterable<Diagnostic> {
  const seen = new Map<string, SourceNode>()
  for (const [index, budget] of itemsOf(valueAt(root, 'budgets')).entries()) {
    const found = outlier(budget, ['budgets', `${index}`], ['per'], { least: '1s', most: '366d' }, bareSeconds)
    if (found !== null) yield diagnose('budget-window-range', { name: found.name }, found.span)
    const by = textOf(valueAt(budget, 'by')) ?? 'gateway'
    const subject = `${lengthOf(valueAt(budget, 'per'), bareSeconds)} ${by}`
    const first = seen.get(subject)
    if (first === undefined) seen.set(subject, budget)
    else
      yield diagnose('budget-repeated', { by }, budget.span, [{ message: 'The other one is here.', span: first.span }])
  }
}
