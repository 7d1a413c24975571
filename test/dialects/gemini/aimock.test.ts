// The dialect against an independent mock of the Gemini API, over HTTP: what it sends is understood, what it reads is what was said.

import { LLMock } from '@copilotkit/aimock'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ChatRequest, ChatResponse, Message, Tool } from '../../../runtime/dialects/chat.ts'
import { gemini } from '../../../runtime/dialects/gemini/upstream.ts'
import { assemble } from '../assemble.ts'
import { plainRequest } from './requests.ts'

const mock = new LLMock({ port: 0, host: '127.0.0.1', logLevel: 'silent', chunkSize: 3 })
let url = ''

beforeAll(async () => {
  mock.addFixture({
    match: { userMessage: 'weather', hasToolResult: false },
    response: {
      content: 'I will look.',
      reasoning: 'Two cities.',
      toolCalls: [
        { name: 'weather', arguments: '{"city":"Rome","größe":"🙂"}' },
        { name: 'weather', arguments: '{}' },
      ],
    },
  })
  mock.addFixture({ match: { userMessage: 'weather', hasToolResult: true }, response: { content: 'Sunny in both.' } })
  mock.addFixture({
    match: { userMessage: 'fail' },
    response: { error: { message: 'Too many.', type: 'RESOURCE_EXHAUSTED' }, status: 429 },
  })
  url = await mock.start()
})
afterAll(() => mock.stop())

const user = (text: string): Message => ({
  role: 'user',
  content: [{ kind: 'text', text, cacheControl: null }],
  name: null,
})
const weather: Tool = {
  name: 'weather',
  description: 'The weather',
  parameters: { type: 'object', properties: { city: { type: 'string' } } },
  strict: null,
  cacheControl: null,
}

async function ask(change: Partial<ChatRequest>): Promise<ChatResponse> {
  const request = { ...plainRequest, tools: [weather], ...change }
  const { body, answer } = gemini.write(request, { drop: () => {} })
  const method = request.stream ? 'streamGenerateContent?alt=sse' : 'generateContent'
  const response = await fetch(`${url}/v1beta/models/${request.model}:${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(JSON.stringify(gemini.failure(response.status, await response.json())))
  if (!request.stream) return answer.response(await response.json())
  const splitter = gemini.frames()
  const reader = answer.events()
  const events = []
  for await (const bytes of response.body ?? []) events.push(...splitter.push(bytes).flatMap(reader.read))
  events.push(...splitter.finish().flatMap(reader.read), ...reader.finish())
  return assemble(events)
}

it.each([false, true])('calls tools, streaming: %j, and goes on with their results', async (stream) => {
  const messages = [user('What is the weather?')]
  const first = await ask({ stream, messages })
  const content = first.choices[0]?.content ?? []
  expect(content).toMatchObject([
    { kind: 'reasoning', text: 'Two cities.' },
    { kind: 'text', text: 'I will look.' },
    { kind: 'tool_call', name: 'weather', arguments: '{"city":"Rome","größe":"🙂"}' },
    { kind: 'tool_call', name: 'weather', arguments: '{}' },
  ])
  const ids = content.flatMap((part) => (part.kind === 'tool_call' ? [part.id] : []))
  expect(new Set(ids).size).toBe(2)
  expect(first.choices[0]?.finish.reason).toBe('tool_calls')

  const results = ids.map((callId): Message => {
    const text = { kind: 'text', text: '{"sky":"clear"}', cacheControl: null } as const
    return { role: 'tool', callId, name: null, content: [text], isError: false }
  })
  const second = await ask({ stream, messages: [...messages, { role: 'assistant', content, name: null }, ...results] })
  expect(second.choices).toMatchObject([
    { content: [{ kind: 'text', text: 'Sunny in both.' }], finish: { reason: 'stop' } },
  ])
  const seen = mock.getRequests().at(-1)?.body as { messages: readonly { role: string; content: string }[] }
  expect(seen.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool', 'tool'])
  expect(seen.messages.at(-1)?.content).toBe('{"sky":"clear"}')
})

it('reads its errors', async () => {
  await expect(ask({ messages: [user('fail')] })).rejects.toThrow(
    JSON.stringify({ status: 429, type: 'RESOURCE_EXHAUSTED', code: null, message: 'Too many.', param: null }),
  )
})
