// The bedrock dialect against a mock that others wrote: requests are understood, and answers read, whole and streaming, tools and all.

import { LLMock } from '@copilotkit/aimock'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bedrock } from '../../../runtime/dialects/bedrock/upstream.ts'
import type { ChatEvent, ChatRequest, ChatResponse } from '../../../runtime/dialects/chat.ts'
import { assemble } from '../assemble.ts'
import { silent } from '../reading.ts'
import { plainRequest } from './requests.ts'

const mock = new LLMock({ port: 0, host: '127.0.0.1', logLevel: 'silent', chunkSize: 3 })
let origin = ''

beforeAll(async () => {
  mock.onToolResult('tooluse_1', { content: 'It rains.' })
  mock.onMessage('Hello?', { content: 'Hello from Bedrock.', reasoning: 'A greeting.' })
  mock.onMessage('Weather?', {
    content: 'I look.',
    toolCalls: [
      { id: 'tooluse_1', name: 'weather', arguments: '{"city":"Köln"}' },
      { id: 'tooluse_2', name: 'now', arguments: '{}' },
    ],
  })
  mock.onMessage('Fail.', { error: { message: 'Too many requests.', type: 'throttling' }, status: 429 })
  origin = await mock.start()
})
afterAll(() => mock.stop())

const asking = (words: string): ChatRequest => ({
  ...plainRequest,
  messages: [{ role: 'user', content: [{ kind: 'text', text: words, cacheControl: null }], name: null }],
  tools: ['weather', 'now'].map((name) => ({
    name,
    description: null,
    parameters: { type: 'object', properties: {} },
    strict: null,
    cacheControl: null,
  })),
})

async function send(request: ChatRequest, method: string): Promise<Response> {
  const body = JSON.stringify(bedrock.write(request, silent).body)
  const headers = { 'content-type': 'application/json' }
  return fetch(`${origin}/model/${encodeURIComponent(request.model)}/${method}`, { method: 'POST', headers, body })
}

async function whole(request: ChatRequest): Promise<ChatResponse> {
  return bedrock.write(request, silent).answer.response(await (await send(request, 'converse')).json())
}

async function streamed(request: ChatRequest): Promise<ChatResponse> {
  const response = await send(request, 'converse-stream')
  expect(response.headers.get('content-type')).toBe('application/vnd.amazon.eventstream')
  const splitter = bedrock.frames()
  const reader = bedrock.write(request, silent).answer.events()
  const events: ChatEvent[] = []
  for await (const bytes of response.body ?? []) events.push(...splitter.push(bytes).flatMap(reader.read))
  return assemble([...events, ...splitter.finish().flatMap(reader.read), ...reader.finish()])
}

test.each([
  ['whole', whole],
  ['streaming', streamed],
])('a talk with tools, %s', async (_, ask) => {
  expect((await ask(asking('Hello?'))).choices[0]).toEqual({
    index: 0,
    content: [
      { kind: 'reasoning', text: 'A greeting.', signature: null },
      { kind: 'text', text: 'Hello from Bedrock.', cacheControl: null },
    ],
    finish: { reason: 'stop', stopSequence: null },
    logprobs: null,
  })
  const request = asking('Weather?')
  const { content, finish } = (await ask(request)).choices[0] ?? { content: [] }
  expect(finish?.reason).toBe('tool_calls')
  expect(content).toMatchObject([
    { kind: 'text', text: 'I look.' },
    { kind: 'tool_call', id: 'tooluse_1', name: 'weather', arguments: '{"city":"Köln"}' },
    { kind: 'tool_call', id: 'tooluse_2', name: 'now', arguments: '{}' },
  ])
  const results = ['tooluse_2', 'tooluse_1'].map((callId) => ({
    role: 'tool' as const,
    callId,
    name: null,
    content: [{ kind: 'text' as const, text: 'rain', cacheControl: null }],
    isError: false,
  }))
  const next = {
    ...request,
    messages: [...request.messages, { role: 'assistant' as const, content, name: null }, ...results],
  }
  expect((await ask(next)).choices[0]?.content).toMatchObject([{ kind: 'text', text: 'It rains.' }])
})

test('an error keeps its status and its words', async () => {
  const response = await send(asking('Fail.'), 'converse')
  expect(bedrock.failure(response.status, await response.json())).toMatchObject({ status: 429 })
})
