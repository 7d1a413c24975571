// The `headers` of a gateway, of each of its providers and of each step of its routes: the levels at which settings can be stated.

import type { SourceEntry, SourceMap, SourceNode } from '../1-read/tree.ts'
import { routesOf } from './levels/steps-of.ts'
import { entriesOf, providersOf, valueAt } from './nodes.ts'

/** A place in the YAML that states settings. */
export interface Level {
  readonly kind: 'gateway' | 'provider' | 'step'
  /** Where it stands: empty for the gateway's own. */
  readonly path: readonly string[]
  /** The provider whose level it is, or that the step names; `null` for the gateway's, and for a step that names none. */
  readonly provider: SourceEntry | null
  /** The map in which `headers` stands. */
  readonly owner: SourceNode
  readonly headers: readonly SourceEntry[]
}

/** The gateway's level, then each provider's, then each step's. */
export function levelsOf(root: SourceMap): readonly Level[] {
  return [
    level('gateway', [], null, root),
    ...providersOf(root).map((provider) => level('provider', ['providers', provider.key], provider, provider.value)),
    ...routesOf(root).flatMap(({ steps }) =>
      steps.map(({ path, provider, node }) => level('step', path, provider, node)),
    ),
  ]
}

function level(kind: Level['kind'], path: Level['path'], provider: Level['provider'], owner: SourceNode): Level {
  return { kind, path, provider, owner, headers: entriesOf(valueAt(owner, 'headers')) }
}

/** A header of a level by its name in lower case. */
export function headerOf({ headers }: Pick<Level, 'headers'>, name: string): SourceEntry | undefined {
  return headers.find(({ key }) => key.toLowerCase() === name)
}

/** A header's value as it would be sent; `null` where it is none. */
export function sentAs({ value }: SourceEntry): string | null {
  return value.kind === 'scalar' && value.value !== null ? `${value.value}` : null
}
