// A step names a provider that the gateway has, and one of its models.

import { diagnose } from '../../diagnostics/catalog.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { nearest } from '../../diagnostics/suggest.ts'
import { routesOf, type StepTree } from '../levels/steps-of.ts'
import { providersOf, textOf } from '../nodes.ts'
import type { GatewayTree } from '../rules.ts'
import { slugs, slugsMeantBy } from '../vendors.ts'

/** A model without a provider, a provider without a model, and providers that are not there. */
export function* stepModels({ id, root }: GatewayTree): Iterable<Diagnostic> {
  const offered = providersOf(root).map(({ key }) => key)
  for (const { model, slug, provider } of routesOf(root).flatMap(({ steps }) => steps)) {
    const text = textOf(model)
    if (model === undefined || text === null) continue
    const lacking = lackOf({ slug, provider }, text)
    if (lacking !== null) {
      yield diagnose('step-model', { text, lacking, candidate: candidateFor(text, offered) }, model.span)
    } else if (slug !== null && provider === null) {
      const meant = (slugsMeantBy(slug) ?? []).filter((name) => offered.includes(name))
      const near = meant.length > 0 ? meant : nearest(slug, offered)
      const parameters = { slug, gateway: id, nearest: near, offered, exists: slugs.includes(slug) }
      yield diagnose('step-provider', parameters, model.span)
    }
  }
}

/** `@cf/meta/llama` begins with no provider either: their names begin with a letter or a digit. */
function lackOf({ slug, provider }: Pick<StepTree, 'slug' | 'provider'>, text: string): 'provider' | 'model' | null {
  if (slug === null) return 'provider'
  if (provider === null && !/^[A-Za-z0-9]/.test(slug)) return 'provider'
  return text.length === slug.length + 1 ? 'model' : null
}

/** The provider that the model most likely belongs to. */
function candidateFor(text: string, offered: readonly string[]): string {
  const meant = slugsMeantBy(text.split('/')[0] ?? '') ?? []
  return meant.find((slug) => offered.includes(slug)) ?? offered[0] ?? 'openai'
}
