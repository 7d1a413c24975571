// What a provider sent, of whatever shape, in; what is wanted of it out, or nothing: looking never fails.

import { parseExactly } from '../json.ts'
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

/** The objects in the list that it is. */
export function objectsIn(value: unknown): readonly JsonObject[] {
  return listOf(value).filter(isObject)
}

/** The text that it is, or `null`. */
export function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

/** The text that it is, unless it is empty, or `null`. */
export function filled(value: unknown): string | null {
  return textOf(value) || null
}

/** The number that it is, or `null`: also one that was kept as raw JSON. */
export function numberOf(value: unknown): number | null {
  if (typeof value === 'number') return value
  const raw = textOf(objectOf(value).rawJSON)
  return raw === null ? null : Number(raw)
}

/** The fields that are there: neither `null` nor undefined. */
export function present(fields: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => (value ?? null) !== null))
}

/** The fields that are stated: not `null` or absent, not an empty list or object. */
export function stated(fields: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([, value]) => value != null && (typeof value !== 'object' || Object.keys(value).length > 0),
    ),
  )
}

/** The object that a JSON text says, or `null`: not a number either that was kept as raw JSON, which is an object too. */
export function parsedObject(text: string): JsonObject | null {
  if (!text.trimStart().startsWith('{')) return null
  try {
    return objectOf(parseExactly(text))
  } catch {
    return null
  }
}

/** The row of a table by a key of whatever kind, or `null`. */
export function rowOf<Row>(table: { readonly [key: string]: Row }, key: unknown): Row | null {
  return typeof key === 'string' && Object.hasOwn(table, key) ? (table[key] as Row) : null
}
