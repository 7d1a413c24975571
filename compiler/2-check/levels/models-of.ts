// The models of a gateway: those that its providers declare, and those that its routes call, with what the routes need of them.

import type { SourceMap, SourceNode } from '../../1-read/tree.ts'
import type { Span } from '../../diagnostics/diagnostic.ts'
import { type Capability, isCapability } from '../../models/capability.ts'
import { entryOf, itemsOf, textOf, valueAt } from '../nodes.ts'
import { routesOf } from './steps-of.ts'

/** One entry of a provider's `models`. */
export interface DeclaredModel {
  readonly name: string
  /** The scalar that names it. */
  readonly node: SourceNode
  /** All that it can do; `null` where nothing is stated. */
  readonly capabilities: readonly Capability[] | null
}

/** A provider's declared models in order; what has no name is passed over. */
export function modelsOf(provider: SourceNode): readonly DeclaredModel[] {
  return itemsOf(valueAt(provider, 'models')).flatMap((item) => {
    const node = item.kind === 'map' ? valueAt(item, 'name') : item
    const name = textOf(node)
    if (node === undefined || name === null) return []
    const stated = valueAt(item, 'capabilities')
    return [{ name, node, capabilities: stated === undefined ? null : capabilitiesAt(stated) }]
  })
}

/** A step that names a model of a provider that the gateway has. */
export interface CalledModel {
  readonly route: string
  /** What the route needs of it, each once. */
  readonly needs: readonly Capability[]
  /** Where the route says so. */
  readonly needsSpan: Span | null
  readonly slug: string
  /** The name without the provider. */
  readonly model: string
  /** Where the step names it. */
  readonly span: Span
  /** What the YAML says of the provider. */
  readonly provider: SourceNode
  /** What the provider says of this very model; `null` where it does not name it. */
  readonly declared: DeclaredModel | null
}

/** What the steps of all routes call, in order. */
export function calledModels(root: SourceMap): readonly CalledModel[] {
  return routesOf(root).flatMap(({ name: route, steps }) => {
    const stated = entryOf(valueAt(root, 'routes', route), 'needs')
    const needs = capabilitiesAt(stated?.value)
    return steps.flatMap(({ model: node, slug, provider }) => {
      const model = textOf(node)?.slice((slug ?? '').length + 1) ?? ''
      if (node === undefined || slug === null || provider === null || model === '') return []
      const declared = modelsOf(provider.value).find(({ name }) => name === model) ?? null
      const { span } = node
      return [
        { route, needs, needsSpan: stated?.keySpan ?? null, slug, model, span, provider: provider.value, declared },
      ]
    })
  })
}

/** The capabilities that a list names, each once; words that are none are passed over. */
function capabilitiesAt(list: SourceNode | undefined): readonly Capability[] {
  return [...new Set(itemsOf(list).map(textOf).filter(isCapability))]
}
