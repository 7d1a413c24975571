// What the model thought in, the fields of a message that say it out. `reasoning_details` is OpenRouter's list: it keeps signatures and
// what only the provider can read, so that a client can give all of it back. Each thought has its index, as its pieces have in a stream.

import type { AssistantPart, JsonObject } from '../chat.ts'
import { present } from '../loose.ts'

/** All that is said in parts of one kind, as one text. */
export function joined(parts: readonly AssistantPart[], kind: 'text' | 'refusal' | 'reasoning'): string {
  return parts.map((part) => (part.kind === kind ? part.text : '')).join('')
}

/** The entries of `reasoning_details`; `null` for none. Source: OpenRouter's guide to reasoning tokens. */
export function thoughtDetails(parts: readonly AssistantPart[]): readonly JsonObject[] | null {
  const thoughts = parts.filter((part) => part.kind === 'reasoning' || part.kind === 'redacted_reasoning')
  return thoughts.length === 0 ? null : thoughts.map(thoughtDetail)
}

/** A thought, or a piece of one: readable, signed, or `data` that only the provider can read. */
export function thoughtDetail(
  {
    text = '',
    signature,
    data,
  }: { readonly text?: string; readonly signature?: string | null; readonly data?: string },
  index: number,
): JsonObject {
  if (data !== undefined) return { type: 'reasoning.encrypted', data, index }
  return present({ type: 'reasoning.text', text, signature, index })
}
