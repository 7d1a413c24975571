// Values of JSON that somebody else wrote: each reader gives `null` for what is absent, null or of another type. Promises nothing but that.

import type { JsonObject } from '../chat.ts'

/** A text that is not empty. */
export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

/** A number, also one that was kept as raw JSON because no double holds it. */
export function numberOf(value: unknown): number | null {
  if (typeof value === 'number') return value
  const raw = objectOf(value)?.rawJSON
  return typeof raw === 'string' ? Number(raw) : null
}

/** An object that is no list. */
export function objectOf(value: unknown): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null
}

/** A list's objects; of anything else none. */
export function objectsIn(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.map(objectOf).filter((item) => item !== null) : []
}

/** The fields that say something: not null, not undefined. */
export function stated(fields: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined))
}
