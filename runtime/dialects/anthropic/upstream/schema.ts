// A JSON Schema in, one that Anthropic's constrained decoding takes out: every object closed, and what it cannot hold the model to told in
// the description. Source: Anthropic's API reference, "Structured outputs", JSON Schema limitations, and what @anthropic-ai/sdk does.

import type { JsonObject } from '../../chat.ts'
import { isObject } from '../input.ts'

const KEPT = new Set(['type', 'enum', 'const', 'default', 'required', '$ref', 'title', 'description'])
const FORMATS = new Set(['date-time', 'time', 'date', 'duration', 'email', 'hostname', 'uri', 'ipv4', 'ipv6', 'uuid'])

/** Calls `onLoosened` for each rule that the answer will not be held to. */
export function closedSchema(schema: JsonObject, onLoosened: () => void): JsonObject {
  const closed = (value: unknown): unknown => (isObject(value) ? closedSchema(value, onLoosened) : value)
  const found: { [key: string]: unknown } = {}
  const told: string[] = []
  for (const [key, value] of Object.entries(schema)) {
    if (/^(?:anyOf|oneOf|allOf)$/.test(key) && Array.isArray(value)) {
      found[key === 'oneOf' ? 'anyOf' : key] = value.map(closed)
    } else if (/^(?:properties|\$defs|definitions)$/.test(key) && isObject(value)) {
      found[key] = Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, closed(inner)]))
    } else if (key === 'items' && isObject(value)) found.items = closed(value)
    else if (isTaken(key, value)) found[key] = value
    // What `$schema` names holds nobody to anything, and false is what every object gets.
    else if (key !== '$schema' && !(key === 'additionalProperties' && value === false)) {
      told.push(`${key}: ${JSON.stringify(value)}`)
    }
  }
  if ([schema.type].flat().includes('object') || isObject(schema.properties)) found.additionalProperties = false
  if (told.length > 0) {
    onLoosened()
    const before = typeof schema.description === 'string' ? `${schema.description}\n\n` : ''
    found.description = `${before}{${told.join(', ')}}`
  }
  return found
}

function isTaken(key: string, value: unknown): boolean {
  if (key === 'format') return FORMATS.has(value as string)
  if (key === 'minItems') return value === 0 || value === 1
  return KEPT.has(key)
}
