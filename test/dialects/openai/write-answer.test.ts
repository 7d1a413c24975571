// Answers and streams as Chat Completions clients get them, to the letter where clients are known to break.

import { expect, test } from 'vitest'
import type { ChatEvent, ChatRequest, ChatResponse, Finish } from '../../../runtime/dialects/chat.ts'
import { openai } from '../../../runtime/dialects/openai/caller.ts'

const request = openai.read({ model: 'asked-for', messages: [], stream: true }, { drop() {} })
const stop: Finish = { reason: 'stop', stopSequence: null }
const nothing: ChatResponse = { id: null, model: null, createdSeconds: null, choices: [], usage: null }
const START: ChatEvent = { kind: 'start', id: 'x', model: 'm', createdSeconds: 7 }
const END: ChatEvent = { kind: 'end' }
const usage = { inputTokens: 10, outputTokens: 5, cachedTokens: 4, cacheWriteTokens: 2, reasoningTokens: 3 }

test('an answer has what clients count on', () => {
  const logprobs = { content: [{ token: 'Hi', logprob: 0 }], refusal: null }
  const choices = [
    { index: 0, content: [{ kind: 'text', text: 'Hi', cacheControl: null }], finish: stop, logprobs },
  ] as const
  expect(openai.response({ ...nothing, choices, usage }, request)).toEqual({
    id: 'chatcmpl-0',
    object: 'chat.completion',
    created: 0,
    model: 'asked-for',
    choices: [
      { index: 0, message: { role: 'assistant', content: 'Hi', refusal: null }, logprobs, finish_reason: 'stop' },
    ],
    usage: {
      prompt_tokens: 10,
      completion_tokens: 5,
      total_tokens: 15,
      prompt_tokens_details: { cached_tokens: 4, cache_write_tokens: 2 },
      completion_tokens_details: { reasoning_tokens: 3 },
    },
  })
})

test('an answer of everything else', () => {
  const call = { kind: 'tool_call', id: 'c1', name: 'f', arguments: '', signature: 's', cacheControl: null } as const
  const content = [
    { kind: 'reasoning', text: 'hm', signature: 'sig' },
    { kind: 'redacted_reasoning', data: 'x' },
    { kind: 'refusal', text: 'no' },
    call,
  ] as const
  const [choice] = choicesOf({ ...nothing, choices: [{ index: 0, content, finish: stop, logprobs: null }] })
  expect(choice).toEqual({
    index: 0,
    message: {
      role: 'assistant',
      content: null,
      refusal: 'no',
      reasoning_content: 'hm',
      reasoning_details: [
        { type: 'reasoning.text', text: 'hm', signature: 'sig', index: 0 },
        { type: 'reasoning.encrypted', data: 'x', index: 1 },
      ],
      tool_calls: [
        {
          id: 'c1',
          type: 'function',
          function: { name: 'f', arguments: '{}' },
          extra_content: { google: { thought_signature: 's' } },
        },
      ],
    },
    logprobs: null,
    finish_reason: 'tool_calls',
  })
})

test.each<[Finish['reason'], string, string | undefined]>([
  ['stop', 'stop', undefined],
  ['length', 'length', undefined],
  ['tool_calls', 'tool_calls', undefined],
  ['content_filter', 'content_filter', undefined],
  ['refusal', 'content_filter', 'refusal'],
  ['pause', 'stop', 'pause'],
  ['error', 'length', 'error'],
])('the reason %s is %s', (reason, finish_reason, native) => {
  const finish = { reason, stopSequence: 'END' }
  const [choice] = choicesOf({ ...nothing, choices: [{ index: 0, content: [], finish, logprobs: null }] })
  expect(choice).toMatchObject({ message: { content: '' }, finish_reason, stop_reason: 'END' })
  expect(choice?.native_finish_reason).toBe(native)
})

test('a refusal in words is no filter', () => {
  const content = [{ kind: 'refusal', text: 'no' }] as const
  const finish = { reason: 'refusal', stopSequence: null } as const
  const [choice] = choicesOf({ ...nothing, choices: [{ index: 0, content, finish, logprobs: null }] })
  expect(choice).toMatchObject({ message: { content: null, refusal: 'no' }, finish_reason: 'stop' })
})

test('parallel calls stream by index, each with its id and name first, and arguments that are JSON', () => {
  const events: ChatEvent[] = [
    START,
    { kind: 'tool_call', choice: 0, index: 0, id: 'a', name: 'f', signature: null },
    { kind: 'tool_call', choice: 0, index: 1, id: 'b', name: 'g', signature: 's' },
    { kind: 'arguments', choice: 0, index: 0, json: '{"x"' },
    { kind: 'tool_call', choice: 0, index: 2, id: 'c', name: 'h', signature: null },
    { kind: 'arguments', choice: 0, index: 1, json: '{}' },
    { kind: 'arguments', choice: 0, index: 0, json: ':1}' },
    { kind: 'finish', choice: 0, finish: stop },
    END,
  ]
  expect(written(events)).toBe(
    `data: {"id":"x","object":"chat.completion.chunk","created":7,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":null,"tool_calls":[{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":""}}]},"logprobs":null,"finish_reason":null}]}

data: {"id":"x","object":"chat.completion.chunk","created":7,"model":"m","choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"id":"b","type":"function","function":{"name":"g","arguments":""},"extra_content":{"google":{"thought_signature":"s"}}}]},"logprobs":null,"finish_reason":null}]}

data: {"id":"x","object":"chat.completion.chunk","created":7,"model":"m","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\\"x\\""}}]},"logprobs":null,"finish_reason":null}]}

data: {"id":"x","object":"chat.completion.chunk","created":7,"model":"m","choices":[{"index":0,"delta":{"tool_calls":[{"index":2,"id":"c","type":"function","function":{"name":"h","arguments":""}}]},"logprobs":null,"finish_reason":null}]}

data: {"id":"x","object":"chat.completion.chunk","created":7,"model":"m","choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"function":{"arguments":"{}"}}]},"logprobs":null,"finish_reason":null}]}

data: {"id":"x","object":"chat.completion.chunk","created":7,"model":"m","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":":1}"}}]},"logprobs":null,"finish_reason":null}]}

data: {"id":"x","object":"chat.completion.chunk","created":7,"model":"m","choices":[{"index":0,"delta":{"tool_calls":[{"index":2,"function":{"arguments":"{}"}}]},"logprobs":null,"finish_reason":null}]}

data: {"id":"x","object":"chat.completion.chunk","created":7,"model":"m","choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"tool_calls"}]}

data: [DONE]

`,
  )
})

test('usage ends a stream where it was asked for, and is null before; nothing of it else', () => {
  const events: ChatEvent[] = [
    START,
    { kind: 'usage', usage },
    say('Hi'),
    { kind: 'finish', choice: 0, finish: stop },
    END,
  ]
  const chunks = chunksOf(written(events, { ...request, includeUsage: true }))
  expect(chunks.map((chunk) => [chunk.choices.length, chunk.usage?.total_tokens ?? null])).toEqual([
    [1, null],
    [1, null],
    [0, 15],
  ])
  expect(chunks.every((chunk) => 'usage' in chunk)).toBe(true)
  expect(written(events)).not.toContain('usage')
})

test('thoughts have an index, and end with their signature or where words begin', () => {
  const think = (text: string): ChatEvent => ({ kind: 'reasoning', choice: 0, text })
  const events: ChatEvent[] = [
    START,
    think('a'),
    think('b'),
    { kind: 'signature', choice: 0, signature: 's' },
    { kind: 'redacted_reasoning', choice: 0, data: 'x' },
    think('c'),
    say('So'),
    think('d'),
    { kind: 'finish', choice: 0, finish: stop },
    END,
  ]
  const deltas = chunksOf(written(events)).map((chunk) => chunk.choices[0]?.delta ?? {})
  expect(deltas.flatMap((delta) => delta.reasoning_details ?? [])).toEqual([
    { type: 'reasoning.text', text: 'a', index: 0 },
    { type: 'reasoning.text', text: 'b', index: 0 },
    { type: 'reasoning.text', text: '', signature: 's', index: 0 },
    { type: 'reasoning.encrypted', data: 'x', index: 1 },
    { type: 'reasoning.text', text: 'c', index: 2 },
    { type: 'reasoning.text', text: 'd', index: 3 },
  ])
  expect(deltas.map((delta) => delta.reasoning_content ?? '').join('')).toBe('abcd')
})

test('every choice says its role once, also one that says nothing else', () => {
  const events: ChatEvent[] = [
    START,
    say('a', 1),
    say('b', 0),
    say('c', 1),
    { kind: 'finish', choice: 2, finish: stop },
    END,
  ]
  const deltas = chunksOf(written(events)).map((chunk) => chunk.choices[0]?.delta ?? {})
  expect(deltas).toEqual([
    { role: 'assistant', content: 'a' },
    { role: 'assistant', content: 'b' },
    { content: 'c' },
    { role: 'assistant', content: '' },
  ])
})

test('a failure is the last word, a ping a comment, an empty text nothing', () => {
  const failure = { status: 529, type: 'overloaded_error', code: null, message: 'Overloaded', param: null }
  expect(written([START, { kind: 'ping' }, say(''), { kind: 'failure', failure }])).toBe(
    ': ping\n\ndata: {"error":{"message":"Overloaded","type":"overloaded_error","param":null,"code":null}}\n\n',
  )
  expect(openai.failure({ ...failure, type: null })).toMatchObject({ error: { type: 'api_error' } })
})

test('probabilities come with their words', () => {
  const logprobs = { content: [{ token: 'a', logprob: -1 }] }
  const [chunk] = chunksOf(written([{ kind: 'text', choice: 0, text: 'a', logprobs }]))
  expect(chunk?.choices[0]).toMatchObject({ delta: { content: 'a' }, logprobs })
  expect(chunk).toMatchObject({ id: 'chatcmpl-0', created: 0, model: 'asked-for' })
})

interface Chunk {
  // biome-ignore lint/suspicious/noExplicitAny: it is JSON.
  readonly choices: readonly { readonly delta: any }[]
  readonly usage?: { readonly total_tokens: number } | null
}

function written(events: readonly ChatEvent[], asked: ChatRequest = request): string {
  return events.map(openai.events(asked).write).join('')
}

function chunksOf(text: string): readonly Chunk[] {
  const data = text.split('\n\n').map((frame) => frame.slice('data: '.length))
  return data.filter((json) => json.startsWith('{')).map((json) => JSON.parse(json))
}

function choicesOf(response: ChatResponse): readonly { readonly [name: string]: unknown }[] {
  return openai.response(response, request).choices as readonly { readonly [name: string]: unknown }[]
}

function say(text: string, choice = 0): ChatEvent {
  return { kind: 'text', choice, text, logprobs: null }
}
