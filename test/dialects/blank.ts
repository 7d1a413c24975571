// A neutral request that says nothing at all, for tests to say something in.

import type { ChatRequest } from '../../runtime/dialects/chat.ts'

/** No model's, and no word. */
export const blank: ChatRequest = {
  model: 'a-model',
  messages: [],
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
