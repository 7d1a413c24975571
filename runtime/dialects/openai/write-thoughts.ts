// What the model thought in, the fields of a message that say it out. `reasoning_details` is OpenRouter's list: it keeps signatures and
// what only the provider can read, so that a client can give all of it back. Each thought has its index, as its pieces have in a stream.

import type { AssistantPart, JsonObject } from '../chat.ts'
import { stated } from './fields.ts'

/** `reasoning_content` and `reasoning_details`, or nothing. Source: OpenRouter's guide to reasoning tokens; DeepSeek's API reference. */
export function thoughtFields(parts: readonly AssistantPart[]): JsonObject {
  const text = bareThoughts(parts)
  const details = thoughtDetails(parts)
  return stated({
    reasoning_content: text === '' ? null : text,
    reasoning_details: details.length === 0 ? null : details,
  })
}

/** All that can be read of it, as one text. */
export function bareThoughts(parts: readonly AssistantPart[]): string {
  return parts.map((part) => (part.kind === 'reasoning' ? part.text : '')).join('')
}

/** The list alone. */
export function thoughtDetails(parts: readonly AssistantPart[]): readonly JsonObject[] {
  return parts
    .filter((part) => part.kind === 'reasoning' || part.kind === 'redacted_reasoning')
    .map((part, index) =>
      part.kind === 'reasoning' ? textDetail(part.text, part.signature, index) : encryptedDetail(part.data, index),
    )
}

/** A thought, or a piece of it. */
export function textDetail(text: string, signature: string | null, index: number): JsonObject {
  return stated({ type: 'reasoning.text', text, signature, index })
}

/** A thought that only the provider can read. */
export function encryptedDetail(data: string, index: number): JsonObject {
  return { type: 'reasoning.encrypted', data, index }
}
