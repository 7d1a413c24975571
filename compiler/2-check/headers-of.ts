// The `headers` of a gateway and of each of its providers: the two levels at which defaults can be stated.

import type { SourceEntry, SourceMap, SourceNode } from '../1-read/tree.ts'
import { entriesOf, providersOf, valueAt } from './nodes.ts'

/** One of the two levels. */
export interface Level {
  /** The provider whose level it is; `null` for the gateway's. */
  readonly provider: SourceEntry | null
  /** The map in which `headers` stands. */
  readonly owner: SourceNode
  readonly headers: readonly SourceEntry[]
}

/** The gateway's level, then each provider's. */
export function levelsOf(root: SourceMap): readonly Level[] {
  const level = (provider: SourceEntry | null, owner: SourceNode): Level => ({
    provider,
    owner,
    headers: entriesOf(valueAt(owner, 'headers')),
  })
  return [level(null, root), ...providersOf(root).map((provider) => level(provider, provider.value))]
}

/** A header of a level by its name in lower case. */
export function headerOf({ headers }: Level, name: string): SourceEntry | undefined {
  return headers.find(({ key }) => key.toLowerCase() === name)
}

/** A header's value as it would be sent; `null` where it is none. */
export function sentAs({ value }: SourceEntry): string | null {
  return value.kind === 'scalar' && value.value !== null ? `${value.value}` : null
}
