// Neutral answers for tests of this dialect.

import type { AssistantPart, ChatEvent, ChatResponse, Finish } from '../../../runtime/dialects/chat.ts'

/** An answer of these parts. */
export function answerOf(content: readonly AssistantPart[], reason: Finish['reason'] = 'stop'): ChatResponse {
  return {
    id: 'chat-1',
    model: 'some-model',
    createdSeconds: 1_700_000_000,
    choices: [{ index: 0, content, finish: { reason, stopSequence: null }, logprobs: null }],
    usage: { inputTokens: 20, outputTokens: 10, cachedTokens: 5, cacheWriteTokens: 3, reasoningTokens: 4 },
  }
}

/** A text of the model's. */
export function said(text: string): AssistantPart {
  return { kind: 'text', text, cacheControl: null }
}

/** A call. */
export function called(id: string, name: string, json: string, signature: string | null = null): AssistantPart {
  return { kind: 'tool_call', id, name, arguments: json, signature, cacheControl: null }
}

/** Two calls at once, their arguments in a mix, between a thought and a text. */
export const mixedCalls: readonly ChatEvent[] = [
  { kind: 'start', id: 'chat-1', model: 'some-model', createdSeconds: 1_700_000_000 },
  { kind: 'reasoning', choice: 0, text: 'Two ' },
  { kind: 'ping' },
  { kind: 'reasoning', choice: 0, text: 'cities.' },
  { kind: 'signature', choice: 0, signature: 'c2ln' },
  { kind: 'text', choice: 0, text: 'Let me ', logprobs: null },
  { kind: 'text', choice: 1, text: 'of another choice', logprobs: null },
  { kind: 'text', choice: 0, text: 'see.', logprobs: null },
  { kind: 'tool_call', choice: 0, index: 0, id: 'call_a', name: 'weather', signature: 'dGhvdWdodA==' },
  { kind: 'arguments', choice: 0, index: 0, json: '{"city":' },
  { kind: 'tool_call', choice: 0, index: 1, id: 'call_b', name: 'weather', signature: null },
  { kind: 'arguments', choice: 0, index: 1, json: '{"city":"東' },
  { kind: 'arguments', choice: 0, index: 0, json: '"Köln"}' },
  { kind: 'arguments', choice: 0, index: 1, json: '京"}' },
  { kind: 'tool_call', choice: 0, index: 2, id: 'call_c', name: 'now', signature: null },
  { kind: 'finish', choice: 0, finish: { reason: 'tool_calls', stopSequence: null } },
  {
    kind: 'usage',
    usage: { inputTokens: 20, outputTokens: 10, cachedTokens: 5, cacheWriteTokens: null, reasoningTokens: 4 },
  },
  { kind: 'end' },
]
