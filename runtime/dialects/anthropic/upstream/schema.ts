// A JSON Schema in, one that Anthropic's constrained decoding takes out: every object closed, and nothing in it that decoding cannot hold
// the model to. Source: Anthropic's API reference, "Structured outputs", JSON Schema limitations, and what @anthropic-ai/sdk does.

import type { JsonObject } from '../../chat.ts'
import { isObject } from '../../loose.ts'

const TAKEN = /^(?:type|enum|const|default|required|\$ref|title|description|[01])$/
const FORMATS = /^(?:date-time|time|date|duration|email|hostname|uri|ipv4|ipv6|uuid)$/

/** Calls `onLoosened` for each rule that the answer will not be held to. */
export function closedSchema(schema: JsonObject, onLoosened: () => void): JsonObject {
  const closed = (value: unknown): unknown => (isObject(value) ? closedSchema(value, onLoosened) : value)
  const found: { [key: string]: unknown } = {}
  for (const [key, value] of Object.entries(schema)) {
    if (Array.isArray(value) && /^(?:any|one|all)Of$/.test(key)) found[key.replace('one', 'any')] = value.map(closed)
    else if (isObject(value) && /^(?:properties|\$defs|definitions)$/.test(key)) {
      found[key] = Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, closed(inner)]))
    } else if (key === 'items') found[key] = closed(value)
    else if (key === 'format' ? FORMATS.test(String(value)) : TAKEN.test(key === 'minItems' ? `${value}` : key))
      found[key] = value
    // What `$schema` names holds nobody to anything, and false is what every object gets.
    else if (key !== '$schema' && !(key === 'additionalProperties' && value === false)) onLoosened()
  }
  if (schema.properties || [schema.type].flat().includes('object')) found.additionalProperties = false
  return found
}
