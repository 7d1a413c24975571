// A step of a route differs from those before it: what failed is not tried again in the same way.

import { diagnose } from '../../diagnostics/catalog.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { sentAs } from '../headers-of.ts'
import { cacheOff, statedAt } from '../levels/stated.ts'
import { routesOf, type StepTree } from '../levels/steps-of.ts'
import { entriesOf, textOf, valueAt } from '../nodes.ts'
import type { GatewayTree } from '../rules.ts'

/** A step that says just what an earlier one says, however it is written. */
export function* distinctSteps({ root }: GatewayTree): Iterable<Diagnostic> {
  for (const { steps } of routesOf(root)) {
    const seen = new Map<string, StepTree>()
    for (const step of steps) {
      const name = textOf(step.model)
      if (name === null) continue
      const meaning = meaningOf(step, name)
      const first = seen.get(meaning)
      if (first === undefined) seen.set(meaning, step)
      else {
        const note = { message: 'The other one is here.', span: first.model?.span ?? first.node.span }
        yield diagnose('step-repeated', { model: name }, step.model?.span ?? step.node.span, [note])
      }
    }
  }
}

function meaningOf({ node }: StepTree, name: string): string {
  const headers = entriesOf(valueAt(node, 'headers'))
  const said = new Map(headers.map((entry) => [entry.key.toLowerCase(), sentAs(entry)]))
  for (const { control, text } of statedAt({ owner: node, headers: [] })) said.set(control, text)
  if (cacheOff(node) !== undefined) said.set('cf-aig-cache-ttl', '0')
  return JSON.stringify([name, [...said].sort(([a], [b]) => (a < b ? -1 : 1))])
}
