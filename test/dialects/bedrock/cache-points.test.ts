// Marks for the prompt cache are sent to models that have one, as far as it goes; Bedrock refuses the whole request elsewhere.

import { expect, test } from 'vitest'
import { bedrock } from '../../../runtime/dialects/bedrock/upstream.ts'
import type { ChatRequest } from '../../../runtime/dialects/chat.ts'
import { losses, plainRequest } from './requests.ts'

const hour = { type: 'ephemeral', ttl: '1h' }

test.each([
  ['us.anthropic.claude-sonnet-4-5-20250929-v1:0', ['1h', '1h'], []],
  ['anthropic.claude-3-5-haiku-20241022-v1:0', [null, null], ['cache_control.ttl']],
  ['us.amazon.nova-lite-v1:0', [null], ['cache_control', 'cache_control.ttl']],
  ['anthropic.claude-3-haiku-20240307-v1:0', [], ['cache_control']],
  ['us.deepseek.r1-v1:0', [], ['cache_control']],
])('%s', (model, ttls, dropped) => {
  const request: ChatRequest = {
    ...plainRequest,
    model,
    messages: [{ role: 'user', content: [{ kind: 'text', text: 'A book.', cacheControl: hour }], name: null }],
    tools: [{ name: 'now', description: null, parameters: null, strict: null, cacheControl: hour }],
  }
  const lost = losses()
  const text = JSON.stringify(bedrock.write(request, lost).body)
  const points = [...text.matchAll(/\{"cachePoint":\{"type":"default"(?:,"ttl":"(\w+)")?\}\}/g)]
  expect(points.map(([, ttl]) => ttl ?? null)).toEqual(ttls)
  expect([...lost.names].sort()).toEqual(dropped)
})
