// The body of a request that names a model, read as the Worker reads it.

import { Refusal } from './refusal.ts'
import type { Described } from './subject.ts'

/** A JSON object. */
export interface JsonObject {
  readonly [key: string]: unknown
}

const mostBytes = 25 * 1024 * 1024

/** Throws a Refusal for another method than POST, and for a body that is no JSON object or over 25 MB. */
export function readObject({ method, body }: Pick<Described, 'method' | 'body'>): JsonObject {
  if (method !== 'POST') throw new Refusal('invalidRequest', 'This endpoint takes a POST with a JSON object.')
  const bytes = body ?? new Uint8Array()
  if (bytes.byteLength > mostBytes) throw new Refusal('tooLarge', 'The body may take 25 MB at most.')
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes))
    if (isObject(value)) return value
  } catch {
    // Told below.
  }
  throw new Refusal('invalidRequest', 'This endpoint takes a JSON object, and the body is none.')
}

/** Neither a list nor `null`. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
