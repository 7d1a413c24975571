// What the comparison of one key of a behaviour is: both values in, what is to say of them out. Every key has one.

import type { Behaviour, GatewayBehaviour } from '../behaviour.ts'
import { type Finding, isSame } from '../change.ts'

/** What stands around the values: a key is spent by those who may call. */
export interface Scene {
  /** `null`: the gateway is new. */
  readonly before: GatewayBehaviour | null
  /** `null`: it is removed. */
  readonly after: GatewayBehaviour | null
  readonly rows: { readonly before: Behaviour['worker']['rows']; readonly after: Behaviour['worker']['rows'] }
}

/** Compares the values of a key; `undefined`: it is left out. Says nothing of what is the same. */
export type Aspect<T> = (before: T | undefined, after: T | undefined, scene: Scene) => readonly Finding[]

/** An aspect for every key there is, so that none is forgotten. */
export type Aspects<T> = { readonly [key in keyof T]-?: Aspect<NonNullable<T[key]>> }

/** What is to say of all keys, in the order of the aspects. */
export function compareKeys<T extends object>(
  aspects: Aspects<T>,
  before: Partial<T>,
  after: Partial<T>,
  scene: Scene,
): readonly Finding[] {
  const keys = Object.keys(aspects) as (keyof T)[]
  return keys.flatMap((key) => {
    if (isSame(before[key], after[key])) return []
    const compare = aspects[key] as Aspect<T[keyof T] & {}>
    return compare(before[key] ?? undefined, after[key] ?? undefined, scene)
  })
}

/** An entry of two maps whose values differ. */
export interface Entry<T> {
  readonly name: string
  readonly before: T | undefined
  readonly after: T | undefined
}

/** The entries of two maps that differ, by name. A name may be `__proto__`. */
export function differing<T>(
  before: { readonly [name: string]: T } = {},
  after: { readonly [name: string]: T } = {},
): readonly Entry<T>[] {
  const [left, right] = [new Map(Object.entries(before)), new Map(Object.entries(after))]
  return [...new Set([...left.keys(), ...right.keys()])]
    .sort()
    .map((name) => ({ name, before: left.get(name), after: right.get(name) }))
    .filter((entry) => !isSame(entry.before, entry.after))
}
