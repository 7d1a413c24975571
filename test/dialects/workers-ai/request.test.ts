// What goes to a model of Workers AI, word by word, and what is named where it has no words.

import { expect, it } from 'vitest'
import type { ChatRequest, Message } from '../../../runtime/dialects/chat.ts'
import { expectGolden } from '../../support/golden.ts'
import { chatModel, plainRequest, textGeneration, written } from './requests.ts'

const cacheControl = null
const text = (words: string) => ({ kind: 'text', text: words, cacheControl }) as const
const image = (source: Extract<ImageSource, object>, detail: string | null) =>
  ({ kind: 'image', source, detail, cacheControl }) as const
type ImageSource = { kind: 'url'; url: string } | { kind: 'bytes'; mediaType: string; base64: string }

const messages: readonly Message[] = [
  { role: 'developer', content: [text('Be brief.'), text('Be kind.')], name: null },
  {
    role: 'user',
    content: [
      text('Where is this?'),
      image({ kind: 'bytes', mediaType: 'image/png', base64: 'AAAA' }, 'high'),
      image({ kind: 'url', url: 'https://x.example/a.png' }, null),
      { kind: 'audio', base64: 'BBBB', format: 'mp3' },
    ],
    name: 'ada',
  },
  {
    role: 'assistant',
    content: [
      { kind: 'reasoning', text: 'Look it up.', signature: null },
      {
        kind: 'tool_call',
        id: 'call_1',
        name: 'find',
        arguments: '{"n":12345678901234567890}',
        signature: null,
        cacheControl,
      },
    ],
    name: null,
  },
  { role: 'tool', callId: 'call_1', name: 'find', content: [text('Paris'), text('France')], isError: true },
  { role: 'user', content: [text('Go'), text('on')], name: null },
]
const everything: Partial<ChatRequest> = {
  messages,
  tools: [
    { name: 'find', description: 'Finds', parameters: { type: 'object', properties: {} }, strict: true, cacheControl },
    { name: 'other', description: null, parameters: null, strict: null, cacheControl },
  ],
  toolChoice: { kind: 'tool', name: 'find' },
  parallelToolCalls: false,
  format: { kind: 'schema', name: 'place', description: 'A place', schema: { type: 'object' }, strict: true },
  reasoning: { enabled: null, effort: 'low', budgetTokens: null },
  maxTokens: 100,
  temperature: 0,
  topP: 0.5,
  topK: 4,
  frequencyPenalty: 0.25,
  presencePenalty: -0.25,
  seed: 7,
  stop: ['END'],
  choices: 2,
  logprobs: { top: 1 },
  user: 'user-1',
  stream: true,
  extras: { lora: 'mine', logit_bias: { 1: 1 } },
}

it.each([
  ['text-generation', textGeneration],
  ['chat-completions', chatModel],
])('everything, as %s', (name, model) => {
  const { body, dropped } = written({ ...everything, model })
  const path = new URL(`${name}.golden.json`, import.meta.url).pathname
  expectGolden(path, `${JSON.stringify({ dropped, body }, null, 2)}\n`)
})

it('a plain request is as plain, whatever the model', () => {
  const body = { messages: [{ role: 'user', content: 'Hello' }] }
  expect(written({})).toEqual({ body, dropped: [] })
  expect(written({ model: chatModel })).toEqual({ body, dropped: [] })
})

it('an older model streams words, and answers at once with tools or a schema', () => {
  const { tools = [], format = null } = everything
  expect(written({ stream: true }).body.stream).toBe(true)
  expect('stream_options' in written({ stream: true }).body).toBe(false)
  for (const more of [{ tools }, { format }, { format: { kind: 'json' } as const }]) {
    expect('stream' in written({ stream: true, ...more }).body).toBe(false)
    const { body } = written({ stream: true, ...more, model: chatModel })
    expect(body).toMatchObject({ stream: true, stream_options: { include_usage: true } })
  }
  expect(written({ format: { kind: 'json' } }).body.response_format).toEqual({ type: 'json_object' })
})

it("a schema's own title and description stay, and a name that they hide is named", () => {
  const schema = { title: 'T', description: 'D', type: 'object' }
  const { body, dropped } = written({ format: { kind: 'schema', name: 'n', description: 'd', schema, strict: null } })
  expect(body.response_format).toEqual({ type: 'json_schema', json_schema: schema })
  expect(dropped).toEqual(['response_format.json_schema.name', 'response_format.json_schema.description'])
})

it.each([
  [{ enabled: false, effort: null, budgetTokens: null }, { enable_thinking: false }, undefined],
  [{ enabled: null, effort: 'none', budgetTokens: null }, { enable_thinking: false }, undefined],
  [{ enabled: true, effort: 'high', budgetTokens: null }, { enable_thinking: true }, 'high'],
  [{ enabled: null, effort: 'high', budgetTokens: null }, undefined, 'high'],
])('thinking of %o', (reasoning, template, effort) => {
  const { body, dropped } = written({ model: chatModel, reasoning })
  expect([body.chat_template_kwargs, body.reasoning_effort, dropped]).toEqual([template, effort, []])
})

it("keeps the caller's own template arguments beside the switch", () => {
  const reasoning = { enabled: false, effort: null, budgetTokens: null }
  const extras = { chat_template_kwargs: { clear_thinking: false } }
  expect(written({ model: chatModel, reasoning, extras }).body.chat_template_kwargs).toEqual({
    clear_thinking: false,
    enable_thinking: false,
  })
})

it('tool_choice of an unknown tool is left as it is asked', () => {
  const tools = everything.tools ?? []
  const { body } = written({ tools, toolChoice: { kind: 'none' } })
  expect([body.tool_choice, plainRequest.toolChoice]).toEqual(['none', null])
})

it.each([
  ['@cf/meta/llama-2-7b-chat-int8', true],
  ['@cf/meta/llama-3.3-70b-instruct-fp8-fast', true],
  ['@cf/meta/llama-4-scout-17b-16e-instruct', true],
  ['@cf/meta-llama/llama-2-7b-chat-hf-lora', true],
  ['@hf/nousresearch/hermes-2-pro-mistral-7b', true],
  ['@hf/thebloke/openhermes-2.5-mistral-7b-awq', true],
  ['@cf/google/gemma-3-12b-it', true],
  ['@cf/google/gemma-4-26b-a4b-it', false],
  ['@cf/qwen/qwen2.5-coder-32b-instruct', true],
  ['@cf/qwen/qwen3.8-27b', false],
  ['@cf/openai/gpt-oss-120b', false],
  ['@cf/moonshotai/kimi-k2.6', false],
  ['@cf/deepseek-ai/deepseek-r1-distill-qwen-32b', true],
  ['@cf/deepseek-ai/deepseek-v4-pro-0813', false],
])('%s takes the inputs of text generation only: %s', (model, isOlder) => {
  expect(written({ model, stop: ['x'] }).dropped).toEqual(isOlder ? ['stop'] : [])
})
