// A step's provider can be asked for a model by its name: it has chats, and the YAML says what else stands in its address.

import { diagnose } from '../../diagnostics/catalog.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { routesOf } from '../levels/steps-of.ts'
import { entryOf, providersOf } from '../nodes.ts'
import type { GatewayTree } from '../rules.ts'
import { isCustom, neededForModels, slugs, withoutChats } from '../vendors.ts'

/** Steps of providers without a chat API, and of those whose address is not whole. A custom provider's dialect has chats. */
export function* askableSteps({ root }: GatewayTree): Iterable<Diagnostic> {
  const able = providersOf(root).flatMap(({ key }) => (hasChats(key) ? [key] : []))
  for (const { model, node, provider } of routesOf(root).flatMap(({ steps }) => steps)) {
    if (provider === null) continue
    const { key: slug, keySpan, value } = provider
    const span = model?.span ?? node.span
    if (withoutChats.includes(slug)) yield diagnose('step-without-chat', { slug, able, unable: withoutChats }, span)
    const missing = (neededForModels.get(slug) ?? []).filter((setting) => entryOf(value, setting) === undefined)
    if (missing.length === 0) continue
    const note = { message: 'The provider is here.', span: keySpan }
    yield diagnose('step-incomplete', { slug, missing }, span, [note])
  }
}

function hasChats(slug: string): boolean {
  return isCustom(slug) || (slugs.includes(slug) && !withoutChats.includes(slug))
}
