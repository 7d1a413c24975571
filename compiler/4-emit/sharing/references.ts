// Values, and how they are split, in; how many places would refer to each part, out. What lies in a part that is in several places is
// counted once: there it stands in that part's own line.

import type { IdentityOf } from './identities.ts'
import type { Split } from './split.ts'

/** A part, and how many places hold it. */
export interface Counted {
  readonly value: object
  readonly sizeBytes: number
  count: number
}

/** By which value it is, in the order in which they are met. Throws where a list begins with a number, as only references may. */
export function countReferences(
  values: readonly unknown[],
  split: Split,
  identityOf: IdentityOf,
): ReadonlyMap<number, Counted> {
  const counts = new Map<number, Counted>()

  function visit(value: unknown): void {
    if (typeof value !== 'object' || value === null) return
    const { number, sizeBytes } = identityOf(value)
    const known = counts.get(number)
    if (known !== undefined) {
      known.count++
      return
    }
    counts.set(number, { value, sizeBytes, count: 1 })
    if (Array.isArray(value)) {
      if (typeof value[0] === 'number') throw new Error('unreachable: a list of numbers in the routing table')
      for (const inner of value) visit(inner)
      return
    }
    const parts = split(value)
    if (parts !== null) visit(parts.common)
    visitProperties(parts === null ? value : parts.own)
  }

  function visitProperties(value: object): void {
    for (const inner of Object.values(value)) visit(inner)
  }

  for (const value of values) visit(value)
  return counts
}
