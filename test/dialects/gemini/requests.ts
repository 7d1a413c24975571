// Requests that tests begin with.

import type { ChatRequest, ToolCallPart } from '../../../runtime/dialects/chat.ts'
import { blank } from '../blank.ts'

/** One word, and nothing else asked for. */
export const plainRequest: ChatRequest = {
  ...blank,
  model: 'gemini-3-flash',
  messages: [{ role: 'user', content: [{ kind: 'text', text: 'Hello', cacheControl: null }], name: null }],
}

/** A call of a tool for a city. */
export function callOf(id: string, city: string, signature: string | null = null): ToolCallPart {
  return { kind: 'tool_call', id, name: 'weather', arguments: JSON.stringify({ city }), signature, cacheControl: null }
}
