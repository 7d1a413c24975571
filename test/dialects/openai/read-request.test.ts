// Chat Completions requests as clients really send them, older and other vendors' ways among them, and what they are read as.

import { expect, test } from 'vitest'
import type { ChatRequest, JsonObject } from '../../../runtime/dialects/chat.ts'
import { openai } from '../../../runtime/dialects/openai/caller.ts'
import { parseExactly } from '../../../runtime/json.ts'
import { GatewayError } from '../../../runtime/problem.ts'

const HELLO = [{ role: 'user', content: 'hi' }]
const text = (said: string, cacheControl: JsonObject | null = null) => ({ kind: 'text', text: said, cacheControl })
const call = (id: string, name: string, json = '{}') => ({
  kind: 'tool_call',
  id,
  name,
  arguments: json,
  signature: null,
  cacheControl: null,
})
const TOOLS = ['f', 'g'].map((name) => ({ type: 'function', function: { name } }))
const tool = (name: string) => ({ name, description: null, parameters: null, strict: null, cacheControl: null })

test('a request that says little states nothing', () => {
  expect(read({ model: 'm', messages: HELLO, temperature: null, tools: null, metadata: null })).toEqual({
    model: 'm',
    messages: [{ role: 'user', content: [text('hi')], name: null }],
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
  })
})

test.each<[string, JsonObject, Partial<ChatRequest>]>([
  ['the newer limit wins', { max_tokens: 5, max_completion_tokens: 7 }, { maxTokens: 7 }],
  ['the older limit', { max_tokens: 5 }, { maxTokens: 5 }],
  ['one stop', { stop: 'END' }, { stop: ['END'] }],
  ['stops', { stop: ['a', 'b'] }, { stop: ['a', 'b'] }],
  ['zero is a value', { temperature: 0, top_p: 0, seed: 0, n: 0 }, { temperature: 0, topP: 0, seed: 0, choices: 0 }],
  ['what is not known', { metadata: { a: 1 }, store: false }, { extras: { metadata: { a: 1 }, store: false } }],
  ['usage', { stream: true, stream_options: { include_usage: true } }, { stream: true, includeUsage: true }],
  ['probabilities', { logprobs: true, top_logprobs: 0 }, { logprobs: { top: 0 } }],
  ['text', { response_format: { type: 'text' } }, { format: null }],
  ['any JSON', { response_format: { type: 'json_object' } }, { format: { kind: 'json' } }],
  [
    'a schema',
    { response_format: { type: 'json_schema', json_schema: { name: 'n', schema: { type: 'object' }, strict: true } } },
    { format: { kind: 'schema', name: 'n', description: null, schema: { type: 'object' }, strict: true } },
  ],
  ['an effort', { reasoning_effort: 'low' }, { reasoning: { enabled: null, effort: 'low', budgetTokens: null } }],
  ['no effort', { reasoning_effort: 'none' }, { reasoning: { enabled: false, effort: null, budgetTokens: null } }],
  [
    "OpenRouter's way wins",
    { reasoning_effort: 'low', reasoning: { effort: 'high', max_tokens: 9, enabled: true } },
    { reasoning: { enabled: true, effort: 'high', budgetTokens: 9 } },
  ],
  [
    "Anthropic's way",
    { thinking: { type: 'enabled', budget_tokens: 2048 } },
    { reasoning: { enabled: true, effort: null, budgetTokens: 2048 } },
  ],
  [
    'no thinking',
    { thinking: { type: 'disabled' } },
    { reasoning: { enabled: false, effort: null, budgetTokens: null } },
  ],
  ['a choice', { tools: TOOLS, tool_choice: 'required' }, { toolChoice: { kind: 'required' } }],
  ["Mistral's word for it", { tools: TOOLS, tool_choice: 'any' }, { toolChoice: { kind: 'required' } }],
  [
    'one tool',
    { tools: TOOLS, tool_choice: { type: 'function', function: { name: 'f' } } },
    { toolChoice: { kind: 'tool', name: 'f' } },
  ],
  [
    'a choice among some tools',
    {
      tools: TOOLS,
      tool_choice: {
        type: 'allowed_tools',
        allowed_tools: { mode: 'required', tools: [{ type: 'function', function: { name: 'g' } }] },
      },
    },
    { tools: [tool('g')], toolChoice: { kind: 'required' } },
  ],
  ['a choice of no tools', { tool_choice: 'auto', parallel_tool_calls: true }, { toolChoice: null }],
  [
    'tools',
    {
      tools: [
        { type: 'function', function: { name: 'f', parameters: {}, strict: false }, cache_control: { type: 'e' } },
      ],
    },
    { tools: [{ name: 'f', description: null, parameters: {}, strict: false, cacheControl: { type: 'e' } }] },
  ],
])('reads %s', (_, body, expected) => {
  expect(read({ model: 'm', messages: HELLO, ...body })).toMatchObject(expected)
})

test.each<[string, JsonObject]>([
  ['tools.web_search', { tools: [{ type: 'web_search' }] }],
  ['tools.defer_loading', { tools: [{ type: 'function', function: { name: 'f', defer_loading: true } }] }],
  ['tool_choice', { tools: TOOLS, tool_choice: { type: 'custom', custom: { name: 'h' } } }],
  ['tool_choice', { tool_choice: 'required' }],
  ['response_format', { response_format: { type: 'grammar', grammar: 'x' } }],
  ['stream_options.include_obfuscation', { stream_options: { include_obfuscation: true } }],
  ['reasoning.exclude', { reasoning: { exclude: true } }],
  ['top_logprobs', { top_logprobs: 3 }],
  ['messages.audio', { messages: [{ role: 'assistant', audio: { id: 'audio_1' } }] }],
  ['messages.function_call', { messages: [{ role: 'assistant', function_call: { name: 'f', arguments: '{}' } }] }],
  ['messages.video_url', { messages: [{ role: 'user', content: [{ type: 'video_url', video_url: {} }] }] }],
  ['messages.image', { messages: [{ role: 'system', content: [{ type: 'image_url', image_url: { url: 'x' } }] }] }],
  ['cache_control', { messages: [{ role: 'assistant', refusal: 'no', cache_control: { type: 'ephemeral' } }] }],
])('names %s, which it cannot say', (field, body) => {
  const dropped: string[] = []
  openai.read({ model: 'm', messages: HELLO, ...body }, { drop: (name) => dropped.push(name) })
  expect(dropped).toEqual([field])
})

test('what is the default is not lost', () => {
  read({ model: 'm', messages: HELLO, stream_options: { include_obfuscation: false }, reasoning: { exclude: false } })
})

test.each<[string, JsonObject]>([
  ["'messages' must be a list.", { model: 'm' }],
  ["'model' must be a text.", { messages: [] }],
  ["'messages[0]' must be an object.", { model: 'm', messages: ['hi'] }],
  ["'messages[0].role' must be one of", { model: 'm', messages: [{ role: 'robot' }] }],
  ["'messages[0].content' must be a text or a list.", { model: 'm', messages: [{ role: 'user', content: 7 }] }],
  ["'messages[0].tool_call_id' must be a text.", { model: 'm', messages: [{ role: 'tool', content: 'x' }] }],
  ["'temperature' must be a number.", { model: 'm', messages: HELLO, temperature: 'hot' }],
  ["'stream' must be true or false.", { model: 'm', messages: HELLO, stream: 'yes' }],
  ["'stop' must be a text or a list of texts.", { model: 'm', messages: HELLO, stop: [1] }],
  ["'tools[1].name' must be a text.", { model: 'm', messages: HELLO, tools: [{ type: 'x' }, { function: {} }] }],
  [
    "'tool_choice' must be auto, none, required or one function.",
    { model: 'm', messages: HELLO, tool_choice: 'maybe' },
  ],
])('refuses with %s', (message, body) => {
  const attempt = () => openai.read(body, { drop() {} })
  expect(attempt).toThrow(GatewayError)
  expect(attempt).toThrow(message)
})

test('a message of every kind of part', () => {
  const mark = { type: 'ephemeral' }
  const content = [
    { type: 'text', text: 'look', cache_control: mark },
    { type: 'text', text: 'up to here', prompt_cache_breakpoint: { mode: 'explicit', ttl: '12h' } },
    { type: 'image_url', image_url: { url: 'https://a.example/b.png', detail: 'low' } },
    { type: 'image_url', image_url: 'data:image/webp;base64,AAAA' },
    { type: 'input_audio', input_audio: { data: 'BBBB', format: 'wav' } },
    { type: 'file', file: { file_data: 'data:text/plain;base64,CCCC', filename: 'c.txt' } },
    { type: 'file', file: { file_data: 'DDDD' } },
    { type: 'file', file: { file_id: 'file-1' } },
  ]
  expect(read({ model: 'm', messages: [{ role: 'user', content, name: 'Ann' }] }).messages).toEqual([
    {
      role: 'user',
      name: 'Ann',
      content: [
        text('look', mark),
        text('up to here', { type: 'ephemeral', ttl: '1h' }),
        { kind: 'image', source: { kind: 'url', url: 'https://a.example/b.png' }, detail: 'low', cacheControl: null },
        { kind: 'image', source: bytes('image/webp', 'AAAA'), detail: null, cacheControl: null },
        { kind: 'audio', base64: 'BBBB', format: 'wav' },
        { kind: 'file', source: bytes('text/plain', 'CCCC'), name: 'c.txt', cacheControl: null },
        { kind: 'file', source: bytes('application/pdf', 'DDDD'), name: null, cacheControl: null },
        { kind: 'file', source: { kind: 'id', id: 'file-1' }, name: null, cacheControl: null },
      ],
    },
  ])
})

test('a mark on a message is on its last part', () => {
  const mark = { type: 'ephemeral', ttl: '1h' }
  const messages = [
    {
      role: 'system',
      content: [
        { type: 'text', text: 'a' },
        { type: 'text', text: 'b' },
      ],
      cache_control: mark,
    },
    { role: 'assistant', tool_calls: [{ id: '1', function: { name: 'f', arguments: '{}' } }], cache_control: mark },
    { role: 'tool', tool_call_id: '1', content: 'x', cache_control: mark },
  ]
  expect(read({ model: 'm', messages }).messages).toMatchObject([
    { content: [text('a'), text('b', mark)] },
    { content: [{ ...call('1', 'f'), cacheControl: mark }] },
    { content: [text('x', mark)] },
  ])
})

test('tools are called and answered', () => {
  const messages = [
    {
      role: 'assistant',
      content: '',
      tool_calls: [
        { id: 'a', type: 'function', function: { name: 'f', arguments: '{"x":1}' } },
        {
          id: 'b',
          type: 'function',
          function: { name: 'g', arguments: '' },
          extra_content: { google: { thought_signature: 'sig' } },
        },
        { id: 'c', type: 'custom', custom: { name: 'h', input: 'free text' } },
        { id: 'd', function: { name: 'i', arguments: parseExactly('{"x":12345678901234567890}') } },
      ],
    },
    { role: 'tool', tool_call_id: 'a', content: [{ type: 'text', text: 'one' }] },
    { role: 'tool', tool_call_id: 'b', content: 'failed', is_error: true },
    { role: 'tool', tool_call_id: 'z', name: 'other', content: '' },
  ]
  expect(read({ model: 'm', messages }).messages).toEqual([
    {
      role: 'assistant',
      name: null,
      content: [
        call('a', 'f', '{"x":1}'),
        { ...call('b', 'g'), signature: 'sig' },
        call('c', 'h', '{"input":"free text"}'),
        call('d', 'i', '{"x":12345678901234567890}'),
      ],
    },
    { role: 'tool', callId: 'a', name: 'f', content: [text('one')], isError: false },
    { role: 'tool', callId: 'b', name: 'g', content: [text('failed')], isError: true },
    { role: 'tool', callId: 'z', name: 'other', content: [], isError: false },
  ])
})

test('thoughts come back with their signatures, also in the pieces of a stream', () => {
  const detail = (fields: JsonObject) => ({ type: 'reasoning.text', ...fields })
  const said = (message: JsonObject) =>
    read({ model: 'm', messages: [{ role: 'assistant', ...message }] }).messages[0]?.content
  const thought = (words: string, signature: string | null) => ({ kind: 'reasoning', text: words, signature })
  expect(said({ reasoning_content: 'hm', content: 'so' })).toEqual([thought('hm', null), text('so')])
  expect(said({ reasoning: 'hm' })).toEqual([thought('hm', null)])
  const details = [
    detail({ text: 'a', index: 0 }),
    detail({ text: 'b', index: 0 }),
    detail({ text: '', signature: 's', index: 0 }),
    { type: 'reasoning.encrypted', data: 'secret', index: 1 },
    { type: 'reasoning.summary', summary: 'c', index: 2 },
    detail({ text: 'd', index: 3 }),
  ]
  expect(said({ reasoning: 'abcd', reasoning_details: details })).toEqual([
    thought('ab', 's'),
    { kind: 'redacted_reasoning', data: 'secret' },
    thought('c', null),
    thought('d', null),
  ])
  expect(said({ reasoning: 'abcd', reasoning_details: [{ type: 'reasoning.new' }] })).toEqual([thought('abcd', null)])
})

test('a number that no double holds is one all the same', () => {
  const body = parseExactly('{"model":"m","messages":[],"temperature":0.70000000000000001,"seed":12345678901234567890}')
  expect(read(body as JsonObject)).toMatchObject({ temperature: 0.7, seed: Number('12345678901234567890') })
})

function read(body: JsonObject): ChatRequest {
  return openai.read(body, {
    drop(field) {
      throw new Error(`${field} was dropped.`)
    },
  })
}

function bytes(mediaType: string, base64: string): JsonObject {
  return { kind: 'bytes', mediaType, base64 }
}
