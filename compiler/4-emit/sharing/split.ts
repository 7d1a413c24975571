// Values in, a function out that parts an object with many properties into what is common among objects of its shape and what is its own.
// Gateways, and providers, are alike but for a few properties, and no two gateways are the same.

import type { IdentityOf } from './identities.ts'

/** `common` has all properties in their order, with `null` for those that are in `own`. */
export interface Parts {
  readonly common: object
  readonly own: object
}

/** `null`: it stays whole. The same object always gives the same answer. */
export type Split = (value: object) => Parts | null

/** Objects with fewer properties are better off whole. */
const FEWEST_PROPERTIES = 8
/** A property is common when one in so many objects of the shape has it, and not of one alone. */
const ONE_IN = 64

/** What objects of one shape have under each property, by which value it is. */
interface Shape {
  objects: number
  readonly properties: readonly { readonly key: string; readonly counts: Map<number, number> }[]
}

/** Looks through all of the values first. */
export function splitter(values: readonly unknown[], identityOf: IdentityOf): Split {
  const shapes = new Map<string, Shape>()
  for (const value of distinctObjects(values, identityOf)) {
    const shape = shapeOf(value, shapes)
    shape.objects++
    for (const { key, counts } of shape.properties) {
      const { number } = identityOf(propertyOf(value, key))
      counts.set(number, (counts.get(number) ?? 0) + 1)
    }
  }
  const known = new WeakMap<object, Parts | null>()
  return (value) => {
    const before = known.get(value)
    if (before !== undefined) return before
    const parts = isWide(value) ? parted(value, shapeOf(value, shapes), identityOf) : null
    known.set(value, parts)
    // What is common is not parted again.
    if (parts !== null) known.set(parts.common, null)
    return parts
  }
}

function parted(value: object, { objects, properties }: Shape, identityOf: IdentityOf): Parts | null {
  const least = Math.max(2, objects / ONE_IN)
  const common: [string, unknown][] = []
  const own: [string, unknown][] = []
  for (const { key, counts } of properties) {
    const inner = propertyOf(value, key)
    const isCommon = (counts.get(identityOf(inner).number) ?? 0) >= least
    common.push([key, isCommon ? inner : null])
    if (!isCommon) own.push([key, inner])
  }
  if (own.length === 0 || own.length === common.length) return null
  return { common: Object.fromEntries(common), own: Object.fromEntries(own) }
}

function shapeOf(value: object, shapes: Map<string, Shape>): Shape {
  const keys = Object.keys(value)
  const name = JSON.stringify(keys)
  const known = shapes.get(name)
  if (known !== undefined) return known
  const shape: Shape = { objects: 0, properties: keys.map((key) => ({ key, counts: new Map() })) }
  shapes.set(name, shape)
  return shape
}

/** Objects with many properties, at any depth; of equal ones the first. */
function distinctObjects(values: readonly unknown[], identityOf: IdentityOf): readonly object[] {
  const found = new Map<number, object>()
  function visit(value: unknown): void {
    if (typeof value !== 'object' || value === null) return
    if (isWide(value)) {
      const { number } = identityOf(value)
      if (found.has(number)) return
      found.set(number, value)
    }
    for (const inner of Object.values(value)) visit(inner)
  }
  for (const value of values) visit(value)
  return [...found.values()]
}

function isWide(value: object): boolean {
  return !Array.isArray(value) && Object.keys(value).length >= FEWEST_PROPERTIES
}

function propertyOf(value: object, key: string): unknown {
  return (value as { readonly [key: string]: unknown })[key]
}
