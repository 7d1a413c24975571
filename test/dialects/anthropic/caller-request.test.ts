// What the caller's side reads of requests, with all that Anthropic's SDK can put into them, and what it names as lost.

import type Anthropic from '@anthropic-ai/sdk'
import { describe, expect, it } from 'vitest'
import { anthropic } from '../../../runtime/dialects/anthropic/caller.ts'
import type { JsonObject } from '../../../runtime/dialects/chat.ts'
import { parseExactly } from '../../../runtime/json.ts'

type Params = Partial<Anthropic.MessageCreateParams>

const ephemeral = { type: 'ephemeral', ttl: '1h' } as const
const question: Anthropic.MessageParam = { role: 'user', content: 'Hi' }

function read(params: Params & JsonObject) {
  const lost = new Set<string>()
  const body = { model: 'openai/gpt-4o', max_tokens: 100, messages: [question], ...params }
  const request = anthropic.read(parseExactly(JSON.stringify(body)) as JsonObject, { drop: (field) => lost.add(field) })
  return { request, lost: [...lost] }
}

it('carries over a conversation with every kind of block', () => {
  const messages: Anthropic.MessageParam[] = [
    {
      role: 'user',
      content: [
        { type: 'text', text: 'Look', cache_control: ephemeral },
        { type: 'image', source: { type: 'url', url: 'https://a.example/a.png' } },
        { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AA==' } },
        { type: 'image', source: { type: 'file', file_id: 'file_1' } },
        { type: 'document', title: 'A', source: { type: 'base64', media_type: 'application/pdf', data: 'AA==' } },
        {
          type: 'document',
          source: { type: 'text', media_type: 'text/plain', data: 'Größe' },
          cache_control: ephemeral,
        },
      ],
    },
    {
      role: 'assistant',
      content: [
        { type: 'thinking', thinking: 'Hm', signature: 'c2ln' },
        { type: 'redacted_thinking', data: 'ZGF0YQ==' },
        { type: 'text', text: 'I look', citations: [] },
        { type: 'tool_use', id: 'a', name: 'look', input: { n: 1 }, caller: { type: 'direct' } },
        { type: 'tool_use', id: 'b', name: 'look', input: {}, cache_control: ephemeral },
      ],
    },
    {
      role: 'user',
      content: [
        { type: 'tool_result', tool_use_id: 'a', content: 'Nothing', is_error: true, cache_control: ephemeral },
        {
          type: 'tool_result',
          tool_use_id: 'b',
          content: [{ type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AA==' } }],
        },
        { type: 'text', text: 'So?' },
      ],
    },
    { role: 'system', content: 'Be brief.' },
  ]
  const system = [{ type: 'text' as const, text: 'Help.', cache_control: ephemeral }]
  const { request, lost } = read({ system, messages })
  const text = (words: string, cacheControl: object | null = null) => ({ kind: 'text', text: words, cacheControl })
  const image = (source: object) => ({ kind: 'image', source, detail: null, cacheControl: null })
  const bytes = (mediaType: string, data: string) => ({ kind: 'bytes', mediaType, base64: data })
  const call = { kind: 'tool_call', name: 'look', signature: null }
  const result = { role: 'tool', name: 'look' }
  expect(request.messages).toEqual([
    { role: 'system', content: [text('Help.', ephemeral)], name: null },
    {
      role: 'user',
      content: [
        text('Look', ephemeral),
        image({ kind: 'url', url: 'https://a.example/a.png' }),
        image(bytes('image/png', 'AA==')),
        image({ kind: 'id', id: 'file_1' }),
        { kind: 'file', source: bytes('application/pdf', 'AA=='), name: 'A', cacheControl: null },
        { kind: 'file', source: bytes('text/plain', 'R3LDtsOfZQ=='), name: null, cacheControl: ephemeral },
      ],
      name: null,
    },
    {
      role: 'assistant',
      content: [
        { kind: 'reasoning', text: 'Hm', signature: 'c2ln' },
        { kind: 'redacted_reasoning', data: 'ZGF0YQ==' },
        text('I look'),
        { ...call, id: 'a', arguments: '{"n":1}', cacheControl: null },
        { ...call, id: 'b', arguments: '{}', cacheControl: ephemeral },
      ],
      name: null,
    },
    { ...result, callId: 'a', content: [text('Nothing', ephemeral)], isError: true },
    { ...result, callId: 'b', content: [image(bytes('image/png', 'AA=='))], isError: false },
    { role: 'user', content: [text('So?')], name: null },
    { role: 'system', content: [text('Be brief.')], name: null },
  ])
  expect(lost).toEqual([])
})

it('carries over all else that it has words for', () => {
  const schema = { type: 'object' as const, title: 'The place', properties: { n: { type: 'number' } } }
  const { request, lost } = read({
    tools: [
      { name: 'look', description: 'Looks', input_schema: schema, strict: true, cache_control: ephemeral },
      { type: 'custom', name: 'bare', input_schema: { type: 'object' } },
    ],
    tool_choice: { type: 'any', disable_parallel_tool_use: true },
    thinking: { type: 'enabled', budget_tokens: 2048, display: 'summarized' },
    output_config: { effort: 'high', format: { type: 'json_schema', schema } },
    metadata: { user_id: 'u1' },
    stop_sequences: ['END'],
    temperature: 0.5,
    top_p: 0.9,
    top_k: 5,
    stream: true,
    x_new: { a: 1 },
  })
  const tool = { description: null, parameters: { type: 'object' }, strict: null, cacheControl: null }
  expect(request).toEqual({
    model: 'openai/gpt-4o',
    messages: [{ role: 'user', content: [{ kind: 'text', text: 'Hi', cacheControl: null }], name: null }],
    tools: [
      { name: 'look', description: 'Looks', parameters: schema, strict: true, cacheControl: ephemeral },
      { ...tool, name: 'bare' },
    ],
    toolChoice: { kind: 'required' },
    parallelToolCalls: false,
    format: { kind: 'schema', name: 'The_place', description: null, schema, strict: true },
    reasoning: { enabled: true, effort: 'high', budgetTokens: 2048 },
    maxTokens: 100,
    temperature: 0.5,
    topP: 0.9,
    topK: 5,
    frequencyPenalty: null,
    presencePenalty: null,
    seed: null,
    stop: ['END'],
    choices: null,
    logprobs: null,
    user: 'u1',
    stream: true,
    includeUsage: true,
    extras: { x_new: { a: 1 } },
  })
  expect(lost).toEqual([])
})

it.each([
  [{ thinking: { type: 'disabled' } }, { enabled: false, effort: null, budgetTokens: null }],
  [{ thinking: { type: 'adaptive' } }, { enabled: true, effort: null, budgetTokens: null }],
  [{ output_config: { effort: 'low' } }, { enabled: null, effort: 'low', budgetTokens: null }],
  [{ thinking: null }, null],
] as const)('reads %o as how hard to think', (params, reasoning) => {
  expect(read(params as JsonObject).request.reasoning).toEqual(reasoning)
})

it.each([
  [{ type: 'auto' }, { kind: 'auto' }, null],
  [{ type: 'none' }, { kind: 'none' }, null],
  [{ type: 'tool', name: 'look', disable_parallel_tool_use: false }, { kind: 'tool', name: 'look' }, true],
] as const)('reads %o as the choice', (tool_choice, toolChoice, parallelToolCalls) => {
  expect(read({ tool_choice }).request).toMatchObject({ toolChoice, parallelToolCalls })
})

it('names what it drops', () => {
  const content = [
    { type: 'text', text: 'Hi', citations: [{ type: 'char_location' }] },
    { type: 'container_upload', file_id: 'f' },
    { type: 'search_result', title: 'T', source: 'https://s.example', content: [{ type: 'text', text: 'Found' }] },
    { type: 'document', source: { type: 'content', content: [{ type: 'text', text: 'In' }] } },
    { type: 'document', context: 'C', citations: { enabled: true }, source: { type: 'url', url: 'https://a.example' } },
    {
      type: 'tool_result',
      tool_use_id: 'a',
      content: [{ type: 'tool_reference', tool_name: 'x' }],
      cache_control: ephemeral,
    },
  ]
  const { request, lost } = read({
    system: [{ type: 'image', source: { type: 'url', url: 'https://a.example' } }],
    messages: [
      { role: 'user', content, name: 'Ann' },
      { role: 'assistant', content: [{ type: 'server_tool_use', id: 's', name: 'web_search', input: {} }] },
    ],
    tools: [
      { type: 'web_search_20250305', name: 'web_search' },
      { name: 'look', input_schema: { type: 'object' }, input_examples: [{ a: 1 }], defer_loading: false },
    ],
    thinking: { type: 'between_tools', display: 'omitted' },
    output_config: { task_budget: { total: 1 } },
    metadata: { user_id: null, other: 1 },
    context_management: { edits: [] },
    service_tier: 'auto',
    container: null,
  } as unknown as Params)
  expect(lost.toSorted()).toEqual(
    [
      ...['messages.text.citations', 'messages.container_upload', 'messages.document.context'],
      ...['messages.search_result', 'messages.document', 'messages.image'],
      ...['messages.document.citations', 'messages.tool_reference', 'messages.server_tool_use', 'cache_control'],
      ...[
        'tools.web_search_20250305',
        'tools.input_examples',
        'thinking',
        'output_config.task_budget',
        'metadata.other',
      ],
      ...['context_management', 'service_tier', 'messages.name', 'thinking.display'],
    ].toSorted(),
  )
  expect(request.tools.map(({ name }) => name)).toEqual(['look'])
  expect(request.extras).toEqual({})
})

it('reads the mark on a result as one on its last part, which may have its own', () => {
  const marked = (cache_control?: typeof ephemeral) => {
    const part = { type: 'text' as const, text: 'R', ...(cache_control ? { cache_control } : {}) }
    const mark = { type: 'ephemeral' as const }
    const result = { type: 'tool_result' as const, tool_use_id: 'a', content: [part], cache_control: mark }
    return read({ messages: [{ role: 'user', content: [result] }] }).request.messages
  }
  expect(marked()).toMatchObject([{ content: [{ cacheControl: { type: 'ephemeral' } }] }])
  expect(marked(ephemeral)).toMatchObject([{ content: [{ cacheControl: ephemeral }] }])
})

it('keeps the order of what stands around results', () => {
  const text = (words: string) => ({ type: 'text' as const, text: words })
  const result = { type: 'tool_result' as const, tool_use_id: 'a', content: 'R' }
  const { request } = read({ messages: [{ role: 'user', content: [text('1'), result, text('2'), text('3')] }] })
  expect(request.messages).toMatchObject([
    { role: 'user', content: [{ text: '1' }] },
    { role: 'tool', content: [{ text: 'R' }] },
    { role: 'user', content: [{ text: '2' }, { text: '3' }] },
  ])
})

it('takes no number for an object, however long', () => {
  const body = parseExactly('{"model":"m","messages":[],"metadata":12345678901234567890}') as JsonObject
  expect(() => anthropic.read(body, { drop: () => {} })).toThrow('"metadata" must be of type object.')
})

it('keeps numbers that no double holds in arguments, and takes one for a temperature', () => {
  const body = `{"model":"m","temperature":0.10000000000000000555,"messages":[{"role":"assistant","content":[
    {"type":"tool_use","id":"a","name":"look","input":{"n":12345678901234567890}}]}]}`
  const request = anthropic.read(parseExactly(body) as JsonObject, { drop: () => {} })
  expect(request.messages).toMatchObject([{ content: [{ arguments: '{"n":12345678901234567890}' }] }])
  expect(request).toMatchObject({ temperature: 0.1, maxTokens: null })
})

describe('a body that is not of this API', () => {
  it.each([
    [{ model: undefined }, '"model" must be of type string, and is missing.'],
    [{ messages: 'Hi' }, '"messages" must be of type array.'],
    [{ messages: ['Hi'] }, '"messages.0" must be of type object.'],
    [{ messages: [{ role: 'tool', content: 'x' }] }, '"messages.0.role" must be "user", "assistant" or "system".'],
    [{ messages: [{ role: 'user', content: 7 }] }, '"messages.0.content" must be of type array.'],
    [
      { messages: [{ role: 'user', content: [{ type: 'text' }] }] },
      '"messages.0.content.0.text" must be of type string, and is missing.',
    ],
    [{ max_tokens: '7' }, '"max_tokens" must be of type number.'],
    [{ stop_sequences: [7] }, '"stop_sequences.0" must be of type string.'],
    [{ tools: [{ input_schema: {} }] }, '"tools.0.name" must be of type string, and is missing.'],
    [{ tool_choice: { type: 'tool' } }, '"tool_choice.name" must be of type string, and is missing.'],
    [{ tool_choice: { type: 'some' } }, '"tool_choice.type" must be "auto", "any", "tool" or "none".'],
    [{ output_config: { format: { type: 'json' } } }, '"output_config.format.type" must be "json_schema".'],
  ])('%o is refused by name', (params, message) => {
    expect(() => read(params as unknown as Params)).toThrow(message)
  })
})
