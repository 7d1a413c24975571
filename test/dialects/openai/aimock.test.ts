// The upstream side against an independent mock of OpenAI's API, over loopback: words, thoughts, calls and errors, whole and streamed.

import { LLMock } from '@copilotkit/aimock'
import { afterAll, expect, it } from 'vitest'
import type { ChatRequest, ChatResponse } from '../../../runtime/dialects/chat.ts'
import { openai } from '../../../runtime/dialects/openai/upstream.ts'
import { assemble } from '../assemble.ts'
import { request } from './neutral.ts'

const vendor = new LLMock({ port: 0, host: '127.0.0.1', logLevel: 'silent' })
const calls = [
  { id: 'call_1', name: 'look', arguments: '{"at":"Köln","n":[1,2]}' },
  { id: 'call_2', name: 'look', arguments: '{}' },
]
vendor.onMessage('words', { content: 'Größer 🙂 als gedacht', reasoning: 'Hm, hm' })
vendor.onMessage('tools', { content: 'I look', toolCalls: calls })
vendor.onMessage('error', { error: { message: 'Slow down', type: 'rate_limit_error' }, status: 429 })
const url = await vendor.start()
afterAll(() => vendor.stop())

async function ask(words: string, stream: boolean): Promise<Response> {
  return fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer key' },
    body: JSON.stringify(openai.write(asked(words, stream), { drop() {} }).body),
  })
}

function asked(words: string, stream: boolean): ChatRequest {
  const content = [{ kind: 'text', text: words, cacheControl: null }] as const
  const look = { name: 'look', description: null, parameters: null, strict: null, cacheControl: null }
  return { ...request, messages: [{ role: 'user', content, name: null }], tools: [look], stream }
}

async function answered(words: string, stream: boolean): Promise<ChatResponse> {
  const response = await ask(words, stream)
  expect(response.status).toBe(200)
  const { answer } = openai.write(asked(words, stream), { drop() {} })
  if (!stream) return answer.response(await response.json())
  const splitter = openai.frames()
  const reader = answer.events()
  const frames = [...splitter.push(new Uint8Array(await response.arrayBuffer())), ...splitter.finish()]
  return assemble([...frames.flatMap((frame) => reader.read(frame)), ...reader.finish()])
}

it.each([false, true])('words and thoughts, streamed: %s', async (stream) => {
  const { choices, usage } = await answered('words', stream)
  expect(choices).toEqual([
    {
      index: 0,
      content: [
        { kind: 'reasoning', text: 'Hm, hm', signature: null },
        { kind: 'text', text: 'Größer 🙂 als gedacht', cacheControl: null },
      ],
      finish: { reason: 'stop', stopSequence: null },
      logprobs: null,
    },
  ])
  expect(usage?.outputTokens).toEqual(expect.any(Number))
})

it.each([false, true])('calls, streamed: %s', async (stream) => {
  const { choices } = await answered('tools', stream)
  expect(choices).toMatchObject([
    {
      content: [{ kind: 'text', text: 'I look' }, ...calls.map((call) => ({ kind: 'tool_call', ...call }))],
      finish: { reason: 'tool_calls' },
    },
  ])
})

it('an error', async () => {
  const response = await ask('error', false)
  expect(openai.failure(response.status, await response.json())).toMatchObject({
    status: 429,
    type: 'rate_limit_error',
    message: 'Slow down',
  })
})
