// What the gateway asks of Cohere's v2 chat, and the names of what is lost.

import { expect, test } from 'vitest'
import type { ChatRequest, Format, Message, Tool, ToolCallPart } from '../../../runtime/dialects/chat.ts'
import { cohere } from '../../../runtime/dialects/cohere/upstream.ts'
import { base64, text, user, written } from '../bedrock/requests.ts'

const write = (request: Partial<ChatRequest>) => written(cohere, { model: 'command-a-03-2025', ...request })
const call: ToolCallPart = {
  kind: 'tool_call',
  id: 'weather_1',
  name: 'weather',
  arguments: '{"id":12345678901234567890}',
  signature: null,
  cacheControl: null,
}
const tool = (name: string, strict: boolean | null = null): Tool => ({
  name,
  description: null,
  parameters: null,
  strict,
  cacheControl: null,
})
const schema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] }
const format: Format = { kind: 'schema', name: 'place', description: null, schema, strict: true }

test('a conversation with tools and an image', () => {
  const messages: Message[] = [
    { role: 'developer', content: [text('Be brief.')], name: null },
    user(text('Here?'), {
      kind: 'image',
      source: { kind: 'bytes', mediaType: 'image/png', base64 },
      detail: 'low',
      cacheControl: null,
    }),
    {
      role: 'assistant',
      content: [
        { kind: 'reasoning', text: 'I will look.', signature: null },
        text('Moment.'),
        call,
        { ...call, id: 'b', arguments: '' },
      ],
      name: null,
    },
    { role: 'tool', callId: 'weather_1', name: 'weather', content: [text('{"a":1}')], isError: false },
    { role: 'tool', callId: 'b', name: 'weather', content: [text('one'), text('two')], isError: false },
    { role: 'assistant', content: [{ kind: 'reasoning', text: 'Rain.', signature: null }, text('Rain.')], name: null },
    user(text('Thanks.')),
  ]
  const { lost, ...body } = write({ messages, tools: [tool('weather')], stream: true, maxTokens: 5, stop: ['x'] })
  expect(lost).toEqual([])
  expect(body).toEqual({
    model: 'command-a-03-2025',
    stream: true,
    messages: [
      { role: 'system', content: 'Be brief.' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Here?' },
          { type: 'image_url', image_url: { url: `data:image/png;base64,${base64}`, detail: 'low' } },
        ],
      },
      {
        role: 'assistant',
        tool_plan: 'I will look.',
        content: 'Moment.',
        tool_calls: [
          { id: 'weather_1', type: 'function', function: { name: 'weather', arguments: call.arguments } },
          { id: 'b', type: 'function', function: { name: 'weather', arguments: '{}' } },
        ],
      },
      { role: 'tool', tool_call_id: 'weather_1', content: '{"a":1}' },
      {
        role: 'tool',
        tool_call_id: 'b',
        content: [
          { type: 'text', text: 'one' },
          { type: 'text', text: 'two' },
        ],
      },
      {
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 'Rain.' },
          { type: 'text', text: 'Rain.' },
        ],
      },
      { role: 'user', content: 'Thanks.' },
    ],
    tools: [{ type: 'function', function: { name: 'weather', parameters: { type: 'object', properties: {} } } }],
    max_tokens: 5,
    stop_sequences: ['x'],
  })
})

test('every choice of tools', () => {
  const tools = [tool('a'), tool('b')]
  expect(write({ tools, toolChoice: { kind: 'auto' } })).not.toHaveProperty('tool_choice')
  expect(write({ tools, toolChoice: { kind: 'none' } }).tool_choice).toBe('NONE')
  expect(write({ tools, toolChoice: { kind: 'required' } }).tool_choice).toBe('REQUIRED')
  const one = write({ tools, toolChoice: { kind: 'tool', name: 'b' } })
  expect(one).toMatchObject({ tool_choice: 'REQUIRED', tools: [{ function: { name: 'b' } }], lost: [] })
  expect(one.tools).toHaveLength(1)
  expect(write({ tools, toolChoice: { kind: 'tool', name: 'c' } })).toMatchObject({ lost: ['tool_choice'] })
  expect(write({ toolChoice: { kind: 'required' } })).not.toHaveProperty('tool_choice')
})

test('tools are strict together', () => {
  expect(write({ tools: [tool('a', true), tool('b', true)] })).toMatchObject({ strict_tools: true, lost: [] })
  const mixed = write({ tools: [tool('a', true), tool('b')] })
  expect(mixed).not.toHaveProperty('strict_tools')
  expect(mixed.lost).toEqual(['tools.strict'])
})

test('a format, which Cohere takes without tools', () => {
  expect(write({ format: { kind: 'json' } }).response_format).toEqual({ type: 'json_object' })
  expect(write({ format }).response_format).toEqual({ type: 'json_object', json_schema: schema })
  expect(write({ format: { ...format, description: 'A place.' } }).lost).toEqual([
    'response_format.json_schema.description',
  ])
  const beside = write({ format, tools: [tool('a')] })
  expect(beside).not.toHaveProperty('response_format')
  expect(beside.lost).toEqual(['response_format'])
})

test('sampling and thinking', () => {
  const { lost, ...body } = write({
    temperature: 0,
    topP: 1,
    topK: 7,
    seed: 0,
    frequencyPenalty: -1,
    presencePenalty: 0.5,
    logprobs: { top: null },
    reasoning: { enabled: true, effort: null, budgetTokens: 500 },
  })
  expect(body).toMatchObject({
    temperature: 0,
    p: 0.99,
    k: 7,
    seed: 0,
    frequency_penalty: 0,
    presence_penalty: 0.5,
    logprobs: true,
    thinking: { type: 'enabled', token_budget: 500 },
  })
  expect(lost).toEqual(['frequency_penalty'])
  expect(write({ reasoning: { enabled: false, effort: null, budgetTokens: null } }).thinking).toEqual({
    type: 'disabled',
  })
  expect(write({ reasoning: { enabled: null, effort: 'low', budgetTokens: null } })).toMatchObject({
    thinking: { type: 'enabled' },
    lost: ['reasoning_effort'],
  })
})

const assistant = (part: Extract<Message, { role: 'assistant' }>['content'][number]): Partial<ChatRequest> => ({
  messages: [{ role: 'assistant', content: [part], name: null }],
})

test.each<[string, Partial<ChatRequest>]>([
  ['n', { choices: 2 }],
  ['user', { user: 'u' }],
  ['top_logprobs', { logprobs: { top: 3 } }],
  ['parallel_tool_calls', { parallelToolCalls: false }],
  ['store', { extras: { store: true } }],
  ['cache_control', { messages: [user({ ...text('a'), cacheControl: { type: 'ephemeral' } })] }],
  ['cache_control', { tools: [{ ...tool('a'), cacheControl: { type: 'ephemeral' } }] }],
  ['messages.name', { messages: [{ ...user(text('?')), name: 'bob' } as Message] }],
  [
    'messages.image.id',
    { messages: [user({ kind: 'image', source: { kind: 'id', id: 'x' }, detail: null, cacheControl: null })] },
  ],
  ['messages.audio', { messages: [user({ kind: 'audio', base64, format: 'wav' })] }],
  [
    'messages.file',
    { messages: [user({ kind: 'file', source: { kind: 'id', id: 'x' }, name: null, cacheControl: null })] },
  ],
  [
    'messages.is_error',
    { messages: [{ role: 'tool', callId: 'a', name: null, content: [text('no')], isError: true }] },
  ],
  [
    'messages.image',
    {
      messages: [
        {
          role: 'tool',
          callId: 'a',
          name: null,
          content: [
            { kind: 'image', source: { kind: 'url', url: 'https://a.example' }, detail: null, cacheControl: null },
          ],
          isError: false,
        },
      ],
    },
  ],
  ['messages.reasoning', assistant({ kind: 'redacted_reasoning', data: 'eHg=' })],
  ['messages.reasoning.signature', assistant({ kind: 'reasoning', text: 'a', signature: 'b' })],
  ['messages.tool_calls.signature', assistant({ ...call, signature: 'x' })],
])('%s is named', (name, request) => {
  expect(write(request).lost).toEqual([name])
})
