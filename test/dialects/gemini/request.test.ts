// What goes up to Gemini, word by word, and what is named where it has no words.

import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { ChatRequest, Message, Reasoning } from '../../../runtime/dialects/chat.ts'
import { gemini } from '../../../runtime/dialects/gemini/upstream.ts'
import { parseExactly } from '../../../runtime/json.ts'
import { expectGolden } from '../../support/golden.ts'
import { callOf, plainRequest } from './requests.ts'

const here = dirname(fileURLToPath(import.meta.url))
const cacheControl = null
const text = (words: string) => ({ kind: 'text', text: words, cacheControl }) as const

function written(change: Partial<ChatRequest>) {
  const dropped = new Set<string>()
  const { body } = gemini.write({ ...plainRequest, ...change }, { drop: (field) => dropped.add(field) })
  return { body: sent(body), dropped: [...dropped] }
}

/** As it arrives, its numbers as they are. */
function sent(body: unknown): ReturnType<typeof JSON.parse> {
  return parseExactly(JSON.stringify(body))
}

const everything: Partial<ChatRequest> = {
  messages: [
    { role: 'system', content: [text('Be brief.')], name: null },
    {
      role: 'user',
      content: [
        text('What is the weather where this was taken?'),
        { kind: 'image', source: { kind: 'url', url: 'https://x.example/a.WEBP?w=1' }, detail: 'high', cacheControl },
        { kind: 'image', source: { kind: 'url', url: 'https://x.example/photo' }, detail: 'auto', cacheControl },
        {
          kind: 'image',
          source: { kind: 'bytes', mediaType: 'image/png', base64: 'AAAA' },
          detail: null,
          cacheControl,
        },
        { kind: 'audio', base64: 'BBBB', format: 'mp3' },
        {
          kind: 'file',
          source: { kind: 'id', id: 'gs://b/manual.pdf' },
          name: null,
          cacheControl: { type: 'ephemeral' },
        },
        { kind: 'file', source: { kind: 'id', id: 'files/abc' }, name: null, cacheControl },
        { kind: 'file', source: { kind: 'url', url: 'https://x.example/list' }, name: 'list.csv', cacheControl },
      ],
      name: 'ada',
    },
    {
      role: 'assistant',
      content: [
        { kind: 'reasoning', text: 'Another provider thought this.', signature: 'EqoBCkgIARAB' },
        { kind: 'reasoning', text: 'Gemini thought this.', signature: 'gemini:c2ln' },
        { kind: 'redacted_reasoning', data: 'eHl6' },
        text('I will look.'),
        { kind: 'reasoning', text: '', signature: 'gemini:dGV4dA==' },
        callOf('call_1', 'Paris'),
        { ...callOf('call_2', 'Rome'), arguments: '{"city":"Rome","id":12345678901234567890}' },
        { ...callOf('call_3', 'Oslo'), arguments: '{"city":"Os' },
      ],
      name: null,
    },
    {
      role: 'tool',
      callId: 'call_1',
      name: null,
      content: [
        text('{"celsius": 21.5, "station": 12345678901234567890}'),
        {
          kind: 'image',
          source: { kind: 'bytes', mediaType: 'image/png', base64: 'CCCC' },
          detail: null,
          cacheControl,
        },
      ],
      isError: false,
    },
    { role: 'tool', callId: 'call_2', name: 'weather', content: [text('sunny'), text('[1]')], isError: false },
    { role: 'tool', callId: 'call_3', name: 'weather', content: [text('{"no":"such city"}')], isError: true },
    { role: 'developer', content: [text('Answer in JSON.')], name: null },
    { role: 'assistant', content: [{ kind: 'refusal', text: 'I would rather not.' }], name: null },
    { role: 'assistant', content: [text('')], name: null },
    { role: 'user', content: [text('Please.')], name: null },
  ],
  tools: [
    {
      name: 'weather',
      description: 'The weather of a city',
      parameters: {
        type: 'object',
        properties: { city: { $ref: '#/$defs/city' } },
        $defs: { city: { type: 'string' } },
      },
      strict: true,
      cacheControl: null,
    },
    { name: 'now', description: null, parameters: null, strict: false, cacheControl: null },
  ],
  toolChoice: { kind: 'tool', name: 'weather' },
  parallelToolCalls: false,
  format: {
    kind: 'schema',
    name: 'report',
    description: 'A report',
    schema: { type: 'object', properties: { celsius: { type: 'number' } }, additionalProperties: false },
    strict: true,
  },
  reasoning: { enabled: null, effort: 'low', budgetTokens: null },
  maxTokens: 500,
  temperature: 0,
  topP: 0.5,
  topK: 40,
  frequencyPenalty: 0.25,
  presencePenalty: -0.25,
  seed: 7,
  stop: ['END'],
  choices: 2,
  logprobs: { top: 3 },
  user: 'user-1',
  stream: true,
  extras: { verbosity: 'low' },
}

it.each(['gemini-3-pro-preview', 'gemini-2.5-flash'])('says everything at once to %s', (model) => {
  const name = model.replace(/^gemini-(\d).*/, 'request-$1.golden.json')
  const seen = written({ ...everything, model })
  expectGolden(join(here, name), `${JSON.stringify(seen, null, 2)}\n`)
})

it('says nothing that was not said', () => {
  expect(written({})).toEqual({ body: { contents: [{ role: 'user', parts: [{ text: 'Hello' }] }] }, dropped: [] })
})

it('makes instructions without a conversation one', () => {
  const messages: Message[] = [{ role: 'system', content: [text('Tell a joke.')], name: null }]
  expect(written({ messages }).body).toEqual({ contents: [{ role: 'user', parts: [{ text: 'Tell a joke.' }] }] })
})

describe('signatures of calls', () => {
  const parts = (model: string, ...signatures: (string | null)[]) => {
    const content = signatures.map((signature, index) => callOf(`call_${index}`, 'Rome', signature))
    const { contents } = written({ model, messages: [{ role: 'assistant', content, name: null }] }).body
    return contents[0].parts.map((part: { thoughtSignature?: string }) => part.thoughtSignature)
  }

  it('are given back as they came', () => {
    expect(parts('gemini-3-flash', 'c2ln', null)).toEqual(['c2ln', undefined])
  })

  it('have their documented stand-in on the first call of a turn, which Gemini 3 refuses without', () => {
    expect(parts('gemini-3-flash', null, null)).toEqual(['skip_thought_signature_validator', undefined])
    expect(parts('gemini-flash-latest', null)).toEqual(['skip_thought_signature_validator'])
  })

  it('are not invented for models that ask for none', () => {
    expect(parts('google/gemini-2.5-flash', null, null)).toEqual([undefined, undefined])
  })
})

describe('thinking', () => {
  const config = (model: string, reasoning: Partial<Reasoning>) => {
    const seen = written({ model, reasoning: { enabled: null, effort: null, budgetTokens: null, ...reasoning } })
    return [seen.body.generationConfig.thinkingConfig, ...seen.dropped]
  }
  const told = { includeThoughts: true }

  it.each([
    [{ effort: 'minimal' }, { thinkingLevel: 'MINIMAL', ...told }, { thinkingBudget: 1024, ...told }],
    [{ effort: 'medium' }, { thinkingLevel: 'MEDIUM', ...told }, { thinkingBudget: 8192, ...told }],
    [{ effort: 'high' }, { thinkingLevel: 'HIGH', ...told }, { thinkingBudget: 24576, ...told }],
    [{ enabled: true }, told, { thinkingBudget: -1, ...told }],
    [
      { enabled: true, budgetTokens: 2000 },
      { thinkingBudget: 2000, ...told },
      { thinkingBudget: 2000, ...told },
    ],
    [{ enabled: false }, { thinkingLevel: 'MINIMAL' }, { thinkingBudget: 0 }],
    [{ effort: 'none' }, { thinkingLevel: 'MINIMAL' }, { thinkingBudget: 0 }],
  ])('%j', (reasoning, levels, budgets) => {
    expect(config('gemini-3-flash', reasoning)).toEqual([levels])
    expect(config('gemini-2.5-flash', reasoning)).toEqual([budgets])
  })

  it('names what it cannot say', () => {
    const lost = 'reasoning_effort'
    expect(config('gemini-3-flash', { effort: 'xhigh' })).toEqual([{ thinkingLevel: 'HIGH', ...told }, lost])
    expect(config('gemini-2.5-pro', { effort: 'max' })).toEqual([{ thinkingBudget: 24576, ...told }, lost])
    expect(config('gemini-3-flash', { effort: 'constructor' })).toEqual([told, lost])
    expect(config('gemini-3-flash', { effort: 'low', budgetTokens: 9 })).toEqual([{ thinkingBudget: 9, ...told }, lost])
  })
})

it('names a format that has no room for its name', () => {
  const format = { kind: 'schema', name: 'report', description: 'A report', strict: null } as const
  const lost = ['response_format.json_schema.name', 'response_format.json_schema.description']
  const schema = (some: { [name: string]: unknown }) => {
    const { body, dropped } = written({ format: { ...format, schema: some } })
    return [body.generationConfig.responseJsonSchema, dropped]
  }
  expect(schema({ type: 'object' })).toEqual([{ title: 'report', description: 'A report', type: 'object' }, []])
  expect(schema({ title: 'Other', description: 'Own' })).toEqual([{ title: 'Other', description: 'Own' }, lost])
  expect(schema({ $ref: '#/$defs/a', $defs: {} })).toEqual([{ $ref: '#/$defs/a', $defs: {} }, lost])
})

it('asks for no tool where there are none', () => {
  const { body, dropped } = written({ toolChoice: { kind: 'required' } })
  expect([body.toolConfig, dropped]).toEqual([undefined, ['tool_choice']])
})

it('loses nothing with the detail that is everyone’s default', () => {
  const source = { kind: 'bytes', mediaType: 'image/png', base64: 'AAAA' } as const
  const image = { kind: 'image', source, detail: 'auto', cacheControl } as const
  expect(written({ messages: [{ role: 'user', content: [image], name: null }] }).dropped).toEqual([])
})

it('puts no words into the mouth of a tool that gave an image alone', () => {
  const source = { kind: 'bytes', mediaType: 'image/png', base64: 'AAAA' } as const
  const content = [{ kind: 'image', source, detail: null, cacheControl }] as const
  const messages: Message[] = [{ role: 'tool', callId: 'call_1', name: 'photo', content, isError: false }]
  const parts = [{ inlineData: { mimeType: 'image/png', data: 'AAAA' } }]
  expect(written({ messages }).body.contents[0].parts).toEqual([
    { functionResponse: { id: 'call_1', name: 'photo', response: {}, parts } },
  ])
})
