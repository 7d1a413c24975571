// A field of a request's body in, its value out where it is of the kind that the API takes. `null` and absent are the same.

import { GatewayError } from '../../../problem.ts'
import type { JsonObject } from '../../chat.ts'
import type { Loss } from '../../dialect.ts'
import { isObject } from '../input.ts'

interface Kinds {
  readonly string: string
  readonly number: number
  readonly boolean: boolean
  readonly object: JsonObject
  readonly array: readonly unknown[]
}

/** Throws a GatewayError for a value of another kind; `path` is how the message calls the field. */
export function field<Kind extends keyof Kinds>(
  from: JsonObject,
  name: string,
  kind: Kind,
  path = name,
): Kinds[Kind] | null {
  const value = from[name] ?? null
  if (value === null || isOf(value, kind)) return value as Kinds[Kind] | null
  // A number with more digits than a double holds was read as raw JSON.
  const { rawJSON } = value as { rawJSON?: unknown }
  if (kind === 'number' && typeof rawJSON === 'string') return Number(rawJSON) as Kinds[Kind]
  throw refusal(path, `takes ${/^[ao]/.test(kind) ? 'an' : 'a'} ${kind}`)
}

/** The same for a field that must be there. */
export function needed<Kind extends keyof Kinds>(from: JsonObject, name: string, kind: Kind, path = name): Kinds[Kind] {
  const value = field(from, name, kind, path)
  if (value === null) throw refusal(path, `is missing: it takes ${/^[ao]/.test(kind) ? 'an' : 'a'} ${kind}`)
  return value
}

/** The objects in a list; throws for anything else in it. */
export function objects(list: readonly unknown[], path: string): readonly JsonObject[] {
  return list.map((value, position) => {
    if (isObject(value)) return value
    throw refusal(`${path}.${position}`, 'takes an object')
  })
}

/** The error for a field that cannot be understood. */
export function refusal(path: string, what: string): GatewayError {
  return new GatewayError('invalidRequest', `"${path}" ${what}.`)
}

/** Names the fields that say something and are none of these. */
export function nameOthers(from: JsonObject, known: readonly string[], prefix: string, loss: Loss): void {
  for (const [name, value] of Object.entries(from)) {
    const saysNothing = value === null || value === false || (Array.isArray(value) && value.length === 0)
    if (!saysNothing && !known.includes(name)) loss.drop(prefix + name)
  }
}

function isOf(value: unknown, kind: keyof Kinds): boolean {
  if (kind === 'array') return Array.isArray(value)
  return kind === 'object' ? isObject(value) && !('rawJSON' in value) : typeof value === kind
}
