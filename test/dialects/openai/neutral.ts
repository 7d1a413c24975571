// A neutral request that states nothing, for tests to say something of.

import type { ChatRequest } from '../../../runtime/dialects/chat.ts'

/** One word of a user's, and nothing else. */
export const request: ChatRequest = {
  model: 'm',
  messages: [{ role: 'user', content: [{ kind: 'text', text: 'hi', cacheControl: null }], name: null }],
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
