// Each step of a route can serve what the route needs: proven from what its provider declares, else from what is known of the model.

import { diagnose } from '../../diagnostics/catalog.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { type Capability, capabilities } from '../../models/capability.ts'
import { closest, factsOf, modelsWith } from '../../models/known.ts'
import type { ModelFacts } from '../../models/table.ts'
import { type CalledModel, calledModels, modelsOf } from '../levels/models-of.ts'
import type { GatewayTree } from '../rules.ts'
import { builtins } from '../vendors.ts'
import { isUnknown } from './known-models.ts'

const nothing: ModelFacts = { has: [], unsaid: capabilities }

/** What a step is known to lack; and, once for each model, what nobody says whether it has. */
export function* needsServed({ root }: GatewayTree): Iterable<Diagnostic> {
  const told = new Set<string>()
  for (const called of calledModels(root)) {
    const { slug, model, route, needs, span } = called
    const { has, unsaid } = knownOf(called)
    const open = needs.filter((need) => unsaid.includes(need))
    const lacking = needs.filter((need) => !has.includes(need) && !unsaid.includes(need))
    const unproven = open.filter((need) => !told.has(`${slug}/${model} ${need}`))
    if (lacking.length > 0) yield cannotServe(called, has, lacking)
    else if (unproven.length > 0 && !isUnknown(called)) {
      for (const need of unproven) told.add(`${slug}/${model} ${need}`)
      yield diagnose('need-unproven', { route, slug, model, unproven, vouch: withAll(has, needs) }, span)
    }
  }
}

/** What the YAML says of the model, else what is known of it. */
function knownOf({ slug, model, declared }: CalledModel): ModelFacts {
  if (declared?.capabilities) return { has: declared.capabilities, unsaid: [] }
  return factsOf(slug, model) ?? nothing
}

function cannotServe(
  { slug, model, route, needs, needsSpan, span, provider, declared }: CalledModel,
  has: readonly Capability[],
  lacking: readonly Capability[],
): Diagnostic {
  const stated = modelsOf(provider).filter(({ capabilities }) => capabilities !== null)
  const known = modelsWith(slug, needs).filter((name) => !stated.some((one) => one.name === name))
  const vouched = stated.filter((one) => needs.every((need) => one.capabilities?.includes(need)))
  const able = closest(model, [...vouched.map(({ name }) => name), ...known])
  // What is built in cannot be otherwise than it is.
  const vouch = builtins.includes(slug) ? null : withAll(has, needs)
  const notes = [
    ...(needsSpan === null ? [] : [{ message: 'The route says here what it needs.', span: needsSpan }]),
    ...(declared?.capabilities ? [{ message: 'What the model can do is stated here.', span: declared.node.span }] : []),
  ]
  return diagnose('need-lacking', { route, slug, model, lacking, able, vouch }, span, notes)
}

/** What to write of a model that can do more than is known: what is stated takes the place of all that is known. */
function withAll(has: readonly Capability[], needs: readonly Capability[]): readonly Capability[] {
  return capabilities.filter((capability) => has.includes(capability) || needs.includes(capability))
}
