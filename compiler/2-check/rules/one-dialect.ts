// The steps of a route take one body: each speaks a dialect that has the model in the body, and all speak the same.

import { diagnose } from '../../diagnostics/catalog.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { quote } from '../../diagnostics/words.ts'
import { routesOf, type StepTree } from '../levels/steps-of.ts'
import { textOf, valueAt } from '../nodes.ts'
import type { GatewayTree } from '../rules.ts'
import { isCustom, routeDialectOf, slugs } from '../vendors.ts'

interface Speaker {
  readonly step: StepTree
  readonly slug: string
  readonly dialect: string | null
}

/** Steps whose API names the model elsewhere, and the first step that speaks otherwise than the ones before it. */
export function* oneDialect({ root }: GatewayTree): Iterable<Diagnostic> {
  for (const { name, steps } of routesOf(root)) {
    const speakers = steps.flatMap(speakerOf)
    for (const { step, slug, dialect } of speakers) {
      if (dialect === null) yield diagnose('step-without-body', { slug }, step.model?.span ?? step.node.span)
    }
    const [first, ...others] = speakers.filter(({ dialect }) => dialect !== null)
    const unlike = others.find(({ dialect }) => dialect !== first?.dialect)
    if (first === undefined || unlike === undefined) continue
    const parameters = {
      route: name,
      slug: unlike.slug,
      dialect: unlike.dialect ?? '',
      other: first.slug,
      otherDialect: first.dialect ?? '',
    }
    const note = {
      message: `${quote(first.slug)} speaks the ${first.dialect} dialect.`,
      span: first.step.model?.span ?? first.step.node.span,
    }
    yield diagnose('route-of-unlike', parameters, unlike.step.model?.span ?? unlike.step.node.span, [note])
  }
}

/** None for a step whose provider is not known, or a custom one that does not say what it speaks. */
function speakerOf(step: StepTree): readonly Speaker[] {
  if (step.provider === null) return []
  const { key: slug, value } = step.provider
  const stated = textOf(valueAt(value, 'dialect'))
  if (isCustom(slug) ? stated === null : !slugs.includes(slug)) return []
  return [{ step, slug, dialect: routeDialectOf(slug, stated) }]
}
