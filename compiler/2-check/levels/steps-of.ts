// The routes of a gateway and their steps, whichever way they are written: a list, or a map with `steps`; a name, or a map with `model`.

import type { SourceEntry, SourceMap, SourceNode } from '../../1-read/tree.ts'
import { entriesOf, entryOf, itemsOf, providersOf, textOf, valueAt } from '../nodes.ts'

/** A fallback chain. */
export interface RouteTree {
  readonly name: string
  readonly keySpan: SourceEntry['keySpan']
  /** Its own, which wins over the gateway's. */
  readonly deadline: SourceEntry | undefined
  readonly steps: readonly StepTree[]
}

/** One step of a route. */
export interface StepTree {
  /** Where it stands: `routes`, the route's name, and on. */
  readonly path: readonly string[]
  readonly node: SourceNode
  /** The scalar that names provider and model. */
  readonly model: SourceNode | undefined
  /** What stands before the first slash of it; `null` where there is no slash. */
  readonly slug: string | null
  /** The provider of that name; `null` where the gateway has none. */
  readonly provider: SourceEntry | null
}

/** The gateway's routes in order. */
export function routesOf(root: SourceMap): readonly RouteTree[] {
  const providers = new Map(providersOf(root).map((entry) => [entry.key, entry]))
  return entriesOf(valueAt(root, 'routes')).map(({ key: name, keySpan, value }) => {
    const below = value.kind === 'map' ? ['routes', name, 'steps'] : ['routes', name]
    const items = itemsOf(value.kind === 'map' ? valueAt(value, 'steps') : value)
    const steps = items.map((node, index) => stepOf(node, [...below, `${index}`], providers))
    return { name, keySpan, deadline: entryOf(value, 'deadline'), steps }
  })
}

function stepOf(node: SourceNode, path: readonly string[], providers: ReadonlyMap<string, SourceEntry>): StepTree {
  const model = node.kind === 'map' ? valueAt(node, 'model') : node
  const name = textOf(model)
  const slash = name?.indexOf('/') ?? -1
  const slug = name === null || slash === -1 ? null : name.slice(0, slash)
  return { path, node, model, slug, provider: providers.get(slug ?? '') ?? null }
}
