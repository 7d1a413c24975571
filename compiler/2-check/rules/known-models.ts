// A step names a model that its provider is known to have, where the provider's models are known. New models appear every week: a warning.

import { diagnose } from '../../diagnostics/catalog.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { closest, isListed, modelsNear, modelsWith } from '../../models/known.ts'
import { type CalledModel, calledModels } from '../levels/models-of.ts'
import { entryOf } from '../nodes.ts'
import type { GatewayTree } from '../rules.ts'

/** A model that nobody knows: once, at the first step that names it, whichever routes name it too. */
export function* knownModels({ root }: GatewayTree): Iterable<Diagnostic> {
  const called = calledModels(root)
  for (const [index, it] of called.entries()) {
    const isSame = ({ slug, model }: CalledModel) => slug === it.slug && model === it.model
    if (!isUnknown(it) || called.findIndex(isSame) !== index) continue
    const { slug, model } = it
    const needs = [...new Set(called.filter(isSame).flatMap((same) => same.needs))]
    const near = modelsNear(slug, model)
    const parameters = { slug, model, near, others: closest(model, modelsWith(slug, [])), needs }
    yield diagnose('unknown-model', parameters, it.span)
  }
}

/** Whether there is a list that the model is not in. Behind another address there are other models. */
export function isUnknown({ slug, model, provider, declared }: CalledModel): boolean {
  return declared === null && entryOf(provider, 'url') === undefined && isListed(slug, model) === false
}
