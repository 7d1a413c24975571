// Requests that tests begin with.

import type { ChatRequest, ToolCallPart } from '../../../runtime/dialects/chat.ts'

/** One word, and nothing else asked for. */
export const plainRequest: ChatRequest = {
  model: 'gemini-3-flash',
  messages: [{ role: 'user', content: [{ kind: 'text', text: 'Hello', cacheControl: null }], name: null }],
  tools: [],
  toolChoice: null,
  parallelToolCalls: null,
  format: null,
  reasoning: null,
  maxTokens: null,
  temperature: null,
  topP: null,
  topK: null,
  frequencyPenalty: null,
  presencePenalty: null,
  seed: null,
  stop: [],
  choices: null,
  logprobs: null,
  user: null,
  stream: false,
  includeUsage: false,
  extras: {},
}

/** A call of a tool for a city. */
export function callOf(id: string, city: string, signature: string | null = null): ToolCallPart {
  return { kind: 'tool_call', id, name: 'weather', arguments: JSON.stringify({ city }), signature, cacheControl: null }
}
