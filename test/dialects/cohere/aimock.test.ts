// The cohere dialect against a mock that others wrote: requests are understood, and answers read, whole and streaming, tools and all.

import { LLMock } from '@copilotkit/aimock'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ChatEvent, ChatRequest, ChatResponse } from '../../../runtime/dialects/chat.ts'
import { cohere as embeddings } from '../../../runtime/dialects/cohere/embeddings.ts'
import { cohere } from '../../../runtime/dialects/cohere/upstream.ts'
import { assemble } from '../assemble.ts'
import { plainRequest } from '../bedrock/requests.ts'
import { silent } from '../reading.ts'

const mock = new LLMock({ port: 0, host: '127.0.0.1', logLevel: 'silent', chunkSize: 3 })
let origin = ''

beforeAll(async () => {
  mock.onToolResult('weather_1', { content: 'It rains.' })
  mock.onMessage('Hello?', { content: 'Hello from Cohere.', usage: { input_tokens: 7, output_tokens: 5 } })
  mock.onMessage('Weather?', {
    toolCalls: [
      { id: 'weather_1', name: 'weather', arguments: '{"city":"Köln"}' },
      { id: 'now_1', name: 'now', arguments: '{}' },
    ],
  })
  mock.onMessage('Fail.', { error: { message: 'Too many requests.', type: 'rate_limit' }, status: 429 })
  mock.onEmbedding('a b', { embedding: [0.5, -0.25] })
  origin = await mock.start()
})
afterAll(() => mock.stop())

const asking = (words: string, stream: boolean): ChatRequest => ({
  ...plainRequest,
  model: 'command-a-03-2025',
  messages: [{ role: 'user', content: [{ kind: 'text', text: words, cacheControl: null }], name: null }],
  tools: ['weather', 'now'].map((name) => ({
    name,
    description: null,
    parameters: null,
    strict: null,
    cacheControl: null,
  })),
  stream,
})

async function post(path: string, body: unknown): Promise<Response> {
  const headers = { 'content-type': 'application/json' }
  return fetch(origin + path, { method: 'POST', headers, body: JSON.stringify(body) })
}

async function ask(request: ChatRequest): Promise<ChatResponse> {
  const { body, answer } = cohere.write(request, silent)
  const response = await post('/v2/chat', body)
  if (!request.stream) return answer.response(await response.json())
  expect(response.headers.get('content-type')).toContain('text/event-stream')
  const splitter = cohere.frames()
  const reader = answer.events()
  const events: ChatEvent[] = []
  for await (const bytes of response.body ?? []) events.push(...splitter.push(bytes).flatMap(reader.read))
  return assemble([...events, ...splitter.finish().flatMap(reader.read), ...reader.finish()])
}

test.each([
  ['whole', false],
  ['streaming', true],
])('a talk with tools, %s', async (_, stream) => {
  expect(await ask(asking('Hello?', stream))).toMatchObject({
    choices: [{ content: [{ kind: 'text', text: 'Hello from Cohere.' }], finish: { reason: 'stop' } }],
    usage: { inputTokens: 7, outputTokens: 5 },
  })
  const request = asking('Weather?', stream)
  const { content, finish } = (await ask(request)).choices[0] ?? { content: [] }
  expect(finish?.reason).toBe('tool_calls')
  expect(content.filter(({ kind }) => kind === 'tool_call')).toMatchObject([
    { kind: 'tool_call', id: 'weather_1', name: 'weather', arguments: '{"city":"Köln"}' },
    { kind: 'tool_call', id: 'now_1', name: 'now', arguments: '{}' },
  ])
  const results = ['now_1', 'weather_1'].map((callId) => ({
    role: 'tool' as const,
    callId,
    name: null,
    content: [{ kind: 'text' as const, text: 'rain', cacheControl: null }],
    isError: false,
  }))
  const assistant = { role: 'assistant' as const, content, name: null }
  const next = await ask({ ...request, messages: [...request.messages, assistant, ...results] })
  expect(next.choices[0]?.content).toMatchObject([{ kind: 'text', text: 'It rains.' }])
})

test('an error keeps its status and its words', async () => {
  const response = await post('/v2/chat', cohere.write(asking('Fail.', false), silent).body)
  expect(cohere.failure(response.status, await response.json())).toMatchObject({
    status: 429,
    message: 'Too many requests.',
  })
})

test('embeddings', async () => {
  const request = {
    model: 'embed-v4.0',
    inputs: ['a', 'b'],
    dimensions: null,
    encoding: 'float',
    user: null,
    extras: {},
  }
  const response = await post('/v2/embed', embeddings.write(request as never, silent))
  expect(embeddings.read(await response.json()).vectors).toEqual([
    [0.5, -0.25],
    [0.5, -0.25],
  ])
})
