// A field of a request's body in, its value out where it is of the kind that the API takes. `null` and absent are the same. `path` is what
// stands before the field's name in the GatewayError for a value of another kind.

import { GatewayError } from '../../../problem.ts'
import type { JsonObject } from '../../chat.ts'
import type { Loss } from '../../dialect.ts'
import { numberOf } from '../../loose.ts'

interface Kinds {
  readonly string: string
  readonly number: number
  readonly boolean: boolean
  readonly object: JsonObject
  readonly array: readonly unknown[]
}

/** Throws a GatewayError for a value of another kind. */
export function field<Kind extends keyof Kinds>(
  from: JsonObject,
  name: string,
  kind: Kind,
  path = '',
): Kinds[Kind] | null {
  const value = from[name] ?? null
  if (value === null) return null
  // A number with more digits than a double holds was read as raw JSON.
  const number = numberOf(value)
  const itsKind = number !== null ? 'number' : Array.isArray(value) ? 'array' : typeof value
  if (itsKind === kind) return (number ?? value) as Kinds[Kind]
  throw refusal(path + name, `of type ${kind}`)
}

/** The same for a field that must be there. */
export function needed<Kind extends keyof Kinds>(from: JsonObject, name: string, kind: Kind, path = ''): Kinds[Kind] {
  const value = field(from, name, kind, path)
  if (value === null) throw refusal(path + name, `of type ${kind}, and is missing`)
  return value
}

/** The values of one kind in a list, none without one; throws for anything else in it. */
export function list<Kind extends keyof Kinds>(
  from: JsonObject,
  name: string,
  kind: Kind,
  path = '',
): readonly Kinds[Kind][] {
  const values = { ...field(from, name, 'array', path) }
  return Object.keys(values).map((position) => needed(values, position, kind, `${path}${name}.`))
}

/** The error for a field that cannot be understood. */
export function refusal(path: string, what: string): GatewayError {
  return new GatewayError('invalidRequest', `"${path}" must be ${what}.`)
}

/** Fields of tools, of messages and of all that is in them. */
const KNOWN = new Set(
  (
    'type name description input_schema strict cache_control role content text source title thinking signature data id input caller ' +
    'tool_use_id is_error user_id effort format budget_tokens display'
  ).split(' '),
)

/** Names the fields that say something and are not known. */
export function nameOthers(from: JsonObject, prefix: string, loss: Loss): void {
  for (const [name, value] of Object.entries(from)) {
    const saysNothing = value === null || value === false || (Array.isArray(value) && value.length === 0)
    if (!saysNothing && !KNOWN.has(name)) loss.drop(prefix + name)
  }
}
