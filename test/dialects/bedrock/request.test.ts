// What the gateway makes of conversations: the cases that Bedrock is known to refuse when they are written naively, and the names of what is lost.

import { expect, test } from 'vitest'
import { bedrock } from '../../../runtime/dialects/bedrock/upstream.ts'
import type { ChatRequest, Message, Source, UserPart } from '../../../runtime/dialects/chat.ts'
import { parseExactly } from '../../../runtime/json.ts'
import { base64, call, calls, file, losses, plainRequest, result, text, tool, user, written } from './requests.ts'

const write = (request: Partial<ChatRequest>) => written(bedrock, request)
const ephemeral = { type: 'ephemeral' }
const spec = (name: string, json: unknown = { type: 'object', properties: { city: { type: 'string' } } }) => ({
  toolSpec: { name, inputSchema: { json } },
})

test('a conversation with tools, an image, a document and marks for the cache', () => {
  const messages: Message[] = [
    { role: 'system', content: [{ ...text('Be brief.'), cacheControl: { type: 'ephemeral', ttl: '1h' } }], name: null },
    { role: 'developer', content: [text('No jokes.')], name: null },
    user(
      text('Where is this?'),
      {
        kind: 'image',
        source: { kind: 'bytes', mediaType: 'image/jpeg', base64 },
        detail: 'auto',
        cacheControl: ephemeral,
      },
      {
        kind: 'file',
        source: { kind: 'bytes', mediaType: 'text/plain; charset=utf-8', base64 },
        name: 'a_b.c (1).txt',
        cacheControl: null,
      },
      { kind: 'audio', base64, format: 'mp3' },
    ),
    {
      role: 'assistant',
      content: [
        { kind: 'reasoning', text: 'Hm.', signature: 'c2ln' },
        { kind: 'redacted_reasoning', data: 'eHg=' },
        text('I look.'),
        call('call_1', 'weather', '{"city":"Köln","id":12345678901234567890}'),
        call('call_2', 'weather', ''),
      ],
      name: null,
    },
    result('call_1', { ...text('12 degrees'), cacheControl: ephemeral }),
    { ...result('call_2', text('no such city')), isError: true } as Message,
    user(text('So?')),
  ]
  const { body } = bedrock.write(
    { ...plainRequest, messages, tools: [{ ...tool('weather'), cacheControl: ephemeral }] },
    losses(),
  )
  const point = { cachePoint: { type: 'default' } }
  const json = JSON.stringify(body)
  expect(json).toContain('"id":12345678901234567890')
  expect(parseExactly(json)).toEqual(
    parseExactly(
      JSON.stringify({
        messages: [
          {
            role: 'user',
            content: [
              { text: 'Where is this?' },
              { image: { format: 'jpeg', source: { bytes: base64 } } },
              point,
              { document: { format: 'txt', source: { bytes: base64 }, name: 'a b c (1)' } },
              { audio: { format: 'mp3', source: { bytes: base64 } } },
            ],
          },
          {
            role: 'assistant',
            content: [
              { reasoningContent: { reasoningText: { text: 'Hm.', signature: 'c2ln' } } },
              { reasoningContent: { redactedContent: 'eHg=' } },
              { text: 'I look.' },
              {
                toolUse: {
                  toolUseId: 'call_1',
                  name: 'weather',
                  input: parseExactly('{"city":"Köln","id":12345678901234567890}'),
                },
              },
              { toolUse: { toolUseId: 'call_2', name: 'weather', input: {} } },
            ],
          },
          {
            role: 'user',
            content: [
              { toolResult: { toolUseId: 'call_1', content: [{ text: '12 degrees' }] } },
              point,
              { toolResult: { toolUseId: 'call_2', content: [{ text: 'no such city' }], status: 'error' } },
              { text: 'So?' },
            ],
          },
        ],
        system: [{ text: 'Be brief.' }, { cachePoint: { type: 'default', ttl: '1h' } }, { text: 'No jokes.' }],
        toolConfig: { tools: [spec('weather'), point] },
      }),
    ),
  )
})

test('what Bedrock refuses as empty is not sent', () => {
  const { messages } = write({
    messages: [
      user(text('Run it.')),
      { role: 'assistant', content: [text(''), call('call_1', 'run', '{}')], name: null },
      result('call_1', text('')),
      { role: 'assistant', content: [text(' \n')], name: null },
      user(text('And?')),
    ],
    tools: [{ ...tool('run'), description: ' ' }],
  })
  expect(messages).toEqual([
    { role: 'user', content: [{ text: 'Run it.' }] },
    { role: 'assistant', content: [{ toolUse: { toolUseId: 'call_1', name: 'run', input: {} } }] },
    {
      role: 'user',
      content: [{ toolResult: { toolUseId: 'call_1', content: [{ text: '(no output)' }] } }, { text: 'And?' }],
    },
  ])
})

test('ids and names that Bedrock does not take become ones that it takes, the same for a call and its result', () => {
  const ids = ['functions.get_weather:0', 'functions.get_weather:1', 'x'.repeat(65)]
  const { messages } = write({
    messages: [
      user(...['a.pdf', 'a.txt', null, '分'].map((name) => file('application/pdf', name))),
      calls(...ids.map((id) => call(id, 'run', '{}'))),
      ...ids.map((id) => result(id, text('ok'))),
    ],
    tools: [tool('run')],
  }) as unknown as { messages: { content: { [kind: string]: { name: string; toolUseId: string } }[] }[] }
  expect(messages[0]?.content.map(({ document }) => document?.name)).toEqual(['a', 'a 2', 'document', 'document 2'])
  const written = messages[1]?.content.map(({ toolUse }) => toolUse?.toolUseId ?? '') ?? []
  expect(new Set(written).size).toBe(3)
  for (const id of written) expect(id).toMatch(/^[\w-]{1,64}$/)
  expect(messages[2]?.content.map(({ toolResult }) => toolResult?.toolUseId)).toEqual(written)
})

test('arguments that are no object do not end the conversation', () => {
  for (const json of ['{"city":"Kö', '[1]', '"x"', '12345678901234567890', 'null']) {
    const { messages } = write({ messages: [calls(call('call_1', 'run', json))], tools: [tool('run')] })
    expect(messages).toEqual([
      { role: 'assistant', content: [{ toolUse: { toolUseId: 'call_1', name: 'run', input: { arguments: json } } }] },
    ])
  }
})

const image = (source: Source, detail: string | null = null): UserPart => ({
  kind: 'image',
  source,
  detail,
  cacheControl: null,
})
const png = { kind: 'bytes', mediaType: 'image/png', base64 } as const

test.each<[string, Partial<ChatRequest>]>([
  ['seed', { seed: 1 }],
  ['n', { choices: 2 }],
  ['logprobs', { logprobs: { top: null } }],
  ['frequency_penalty', { frequencyPenalty: 0.5 }],
  ['presence_penalty', { presencePenalty: -0.5 }],
  ['user', { user: 'u' }],
  ['service_tier', { extras: { service_tier: 'flex' } }],
  ['tools.strict', { tools: [{ ...tool('a'), strict: true }] }],
  ['messages.name', { messages: [{ ...user(text('?')), name: 'bob' } as Message] }],
  ['messages.image.detail', { messages: [user(image(png, 'high'))] }],
  ['messages.image.url', { messages: [user(image({ kind: 'url', url: 'https://a.example/a.png' }))] }],
  ['messages.image.id', { messages: [user(image({ kind: 'id', id: 'file-1' }))] }],
  ['messages.image', { messages: [user(image({ kind: 'bytes', mediaType: 'image/tiff', base64 }))] }],
  ['messages.file', { messages: [user(file('constructor', null))] }],
  ['messages.audio', { messages: [result('call_1', { kind: 'audio', base64, format: 'wav' })] }],
  [
    'messages.reasoning',
    { messages: [{ role: 'assistant', content: [{ kind: 'reasoning', text: 'Hm', signature: null }], name: null }] },
  ],
  ['messages.tool_calls.signature', { messages: [calls({ ...call('call_1', 'a', '{}'), signature: 'x' })] }],
])('%s is named', (name, request) => {
  expect(write(request).lost).toEqual([name])
})

test('what says nothing is not named', () => {
  const request = { frequencyPenalty: 0, presencePenalty: 0, choices: 1, parallelToolCalls: true }
  const messages = [user(text('?'), image(png, 'auto'))]
  expect(write({ ...request, messages, extras: { metadata: null } }).lost).toEqual([])
})
