// Streams of OpenAI-shaped servers with the ways they are known to go wrong, and the one answer that each means.

import { describe, expect, test } from 'vitest'
import type { ChatEvent, ChatResponse, JsonObject } from '../../../runtime/dialects/chat.ts'
import { openai } from '../../../runtime/dialects/openai/upstream.ts'
import { assemble } from '../assemble.ts'
import { request } from './neutral.ts'

const f = (piece: JsonObject, fields: JsonObject = {}) => ({ ...fields, function: piece })
const says = (...tool_calls: readonly JsonObject[]) => ({ choices: [{ index: 0, delta: { tool_calls } }] })
const text = (content: unknown) => ({ choices: [{ index: 0, delta: { content } }] })
const ends = (finish_reason: unknown, fields: JsonObject = {}) => ({
  choices: [{ index: 0, delta: {}, finish_reason }],
  ...fields,
})

describe('tool calls', () => {
  const TWO = [
    { name: 'f', arguments: '{"x":1}' },
    { name: 'g', arguments: '{"y":2}' },
  ]
  const SAME = [
    { name: 'f', arguments: '{"x":1}' },
    { name: 'f', arguments: '{"x":2}' },
  ]

  test.each<[string, readonly JsonObject[], readonly JsonObject[]]>([
    [
      'as OpenAI sends them, mixed',
      [
        says(f({ name: 'f', arguments: '' }, { index: 0, id: 'a' })),
        says(f({ name: 'g', arguments: '' }, { index: 1, id: 'b' })),
        says(f({ arguments: '{"x"' }, { index: 0 }), f({ arguments: '{"y"' }, { index: 1 })),
        says(f({ arguments: ':2}' }, { index: 1 }), f({ arguments: ':1}' }, { index: 0 })),
      ],
      TWO,
    ],
    ['whole, in one piece', [says(...TWO.map((it, index) => f(it, { index, id: `c${index}` })))], TWO],
    ['whole, without indexes', [says(f(TWO[0] ?? {}, { id: 'a' })), says(f(TWO[1] ?? {}, { id: 'b' }))], TWO],
    ['whole, without indexes and ids', [says(...TWO.map((it) => f(it)))], TWO],
    ['whole, all of index 0', TWO.map((it, at) => says(f(it, { index: 0, id: `c${at}` }))), TWO],
    ['whole, all of index 0 with empty ids', TWO.map((it) => says(f(it, { index: 0, id: '' }))), TWO],
    ['whole, of one tool, all of index 0 with empty ids', SAME.map((it) => says(f(it, { index: 0, id: '' }))), SAME],
    ['whole, of one tool, with nothing to tell them by', SAME.map((it) => says(f(it))), SAME],
    [
      'in pieces without indexes',
      [
        says(f({ name: 'f', arguments: '{' }, { id: 'a' })),
        says(f({ arguments: '"x":1}' })),
        says(f({ name: 'g' }, { id: 'b' })),
        says(f({ arguments: '{"y":2}' })),
      ],
      TWO,
    ],
    [
      'with id and name in every piece',
      [
        says(f({ name: 'f', arguments: '{"x"' }, { index: 0, id: 'a' })),
        says(f({ name: 'f', arguments: ':1}' }, { index: 0, id: 'a' })),
        says(f({ name: 'g', arguments: '{"y"' }, { index: 1, id: 'b' })),
        says(f({ name: 'g', arguments: ':2}' }, { index: 1, id: 'b' })),
      ],
      TWO,
    ],
    [
      'with the name in every piece and no id',
      [
        says(f({ name: 'f', arguments: '{"x"' }, { index: 0 })),
        says(f({ name: 'f', arguments: ':1' }, { index: 0 })),
        says(f({ name: 'f', arguments: '}' }, { index: 0 })),
      ],
      TWO.slice(0, 1),
    ],
    [
      'with empty ids and names in later pieces',
      [
        says(f({ name: 'f', arguments: '{"x":' }, { index: 0, id: 'a' })),
        says(f({ name: '', arguments: '1}' }, { index: 0, id: '' })),
      ],
      TWO.slice(0, 1),
    ],
    [
      'with another id in every piece',
      [
        says(f({ name: 'f', arguments: '{"x":' }, { index: 0, id: 'a' })),
        says(f({ name: null, arguments: '1}' }, { index: 0, id: 'a2' })),
      ],
      TWO.slice(0, 1),
    ],
    [
      'whose index comes late',
      [says(f({ name: 'f', arguments: '{' }, { id: 'a' })), says(f({ arguments: '"x":1}' }, { index: 0 }))],
      TWO.slice(0, 1),
    ],
    [
      'counted from 1, or with gaps',
      [says(f(TWO[0] ?? {}, { index: 1, id: 'a' })), says(f(TWO[1] ?? {}, { index: 5, id: 'b' }))],
      TWO,
    ],
    ['with arguments that are no text', [says(f({ name: 'f', arguments: { x: 1 } }, { index: 0 }))], TWO.slice(0, 1)],
    ['without arguments', [says(f({ name: 'f' }, { index: 0, id: 'a' }))], [{ name: 'f', arguments: '{}' }]],
    ['of nothing', [says({ index: 0, id: 'a' }), says(f({ arguments: '' }, { index: 0 }))], []],
    ['in a message', [{ choices: [{ message: { tool_calls: [f(TWO[0] ?? {}, { id: 'a' })] } }] }], TWO.slice(0, 1)],
  ])('%s', (_, chunks, expected) => {
    const [choice] = answer([...chunks, ends('stop')]).choices
    const calls = choice?.content.flatMap((part) => (part.kind === 'tool_call' ? [part] : [])) ?? []
    expect(calls.map(({ name, arguments: json }) => ({ name, arguments: json }))).toEqual(expected)
    expect(new Set(calls.map(({ id }) => id)).size).toBe(calls.length)
    expect(calls.every(({ id }) => id !== '')).toBe(true)
    expect(choice?.finish.reason).toBe(expected.length === 0 ? 'stop' : 'tool_calls')
  })

  test('keep the numbers of arguments that are no text', () => {
    const data =
      '{"choices":[{"delta":{"tool_calls":[{"function":{"name":"f","arguments":{"x":12345678901234567890}}}]}}]}'
    expect(
      openai
        .write(request, { drop() {} })
        .answer.events()
        .read({ event: null, data }),
    ).toContainEqual({
      kind: 'arguments',
      choice: 0,
      index: 0,
      json: '{"x":12345678901234567890}',
    })
  })

  test('have ids of their own in every answer, and signatures', () => {
    const chunk = {
      ...says(f({ name: 'f' }, { extra_content: { google: { thought_signature: 's' } } })),
      id: 'chatcmpl-a1',
    }
    const [part] = answer([chunk, ends('stop')]).choices[0]?.content ?? []
    expect(part).toMatchObject({ id: 'call_chatcmpla1_0_0', signature: 's' })
  })
})

test.each<[string, JsonObject, unknown]>([
  [
    'reasoning_content',
    { reasoning_content: 'a', reasoning: null },
    [{ kind: 'reasoning', text: 'aa', signature: null }],
  ],
  ['reasoning', { reasoning: 'a' }, [{ kind: 'reasoning', text: 'aa', signature: null }]],
  ['both', { reasoning: 'a', reasoning_content: 'a' }, [{ kind: 'reasoning', text: 'aa', signature: null }]],
  [
    'details and a text',
    { reasoning: 'a', reasoning_details: [{ type: 'reasoning.text', text: 'b', signature: null }] },
    [{ kind: 'reasoning', text: 'bb', signature: null }],
  ],
  [
    "Mistral's parts",
    { content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'a' }] }] },
    [{ kind: 'reasoning', text: 'aa', signature: null }],
  ],
  ['text parts', { content: [{ type: 'text', text: 'a' }] }, [{ kind: 'text', text: 'aa', cacheControl: null }]],
  ['a refusal', { content: null, refusal: 'a' }, [{ kind: 'refusal', text: 'aa' }]],
])('%s in pieces', (_, delta, content) => {
  const chunk = { choices: [{ index: 0, delta }] }
  expect(answer([chunk, chunk, ends('stop')]).choices[0]?.content).toEqual(content)
})

test.each<[string, unknown, string]>([
  ['length', 'length', 'length'],
  ['a word of its own', 'eos', 'stop'],
  ["Mistral's length", 'model_length', 'length'],
  ["DeepSeek's error", 'insufficient_system_resource', 'error'],
  ['the older API', 'function_call', 'tool_calls'],
])('ends for %s', (_, said, reason) => {
  expect(answer([text('a'), ends(said)]).choices[0]?.finish).toEqual({ reason, stopSequence: null })
})

test('an end that comes early, empty or twice ends the answer once', () => {
  const chunks = [
    { choices: [{ delta: { content: 'a' }, finish_reason: '' }] },
    { choices: [{ delta: { content: 'b' }, finish_reason: 'length', stop_reason: 'X' }] },
    { choices: [{ delta: { content: 'c' }, finish_reason: null }] },
    { choices: [{ delta: {}, finish_reason: 'length', stop_reason: 'X' }] },
  ]
  expect(answer(chunks).choices).toMatchObject([
    { content: [{ text: 'abc' }], finish: { reason: 'length', stopSequence: 'X' } },
  ])
})

const counted = { inputTokens: 9, outputTokens: 4, cachedTokens: null, cacheWriteTokens: null, reasoningTokens: null }

test.each<[string, readonly JsonObject[], object]>([
  ['behind the choices', [ends('stop'), { choices: [], usage: { prompt_tokens: 9, completion_tokens: 4 } }], {}],
  ['with the last choice', [ends('stop', { usage: { prompt_tokens: 9, completion_tokens: 4 } })], {}],
  ['without choices', [ends('stop'), { usage: { prompt_tokens: 9, completion_tokens: 4 } }], {}],
  [
    'growing, the last one counts',
    [
      { ...text('a'), usage: { prompt_tokens: 9, completion_tokens: 1 } },
      ends('stop', { usage: { prompt_tokens: 9, completion_tokens: 4 } }),
      { choices: [], usage: null },
    ],
    {},
  ],
  [
    'with what was cached',
    [ends('stop', { usage: { prompt_tokens: 9, completion_tokens: 4, prompt_tokens_details: { cached_tokens: 2 } } })],
    { cachedTokens: 2 },
  ],
  [
    "with DeepSeek's cache",
    [ends('stop', { usage: { prompt_tokens: 9, completion_tokens: 4, prompt_cache_hit_tokens: 3 } })],
    { cachedTokens: 3 },
  ],
  ['with thoughts in the answer', [ends('stop', { usage: thinking(4, 13) })], { reasoningTokens: 3 }],
  ['with thoughts beside the answer', [ends('stop', { usage: thinking(1, 13) })], { reasoningTokens: 3 }],
])('usage %s', (_, chunks, details) => {
  const events = read([text('a'), ...chunks])
  expect(assemble(events).usage).toEqual({ ...counted, ...details })
  expect(events.filter(({ kind }) => kind === 'usage')).toHaveLength(1)
})

test('a stream without [DONE] is whole if all its choices ended, and without both cut', () => {
  expect(kinds([text('a'), ends('stop')], null)).toEqual(['start', 'text', 'finish', 'end'])
  expect(kinds([text('a')])).toEqual(['start', 'text', 'finish', 'end'])
  expect(kinds([text('a')], null)).toEqual(['start', 'text', 'failure'])
  expect(kinds([text('a'), { choices: [{ index: 1, delta: {}, finish_reason: 'stop' }] }], null).at(-1)).toBe('failure')
  expect(kinds([])).toEqual(['failure'])
  expect(kinds([], null)).toEqual(['failure'])
})

test('what says nothing is no event', () => {
  const chunks = [
    { id: '', model: '', choices: [], prompt_filter_results: [{}] },
    { choices: [{ index: 0, delta: { role: 'assistant', content: '' } }], id: 'x', created: 0, model: 'm' },
    {},
    { choices: null, object: 'keep-alive' },
    { choices: [null, { delta: null }] },
  ]
  expect(read(chunks, null).slice(0, -1)).toEqual([{ kind: 'start', id: 'x', model: 'm', createdSeconds: null }])
  const reader = openai.write(request, { drop() {} }).answer.events()
  expect(reader.read({ event: null, data: '' })).toEqual([])
})

test.each<[string, JsonObject, object]>([
  ['OpenAI', { error: { message: 'no', type: 'server_error', code: null } }, { status: 500, type: 'server_error' }],
  [
    'OpenRouter',
    { error: { message: 'no', code: 502 }, choices: [{ finish_reason: 'error' }] },
    { status: 502, code: '502' },
  ],
  ['a text', { error: 'no' }, { status: 500 }],
  [
    'vLLM',
    { object: 'error', message: 'no', type: 'BadRequestError', code: 400 },
    { status: 400, type: 'BadRequestError' },
  ],
  ['a limit', { error: { message: 'no', type: 'tokens', code: 'rate_limit_exceeded' } }, { status: 429 }],
  [
    'Anthropic',
    { type: 'error', error: { type: 'overloaded_error', message: 'no' } },
    { status: 503, type: 'overloaded_error' },
  ],
])('an error as %s says it ends the stream', (_, chunk, failure) => {
  const events = read([text('a'), chunk, text('b')])
  expect(events.map(({ kind }) => kind)).toEqual(['start', 'text', 'failure'])
  expect(events.at(-1)).toMatchObject({ failure: { message: 'no', ...failure } })
})

test.each(['{"choices"', 'oops', '[]', '7'])('a frame of %s cannot be read', (data) => {
  const reader = openai.write(request, { drop() {} }).answer.events()
  expect(() => reader.read({ event: null, data })).toThrow('a frame of it is no JSON object')
})

function thinking(completion_tokens: number, total_tokens: number): JsonObject {
  return { prompt_tokens: 9, completion_tokens, total_tokens, completion_tokens_details: { reasoning_tokens: 3 } }
}

function read(chunks: readonly JsonObject[], last: string | null = '[DONE]'): readonly ChatEvent[] {
  const reader = openai.write(request, { drop() {} }).answer.events()
  const data = [...chunks.map((chunk) => JSON.stringify(chunk)), ...(last === null ? [] : [last])]
  return [...data.flatMap((one) => reader.read({ event: null, data: one })), ...reader.finish()]
}

function kinds(chunks: readonly JsonObject[], last: string | null = '[DONE]'): readonly string[] {
  return read(chunks, last).map(({ kind }) => kind)
}

function answer(chunks: readonly JsonObject[]): ChatResponse {
  return assemble(read(chunks))
}
