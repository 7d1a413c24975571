// The upstream side against an independent mock of Anthropic's API, over loopback: calls, thoughts and texts, whole and streamed.

import { LLMock } from '@copilotkit/aimock'
import { afterAll, expect, it } from 'vitest'
import { anthropic } from '../../../runtime/dialects/anthropic/upstream.ts'
import type { ChatRequest, ChatResponse } from '../../../runtime/dialects/chat.ts'
import { assemble } from '../assemble.ts'
import { asked, said } from './requests.ts'

const vendor = new LLMock({ port: 0, host: '127.0.0.1', logLevel: 'silent' })
const calls = [
  { id: 'toolu_1', name: 'look', arguments: '{"at":"Köln","n":[1,2]}' },
  { id: 'toolu_2', name: 'look', arguments: '{}' },
]
vendor.onMessage('words', { content: 'Größer 🙂 als gedacht', reasoning: 'Hm, hm' })
vendor.onMessage('tools', { content: 'I look', toolCalls: calls })
const url = await vendor.start()
afterAll(() => vendor.stop())

const tool = { name: 'look', description: null, parameters: null, strict: null, cacheControl: null }

async function answered(changes: Partial<ChatRequest>): Promise<ChatResponse> {
  const { body, answer } = anthropic.write(asked(changes), { drop: () => {} })
  const response = await fetch(`${url}/v1/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': 'key' },
    body: JSON.stringify(body),
  })
  expect(response.status).toBe(200)
  if (!changes.stream) return answer.response(await response.json())
  const splitter = anthropic.frames()
  const reader = answer.events()
  const frames = [...splitter.push(new Uint8Array(await response.arrayBuffer())), ...splitter.finish()]
  return assemble([...frames.flatMap(reader.read), ...reader.finish()])
}

it.each([false, true])('words and thoughts, streamed: %s', async (stream) => {
  const { choices } = await answered({ messages: [said('words')], stream })
  expect(choices).toMatchObject([
    {
      content: [
        { kind: 'reasoning', text: 'Hm, hm', signature: expect.any(String) },
        { kind: 'text', text: 'Größer 🙂 als gedacht' },
      ],
      finish: { reason: 'stop' },
    },
  ])
})

it.each([false, true])('calls, streamed: %s', async (stream) => {
  const { choices } = await answered({ messages: [said('tools')], tools: [tool], stream })
  expect(choices).toMatchObject([
    {
      content: [{ kind: 'text', text: 'I look' }, ...calls.map((call) => ({ kind: 'tool_call', ...call }))],
      finish: { reason: 'tool_calls' },
    },
  ])
})
