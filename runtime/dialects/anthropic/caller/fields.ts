// A field of a request in, its value out where it is of the kind that the API takes. `null` and absent are the same. Reading takes the field
// out of its object, a copy of the caller's: what is left at the end was not understood.

import { GatewayError } from '../../../problem.ts'
import type { Loss } from '../../dialect.ts'
import { numberOf } from '../../loose.ts'

/** What is still to be read of an object. */
export type Fields = { [name: string]: unknown }

interface Kinds {
  readonly string: string
  readonly number: number
  readonly boolean: boolean
  readonly object: Fields
  readonly array: readonly unknown[]
}

/** What stands before the names of an object's fields in messages: `messages.0.`. */
const paths = new WeakMap<Fields, string>()

/** Throws a GatewayError for a value of another kind. */
export function field<Kind extends keyof Kinds>(from: Fields, name: string, kind: Kind): Kinds[Kind] | null {
  const value = from[name] ?? null
  if (value === null) return null
  from[name] = null
  // A number with more digits than a double holds was read as raw JSON.
  const number = numberOf(value)
  const itsKind = number !== null ? 'number' : Array.isArray(value) ? 'array' : typeof value
  if (itsKind !== kind) throw refusal(from, name, `of type ${kind}`)
  return (kind === 'object' ? inside(from, name, value) : (number ?? value)) as Kinds[Kind]
}

/** The same for a field that must be there. */
export function needed<Kind extends keyof Kinds>(from: Fields, name: string, kind: Kind): Kinds[Kind] {
  const value = field(from, name, kind)
  if (value === null) throw refusal(from, name, `of type ${kind}, and is missing`)
  return value
}

/** The values of one kind in a list, none without one; throws for anything else in it. */
export function list<Kind extends keyof Kinds>(from: Fields, name: string, kind: Kind): readonly Kinds[Kind][] {
  const values = inside(from, name, field(from, name, 'array'))
  return Object.keys(values).map((position) => needed(values, position, kind))
}

/** The error for a field that cannot be understood. */
export function refusal(from: Fields, name: string, what: string): GatewayError {
  return new GatewayError('invalidRequest', `"${paths.get(from) ?? ''}${name}" must be ${what}.`)
}

/** Names the fields that are left and say something. Some are read as they are. */
export function nameRest(from: Fields, prefix: string, loss: Loss): void {
  for (const [name, value] of Object.entries(from)) {
    const saysNothing = value === null || value === false || (Array.isArray(value) && value.length === 0)
    if (!saysNothing && !/^(?:input|caller|signature)$/.test(name)) loss.drop(prefix + name)
  }
}

function inside(from: Fields, name: string, value: unknown): Fields {
  const fields = { ...(value as Fields) }
  paths.set(fields, `${paths.get(from) ?? ''}${name}.`)
  return fields
}
