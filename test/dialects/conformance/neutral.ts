// The one case that every dialect tells in its own words: a talk with instructions, an image, thoughts, two calls at once and their results;
// an answer with the same in it, whole and streaming; a question with a schema; and a failure.

import type { ChatEvent, ChatRequest, ChatResponse, Failure, TextPart } from '../../../runtime/dialects/chat.ts'
import { blank } from '../blank.ts'

const text = (words: string): TextPart => ({ kind: 'text', text: words, cacheControl: null })

/** One red pixel. */
export const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg=='

/** A talk in which tools were called, and may be again. */
export const talk: ChatRequest = {
  ...blank,
  messages: [
    {
      role: 'system',
      content: [{ ...text('You know about the weather.'), cacheControl: { type: 'ephemeral' } }],
      name: null,
    },
    {
      role: 'user',
      content: [
        text('Which weather suits this picture: Köln’s or 東京’s?'),
        {
          kind: 'image',
          source: { kind: 'bytes', mediaType: 'image/png', base64: pixel },
          detail: 'low',
          cacheControl: null,
        },
      ],
      name: null,
    },
    {
      role: 'assistant',
      content: [
        { kind: 'reasoning', text: 'Both cities must be looked up.', signature: 'c2lnbmF0dXJl' },
        text('Let me see.'),
        {
          kind: 'tool_call',
          id: 'call_koeln',
          name: 'weather',
          arguments: '{"city":"Köln","station":12345678901234567890}',
          signature: null,
          cacheControl: null,
        },
        {
          kind: 'tool_call',
          id: 'call_tokyo',
          name: 'weather',
          arguments: '{"city":"東京"}',
          signature: null,
          cacheControl: null,
        },
      ],
      name: null,
    },
    { role: 'tool', callId: 'call_koeln', name: 'weather', content: [text('{"sky":"grey"}')], isError: false },
    { role: 'tool', callId: 'call_tokyo', name: 'weather', content: [text('No such station')], isError: true },
    { role: 'user', content: [text('Try both again.')], name: null },
  ],
  tools: [
    {
      name: 'weather',
      description: 'The weather in a city',
      parameters: {
        type: 'object',
        properties: { city: { type: 'string' }, station: { type: 'integer' } },
        required: ['city'],
      },
      strict: null,
      cacheControl: null,
    },
    { name: 'now', description: null, parameters: null, strict: null, cacheControl: null },
  ],
  toolChoice: { kind: 'auto' },
  parallelToolCalls: true,
  maxTokens: 4000,
  temperature: 0.5,
  topP: 0.9,
  stop: ['END'],
  seed: 7,
  user: 'user-1',
  stream: true,
  includeUsage: true,
  extras: { x_trace: 'abc' },
}

/** A question whose answer must follow a schema. */
export const form: ChatRequest = {
  ...blank,
  messages: [
    { role: 'developer', content: [text('Answer in English.')], name: null },
    { role: 'user', content: [text('Where is the cathedral?')], name: null },
  ],
  format: {
    kind: 'schema',
    name: 'place',
    description: 'A place on the map',
    schema: {
      type: 'object',
      properties: { city: { type: 'string' } },
      required: ['city'],
      additionalProperties: false,
    },
    strict: true,
  },
  reasoning: { enabled: null, effort: 'low', budgetTokens: null },
  maxTokens: 9000,
  topK: 40,
  frequencyPenalty: 0.5,
  presencePenalty: 0.25,
  choices: 1,
  logprobs: { top: 2 },
}

/** What is answered to the talk. */
export const answer: ChatResponse = {
  id: 'answer-1',
  model: 'a-model-2026-11',
  createdSeconds: 1_790_000_000,
  choices: [
    {
      index: 0,
      content: [
        { kind: 'reasoning', text: 'Again, then.', signature: 'bW9yZQ==' },
        text('Größer 🙂 als gedacht.'),
        {
          kind: 'tool_call',
          id: 'call_again',
          name: 'weather',
          arguments: '{"city":"Köln","station":12345678901234567890}',
          signature: null,
          cacheControl: null,
        },
        { kind: 'tool_call', id: 'call_time', name: 'now', arguments: '{}', signature: null, cacheControl: null },
      ],
      finish: { reason: 'tool_calls', stopSequence: null },
      logprobs: null,
    },
  ],
  usage: { inputTokens: 120, outputTokens: 45, cachedTokens: 60, cacheWriteTokens: 20, reasoningTokens: 15 },
}

/** The same as it comes: pieces, a sign of life, and where a dialect can the arguments of both calls in a mix. */
export function streamOf(mixes: boolean): readonly ChatEvent[] {
  const argue = (index: number, json: string): ChatEvent => ({ kind: 'arguments', choice: 0, index, json })
  const call = (index: number, id: string, name: string): ChatEvent => {
    return { kind: 'tool_call', choice: 0, index, id, name, signature: null }
  }
  const calls = [
    call(0, 'call_again', 'weather'),
    argue(0, '{"city":"Kö'),
    argue(0, 'ln","station":1234567890'),
    argue(0, '1234567890}'),
    call(1, 'call_time', 'now'),
    argue(1, '{'),
    argue(1, '}'),
  ] as const
  const mix = [0, 1, 4, 5, 2, 3, 6].map((position) => calls[position] as ChatEvent)
  return [
    { kind: 'start', id: 'answer-1', model: 'a-model-2026-11', createdSeconds: 1_790_000_000 },
    { kind: 'reasoning', choice: 0, text: 'Again, ' },
    { kind: 'reasoning', choice: 0, text: 'then.' },
    { kind: 'signature', choice: 0, signature: 'bW9yZQ==' },
    { kind: 'ping' },
    { kind: 'text', choice: 0, text: 'Größer 🙂', logprobs: null },
    { kind: 'text', choice: 0, text: ' als gedacht.', logprobs: null },
    ...(mixes ? mix : calls),
    { kind: 'finish', choice: 0, finish: { reason: 'tool_calls', stopSequence: null } },
    {
      kind: 'usage',
      usage: { inputTokens: 120, outputTokens: 45, cachedTokens: 60, cacheWriteTokens: 20, reasoningTokens: 15 },
    },
    { kind: 'end' },
  ]
}

/** What goes wrong. */
export const failed: Failure = {
  status: 429,
  type: 'rate_limit_error',
  code: null,
  message: 'Too many requests: try again in 3 s.',
  param: null,
}
