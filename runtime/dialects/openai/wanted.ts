// The fields of a request's object in, the values that were wanted of them out: `null` for one that is not stated, the error that names it
// for one of another type. What was not wanted is left for the caller to pass on or to name.

import { GatewayError } from '../../problem.ts'
import type { JsonObject } from '../chat.ts'
import type { Loss } from '../dialect.ts'
import { isObject, numberOf, present } from '../loose.ts'

interface Kinds {
  readonly string: string
  readonly number: number
  readonly boolean: boolean
  readonly object: JsonObject
  readonly list: readonly unknown[]
  readonly any: unknown
}

const WORDS: { readonly [kind in keyof Kinds]: string } = {
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
  object: 'an object',
  list: 'a list',
  any: 'there',
}

/** The fields of one object, each taken once. Both throw a GatewayError. */
export interface Fields {
  readonly take: <Kind extends keyof Kinds>(name: string, kind: Kind) => Kinds[Kind] | null
  /** For a field that must be there. */
  readonly need: <Kind extends keyof Kinds>(name: string, kind: Kind) => Kinds[Kind]
  /** Those that nobody took. */
  readonly left: () => JsonObject
}

/** The error for a field that is something else than `what`. */
export function wrong(field: string, what: string): GatewayError {
  return new GatewayError('invalidRequest', `'${field}' must be ${what}.`)
}

/** `path` is what stands before a field's name where it is named. */
export function fieldsOf(from: JsonObject | null, path = ''): Fields {
  const rest: { [name: string]: unknown } = { ...from }
  const take: Fields['take'] = (name, kind) => {
    const given = rest[name] ?? null
    delete rest[name]
    const isRight = kind === 'any' || (Array.isArray(given) ? 'list' : typeof given) === kind
    const value = kind === 'number' ? numberOf(given) : isRight ? given : null
    if (value === null && given !== null) throw wrong(path + name, WORDS[kind])
    return value as Kinds[typeof kind] | null
  }
  return {
    take,
    need(name, kind) {
      const value = take(name, kind)
      if (value === null) throw wrong(path + name, WORDS[kind])
      return value
    },
    left: () => present(rest),
  }
}

/** A list's objects; not stated, none. Throws a GatewayError for anything else in it. */
export function wantedObjects(field: string, list: unknown, what = WORDS.list): readonly JsonObject[] {
  const items = list ?? []
  if (!Array.isArray(items)) throw wrong(field, what)
  return items.map((item, position) => {
    if (isObject(item)) return item
    throw wrong(`${field}[${position}]`, WORDS.object)
  })
}

/** Whether a field that nobody reads asks for anything. */
export function asks(value: unknown): boolean {
  return Boolean(value) && value !== 'auto'
}

/** Names the fields that ask for what nobody gives. */
export function dropAll(path: string, fields: JsonObject, loss: Loss): void {
  for (const [name, value] of Object.entries(fields)) if (asks(value)) loss.drop(path + name)
}
