// Records by key -> lines in which they refer to what they share. A value that several places hold is a line of its own, `#number`, and
// stands there as `[number]`; of alike objects with many properties the common ones are, as `[number, { the others }]`.

import { json } from '../literal.ts'
import { identities } from './sharing/identities.ts'
import { countReferences } from './sharing/references.ts'
import { splitter } from './sharing/split.ts'

/** A line of the table: no value of it is a list that begins with a number. */
export type Line = readonly [key: string, value: unknown]

/** Shorter ones are no longer than a line of their own and what refers to it. */
const SHORTEST_BYTES = 16

/** Values as JSON, in the order they came, and after them what they share. The same lines give the same lines. */
export function sharing(lines: readonly Line[]): readonly (readonly [key: string, json: string])[] {
  const values = lines.map(([, value]) => value)
  const identityOf = identities()
  const split = splitter(values, identityOf)
  const counts = countReferences(values, split, identityOf)
  const shared = [...counts]
    .filter(([, { count, sizeBytes }]) => count > 1 && sizeBytes >= SHORTEST_BYTES)
    // The ones in most places have the shortest numbers.
    .sort(([a, { count }], [b, { count: other }]) => other - count || a - b)
  const numbers = new Map(shared.map(([identity], index) => [identity, index]))

  /** The value, or what refers to it. */
  function write(value: unknown): string {
    if (typeof value !== 'object' || value === null) return json(value)
    const number = numbers.get(identityOf(value).number)
    return number === undefined ? spell(value) : `[${number}]`
  }

  /** The value, whose parts may be references. */
  function spell(value: object): string {
    if (Array.isArray(value)) return `[${value.map(write).join(',')}]`
    const parts = split(value)
    const number = parts === null ? undefined : numbers.get(identityOf(parts.common).number)
    if (parts !== null && number !== undefined) return `[${number},${properties(parts.own)}]`
    return properties(value)
  }

  function properties(value: object): string {
    const written = Object.entries(value).map(([key, inner]) => `${json(key)}:${write(inner)}`)
    return `{${written.join(',')}}`
  }

  return [
    ...lines.map(([key, value]) => [key, write(value)] as const),
    ...shared.map(([, { value }], index) => [`#${index}`, spell(value)] as const),
  ]
}
