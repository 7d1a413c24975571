// Values of a request's body in, typed ones out. `null` and absent are the same. A GatewayError names the field that is something else.

import { GatewayError } from '../../problem.ts'
import type { JsonObject } from '../chat.ts'

/** What the caller must mend: which field, why, what to do. */
export function refusal(description: string): GatewayError {
  return new GatewayError('invalidRequest', description)
}

/** An object, or null for anything else. */
export function objectOf(value: unknown): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null
}

/** A string, or null for anything else. */
export function stringOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

/** A boolean, or null for anything else. */
export function booleanOf(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null
}

/** A list, empty for anything else. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** A string that must be there; `name` is what the message calls it. */
export function needed(value: unknown, name: string): string {
  if (typeof value === 'string') return value
  throw refusal(`"${name}" must be a string. Send one.`)
}

/** A number; one that is held as raw JSON, for its many digits, is rounded. */
export function numberOf(body: JsonObject, name: string): number | null {
  const value = body[name] ?? null
  if (value === null) return null
  const number = typeof value === 'number' ? value : Number(JSON.stringify(value))
  if (Number.isNaN(number)) throw refusal(`"${name}" must be a number. Send one, or leave the field out.`)
  return number
}

/** Whether a field asks for anything: `null`, `false` and absent do not. */
export function asks(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false
}
