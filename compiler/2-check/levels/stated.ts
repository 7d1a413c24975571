// What a level of the YAML states of the controls, by a key or by a header: each with its value as a request's header would have it,
// and with the place where it is written.

import type { SourceEntry, SourceNode } from '../../1-read/tree.ts'
import { type Level, sentAs } from '../headers-of.ts'
import { entryOf, textOf, valueAt } from '../nodes.ts'
import { bareMilliseconds, bareSeconds, lengthOf } from './lengths.ts'

/** A control and its value at a level. */
export interface Stated {
  /** The header's name, in lower case. */
  readonly control: string
  /** The keys that say it, below the level's map. */
  readonly keys: readonly string[]
  /** As a request would say it. */
  readonly text: string
  readonly entry: SourceEntry
}

/** The controls that have a key of their own. */
const keyed: readonly (readonly [
  control: string,
  keys: readonly string[],
  text: (node: SourceNode) => string | null,
])[] = [
  ['cf-aig-request-timeout', ['timeout'], milliseconds],
  ['cf-aig-max-attempts', ['retries', 'attempts'], plainly],
  ['cf-aig-retry-delay', ['retries', 'delay'], milliseconds],
  ['cf-aig-backoff', ['retries', 'backoff'], plainly],
  ['cf-aig-cache-ttl', ['cache', 'ttl'], seconds],
]

/** What the level's keys say, then what its headers say. `off` is no value of a control. */
export function statedAt({ owner, headers }: Pick<Level, 'owner' | 'headers'>): readonly Stated[] {
  const byKey = keyed.flatMap(([control, keys, textOfNode]): readonly Stated[] => {
    const entry = entryOf(valueAt(owner, ...keys.slice(0, -1)), keys.at(-1) ?? '')
    const text = entry === undefined ? null : textOfNode(entry.value)
    return entry === undefined || text === null ? [] : [{ control, keys, text, entry }]
  })
  const byHeader = headers.flatMap((entry): readonly Stated[] => {
    const text = sentAs(entry)
    return text === null ? [] : [{ control: entry.key.toLowerCase(), keys: ['headers', entry.key], text, entry }]
  })
  return [...byKey, ...byHeader.filter(({ control }) => isControl(control))]
}

/** Whether a header is said to the gateway. */
export function isControl(name: string): boolean {
  return name.startsWith('cf-aig-')
}

/** `cache: off` at a level; `undefined` where it states no cache, or one that is on. */
export function cacheOff(owner: SourceNode): SourceEntry | undefined {
  const entry = entryOf(owner, 'cache')
  return textOf(entry?.value) === 'off' ? entry : undefined
}

function milliseconds(node: SourceNode): string | null {
  const ms = lengthOf(node, bareMilliseconds)
  return ms === null ? null : `${Math.round(ms)}`
}

/** A part of a second counts as a whole one. */
function seconds(node: SourceNode): string | null {
  const ms = lengthOf(node, bareSeconds)
  return ms === null ? null : `${Math.ceil(ms / 1000)}`
}

function plainly(node: SourceNode): string | null {
  return node.kind === 'scalar' && node.value !== null ? `${node.value}` : null
}
