// What a provider sent, of whatever shape, in; what is wanted of it out, or nothing: looking never fails.

import type { JsonObject } from './chat.ts'

/** The object that it is, or an empty one. */
export function objectOf(value: unknown): JsonObject {
  return isObject(value) ? value : {}
}

/** Whether it has fields. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The list that it is, or an empty one. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** The text that it is, or `null`. */
export function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

/** The number that it is, or `null`: also one that was kept as raw JSON. */
export function numberOf(value: unknown): number | null {
  if (typeof value === 'number') return value
  const raw = textOf(objectOf(value).rawJSON)
  return raw === null ? null : Number(raw)
}

/** The fields that are stated: not `null`, not an empty list or object. */
export function stated(fields: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) =>
      typeof value === 'object' && value !== null ? Object.keys(value).length > 0 : value !== null,
    ),
  )
}
