// What the model said, in Anthropic's content blocks, both ways: they are the same in answers and in later requests.
// Source: Anthropic's API reference, "Messages", and the types of @anthropic-ai/sdk.

import type { AssistantPart, JsonObject } from '../chat.ts'
import { callPart, textPart } from '../common/parts.ts'
import { parsedObject, textOf } from '../loose.ts'

/** A refusal is a text. Arguments that are no JSON object go in as `{"arguments": "…"}`: the API takes nothing else, and nothing is lost. */
export function blockOf(part: AssistantPart): JsonObject {
  switch (part.kind) {
    case 'reasoning':
      return { type: 'thinking', thinking: part.text, signature: part.signature ?? '' }
    case 'redacted_reasoning':
      return { type: 'redacted_thinking', data: part.data }
    case 'tool_call': {
      const { id, name, arguments: json } = part
      return { type: 'tool_use', id, name, input: parsedObject(json.trim() || '{}') ?? { arguments: json } }
    }
    default:
      return { type: 'text', text: part.text }
  }
}

/** One part, or none for a block of tools that the provider itself ran. `text` reads a field that there must be. */
export function partsOf(block: JsonObject, type: unknown, text: (name: string) => string): AssistantPart[] {
  switch (type) {
    case 'text':
      return [textPart(text('text'))]
    case 'thinking':
      return [{ kind: 'reasoning', text: text('thinking'), signature: textOf(block.signature) || null }]
    case 'redacted_thinking':
      return [{ kind: 'redacted_reasoning', data: text('data') }]
    case 'tool_use':
      return [callPart(text('id'), text('name'), JSON.stringify(block.input ?? {}))]
    default:
      return []
  }
}
