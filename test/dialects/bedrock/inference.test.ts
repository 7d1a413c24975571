// How the model is to think and sample, at Bedrock: each family in its own way, and what it refuses is named.

import { expect, test } from 'vitest'
import { bedrock } from '../../../runtime/dialects/bedrock/upstream.ts'
import type { ChatRequest } from '../../../runtime/dialects/chat.ts'
import { call, calls, plainRequest, result, text, tool, user, written } from './requests.ts'

const write = (request: Partial<ChatRequest>) => written(bedrock, request)

const effort = (word: string) => ({ enabled: null, effort: word, budgetTokens: null })
const [claude3, claude45, claude46, claude5] = [
  'anthropic.claude-3-haiku-20240307-v1:0',
  plainRequest.model,
  'anthropic.claude-opus-4-6-v1',
  'anthropic.claude-sonnet-5',
]
const [nova2, nova, gptOss, llama] = [
  'us.amazon.nova-2-lite-v1:0',
  'amazon.nova-pro-v1:0',
  'openai.gpt-oss-120b-1:0',
  'meta.llama3-3-70b-instruct-v1:0',
]

test.each<[string, Partial<ChatRequest>, unknown, string[]]>([
  [claude45, { reasoning: effort('low') }, { thinking: { type: 'enabled', budget_tokens: 2048 } }, []],
  [
    claude45,
    { reasoning: effort('high'), maxTokens: 4000 },
    { thinking: { type: 'enabled', budget_tokens: 3999 } },
    [],
  ],
  [claude45, { reasoning: effort('high'), maxTokens: 1000 }, undefined, ['reasoning_effort']],
  [
    claude45,
    { reasoning: { enabled: false, effort: null, budgetTokens: null } },
    { thinking: { type: 'disabled' } },
    [],
  ],
  [
    claude45,
    { reasoning: effort('low'), temperature: 0.5, topP: 1, topK: 5 },
    { thinking: { type: 'enabled', budget_tokens: 2048 } },
    ['temperature', 'top_k'],
  ],
  [claude45, { topK: 5 }, { top_k: 5 }, []],
  [
    claude46,
    { reasoning: effort('minimal') },
    { thinking: { type: 'adaptive' }, output_config: { effort: 'low' } },
    [],
  ],
  [
    claude5,
    { reasoning: { enabled: true, effort: null, budgetTokens: 2000 } },
    { thinking: { type: 'adaptive', display: 'summarized' } },
    ['thinking.budget_tokens'],
  ],
  [claude3, { reasoning: effort('low') }, undefined, ['reasoning_effort']],
  [
    nova2,
    { reasoning: effort('high'), topK: 3 },
    { reasoningConfig: { type: 'enabled', maxReasoningEffort: 'high' }, inferenceConfig: { topK: 3 } },
    [],
  ],
  [nova, { reasoning: effort('high') }, undefined, ['reasoning_effort']],
  [gptOss, { reasoning: effort('high') }, { reasoning_effort: 'high' }, []],
  [llama, { topK: 3 }, undefined, ['top_k']],
])('%s thinks and samples in its own way: %j', (model, request, beside, lost) => {
  const written = write({ model, ...request })
  expect(written.additionalModelRequestFields).toEqual(beside)
  expect(written.lost).toEqual(lost)
})

test('a turn of tools that lost its thoughts goes on without thinking', () => {
  const messages = [user(text('?')), calls(call('call_1', 'a', '{}')), result('call_1', text('1'))]
  const request = { messages, tools: [tool('a')], reasoning: effort('high') }
  expect(write(request)).not.toHaveProperty('additionalModelRequestFields')
  expect(write(request).lost).toEqual(['reasoning_effort'])
  expect(write({ ...request, model: claude46 }).lost).toEqual([])
})

test('sampling is what the model takes', () => {
  const request = { temperature: 1.5, topP: 0.5 }
  expect(write({ ...request, model: llama })).toMatchObject({
    inferenceConfig: { temperature: 1, topP: 0.5 },
    lost: ['temperature'],
  })
  expect(write({ ...request, temperature: 0.7 })).toMatchObject({
    inferenceConfig: { temperature: 0.7 },
    lost: ['top_p'],
  })
  expect(write({ ...request, model: claude5 })).toMatchObject({ lost: ['temperature', 'top_p'] })
  expect(write({ temperature: 1, topP: 1, model: claude5 })).toMatchObject({ lost: [] })
  expect(write({ stop: ['\n'], maxTokens: 5 })).toMatchObject({
    inferenceConfig: { stopSequences: ['\n'], maxTokens: 5 },
    additionalModelResponseFieldPaths: ['/stop_sequence', '/delta/stop_sequence'],
  })
})
