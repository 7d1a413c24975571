// A step of a route is reached when the ones before it fail, and they can.

import { diagnose } from '../../diagnostics/catalog.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { routesOf } from '../levels/steps-of.ts'
import type { GatewayTree } from '../rules.ts'
import { builtins } from '../vendors.ts'

/** The first step after one whose provider answers by itself. */
export function* reachableSteps({ root }: GatewayTree): Iterable<Diagnostic> {
  for (const { steps } of routesOf(root)) {
    const last = steps.findIndex(({ provider }) => provider !== null && builtins.includes(provider.key))
    const blocking = steps[last]
    const beyond = steps[last + 1]
    if (blocking === undefined || beyond === undefined) continue
    const note = { message: 'This step always answers.', span: blocking.model?.span ?? blocking.node.span }
    const slug = blocking.provider?.key ?? ''
    yield diagnose('step-unreachable', { slug }, beyond.model?.span ?? beyond.node.span, [note])
  }
}
