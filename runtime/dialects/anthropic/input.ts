// A tool call's arguments: a text of JSON in the neutral shape, an object in Anthropic's. Numbers stay as they were written.

import { parseExactly } from '../../json.ts'
import type { JsonObject } from '../chat.ts'

/** The object for a text. What is no JSON object goes in as `{"arguments": "…"}`: the API takes nothing else, and nothing is lost. */
export function inputOf(text: string): JsonObject {
  if (text.trim() === '') return {}
  try {
    const input = parseExactly(text)
    if (isObject(input)) return input
  } catch {}
  return { arguments: text }
}

/** Whether this is what JSON calls an object. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
