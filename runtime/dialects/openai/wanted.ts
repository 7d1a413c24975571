// A field of a request that must be of one type: its value, `null` for one that is not stated, or the error that names it.

import { GatewayError } from '../../problem.ts'
import type { JsonObject } from '../chat.ts'
import { numberOf, objectOf } from './fields.ts'

/** The error for a field that is something else than `what`. */
export function wrong(field: string, what: string): GatewayError {
  return new GatewayError('invalidRequest', `'${field}' must be ${what}.`)
}

/** A text, empty or not. Throws a GatewayError. */
export function wantedText(field: string, value: unknown): string | null {
  return wanted(value, typeof value === 'string' ? value : null, field, 'a text')
}

/** A number. Throws a GatewayError. */
export function wantedNumber(field: string, value: unknown): number | null {
  return wanted(value, numberOf(value), field, 'a number')
}

/** True or false. Throws a GatewayError. */
export function wantedFlag(field: string, value: unknown): boolean | null {
  return wanted(value, typeof value === 'boolean' ? value : null, field, 'true or false')
}

/** An object. Throws a GatewayError. */
export function wantedObject(field: string, value: unknown): JsonObject | null {
  return wanted(value, objectOf(value), field, 'an object')
}

/** A list of objects; not stated, an empty one. Throws a GatewayError. */
export function wantedObjects(field: string, value: unknown): readonly JsonObject[] {
  const list: unknown = value ?? []
  if (!Array.isArray(list)) throw wrong(field, 'a list')
  return list.map((item, position) => {
    const object = objectOf(item)
    if (object === null) throw wrong(`${field}[${position}]`, 'an object')
    return object
  })
}

function wanted<Value>(given: unknown, value: Value | null, field: string, what: string): Value | null {
  if (value === null && given !== null && given !== undefined) throw wrong(field, what)
  return value
}
