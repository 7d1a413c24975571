// The caller's side against the real SDK: its accumulator and its errors are fed with what the gateway writes, in any mix of calls.

import Anthropic from '@anthropic-ai/sdk'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anthropic } from '../../../runtime/dialects/anthropic/caller.ts'
import { readMessage } from '../../../runtime/dialects/anthropic/upstream/read-message.ts'
import type { ChatEvent, ChatResponse, JsonObject, Usage } from '../../../runtime/dialects/chat.ts'
import { parseExactly } from '../../../runtime/json.ts'
import { chatResponse } from '../arbitrary.ts'
import { chatEvents } from '../arbitrary-events.ts'
import { asked, said } from './requests.ts'

const params = { model: 'claude', max_tokens: 100, messages: [{ role: 'user' as const, content: 'Hi' }] }

function client(body: string, status = 200, type = 'text/event-stream'): Anthropic {
  const fetch = async () => new Response(body, { status, headers: { 'content-type': type } })
  return new Anthropic({ apiKey: 'key', fetch, maxRetries: 0 })
}

const plain = (value: unknown): JsonObject => JSON.parse(JSON.stringify(value)) as JsonObject

function streamOf(events: readonly ChatEvent[]): string {
  const writer = anthropic.events(asked({ model: 'openai/gpt-4o' }))
  return events.map(writer.write).join('')
}

const told = (stream: string): readonly JsonObject[] =>
  stream
    .split('\n')
    .filter((line) => line.startsWith('data: '))
    .map((line) => JSON.parse(line.slice(6)) as JsonObject)

/** The whole message, with the numbers that JavaScript has. */
function expected(response: ChatResponse): JsonObject {
  const first = { ...response, choices: response.choices.filter(({ index }) => index === 0) }
  return plain(JSON.parse(JSON.stringify(anthropic.response(first, asked({ model: 'openai/gpt-4o' })))))
}

it('streams add up to the whole message, in the SDK, whatever order the calls come in', async () => {
  const cases = chatResponse.chain((response) =>
    fc.boolean().chain((mixed) => chatEvents(response, mixed).map((events) => ({ response, events }))),
  )
  await fc.assert(
    fc.asyncProperty(cases, async ({ response, events }) => {
      const message = await client(streamOf(events)).messages.stream(params).finalMessage()
      expect(plain(message)).toMatchObject(expected(response))
    }),
    { numRuns: 300 },
  )
})

it('streams tell one block at a time, with rising indexes', () => {
  const cases = chatResponse.chain((response) => chatEvents(response, true))
  fc.assert(
    fc.property(cases, (events) => {
      const [first, ...rest] = told(streamOf(events))
      expect(first?.type).toBe('message_start')
      expect(rest.splice(-2).map(({ type }) => type)).toEqual(['message_delta', 'message_stop'])
      let index = 0
      let isOpen = false
      for (const event of rest) {
        expect(event.index).toBe(index)
        expect(event.type).toMatch(isOpen ? /^content_block_(?:delta|stop)$/ : /^content_block_start$/)
        isOpen = event.type !== 'content_block_stop'
        if (!isOpen) index++
      }
      expect(isOpen).toBe(false)
    }),
    { numRuns: 300 },
  )
})

it('whole messages are read again as they were', () => {
  fc.assert(
    fc.property(chatResponse, (response) => {
      const message = anthropic.response(response, asked())
      const [choice] = readMessage(parseExactly(JSON.stringify(message)), null).choices
      const calls = (content: ChatResponse['choices'][number]['content'] | undefined) =>
        content?.flatMap((part) => (part.kind === 'tool_call' ? [[part.id, part.name, part.arguments]] : []))
      expect(calls(choice?.content)).toEqual(calls(response.choices[0]?.content))
    }),
  )
})

const head: ChatEvent = { kind: 'start', id: 'chatcmpl-1', model: null, createdSeconds: 7 }
const call = (index: number, id: string): ChatEvent => ({
  kind: 'tool_call',
  choice: 0,
  index,
  id,
  name: 'look',
  signature: null,
})
const json = (index: number, text: string): ChatEvent => ({ kind: 'arguments', choice: 0, index, json: text })
const end: ChatEvent = { kind: 'end' }
const usage: Usage = { inputTokens: 30, outputTokens: 9, cachedTokens: 20, cacheWriteTokens: 7, reasoningTokens: 4 }

describe('a stream', () => {
  it('writes a call as it comes, and what follows as soon as it is whole', () => {
    const writer = anthropic.events(asked())
    const shown = [
      head,
      call(0, 'a'),
      json(0, '{"a":"}'),
      call(1, 'b'),
      json(1, '{"b"'),
      json(0, '\\""}'),
      json(1, ':2}'),
      end,
    ].map((event) =>
      told(writer.write(event)).map(({ type, index, delta }) => [type, index, (delta as JsonObject)?.partial_json]),
    )
    expect(shown).toEqual([
      [['message_start', undefined, undefined]],
      [['content_block_start', 0, undefined]],
      [['content_block_delta', 0, '{"a":"}']],
      [],
      [],
      [
        ['content_block_delta', 0, '\\""}'],
        ['content_block_stop', 0, undefined],
        ['content_block_start', 1, undefined],
        ['content_block_delta', 1, '{"b"'],
      ],
      [
        ['content_block_delta', 1, ':2}'],
        ['content_block_stop', 1, undefined],
      ],
      [
        ['message_delta', undefined, undefined],
        ['message_stop', undefined, undefined],
      ],
    ])
  })

  it('ends words where a call begins', () => {
    const writer = anthropic.events(asked())
    const words: ChatEvent = { kind: 'text', choice: 0, text: 'I look', logprobs: null }
    const shown = [head, words, call(0, 'a')].map((event) => told(writer.write(event)).map(({ type }) => type))
    expect(shown.at(-1)).toEqual(['content_block_stop', 'content_block_start'])
  })

  it('counts as Anthropic does, also where the usage comes after the finish', async () => {
    const finish: ChatEvent = { kind: 'finish', choice: 0, finish: { reason: 'length', stopSequence: null } }
    const message = await client(streamOf([head, finish, { kind: 'usage', usage }, end]))
      .messages.stream(params)
      .finalMessage()
    expect(message).toMatchObject({
      id: 'msg_chatcmpl-1',
      model: 'openai/gpt-4o',
      stop_reason: 'max_tokens',
      usage: {
        input_tokens: 3,
        cache_read_input_tokens: 20,
        cache_creation_input_tokens: 7,
        output_tokens: 9,
        output_tokens_details: { thinking_tokens: 4 },
      },
    })
  })

  it('says that tools are to be called where a provider says stop, and that no word was said where it refused', () => {
    const finish: ChatEvent = { kind: 'finish', choice: 0, finish: { reason: 'stop', stopSequence: null } }
    const last = (events: readonly ChatEvent[]) => told(streamOf([head, ...events, finish, end])).at(-2)?.delta
    expect(last([call(0, 'a')])).toEqual({ stop_reason: 'tool_use', stop_sequence: null })
    expect(last([{ kind: 'refusal', choice: 0, text: 'No.' }])).toEqual({
      stop_reason: 'refusal',
      stop_sequence: null,
      stop_details: { type: 'refusal', category: null, explanation: 'No.' },
    })
  })

  it('breaks off with an error of the SDK, and pings', async () => {
    const failure = { status: 429, type: 'tokens', code: null, message: 'Slow down', param: null }
    const stream = streamOf([head, { kind: 'ping' }, { kind: 'failure', failure }])
    expect(stream).toContain('event: ping\ndata: {"type":"ping"}\n\n')
    const caught = await client(stream)
      .messages.stream(params)
      .finalMessage()
      .catch((error: unknown) => error)
    expect(caught).toBeInstanceOf(Anthropic.APIError)
    expect(caught).toMatchObject({ type: 'rate_limit_error', error: { error: { message: 'Slow down' } } })
  })

  it('of several answers tells the first', () => {
    const other: ChatEvent = { kind: 'text', choice: 1, text: 'Two', logprobs: null }
    expect(streamOf([head, other, end])).not.toContain('Two')
  })
})

it('a signature of a call goes out and comes back with it, whole and streamed', async () => {
  const part = {
    kind: 'tool_call',
    id: 'a',
    name: 'look',
    arguments: '{}',
    signature: 'Z2Vt',
    cacheControl: null,
  } as const
  const plain = { ...part, id: 'b', signature: null }
  const choice = {
    index: 0,
    content: [part, plain],
    finish: { reason: 'tool_calls', stopSequence: null },
    logprobs: null,
  } as const
  const whole = anthropic.response(
    { id: null, model: null, createdSeconds: null, choices: [choice], usage: null },
    asked(),
  )
  const events: ChatEvent[] = [
    head,
    { kind: 'tool_call', choice: 0, index: 0, id: 'a', name: 'look', signature: 'Z2Vt' },
    json(0, '{}'),
    call(1, 'b'),
    end,
  ]
  const streamed = await client(streamOf(events)).messages.stream(params).finalMessage()
  for (const { content } of [whole, streamed]) {
    const body = { model: 'm', messages: [{ role: 'assistant', content }] }
    const { messages } = anthropic.read(JSON.parse(JSON.stringify(body)), { drop: () => {} })
    expect(messages).toEqual([{ role: 'assistant', content: [part, plain], name: null }])
  }
})

it.each([
  [400, 'invalid_request_error', Anthropic.BadRequestError],
  [401, 'authentication_error', Anthropic.AuthenticationError],
  [403, 'permission_error', Anthropic.PermissionDeniedError],
  [404, 'not_found_error', Anthropic.NotFoundError],
  [422, 'invalid_request_error', Anthropic.UnprocessableEntityError],
  [429, 'rate_limit_error', Anthropic.RateLimitError],
  [503, 'overloaded_error', Anthropic.InternalServerError],
  [529, 'overloaded_error', Anthropic.InternalServerError],
  [502, 'api_error', Anthropic.InternalServerError],
  [504, 'timeout_error', Anthropic.InternalServerError],
])('an error of status %d is a %s in the SDK', async (status, type, kind) => {
  const body = JSON.stringify(
    anthropic.failure({ status, type: 'ThrottlingException', code: null, message: 'No', param: null }),
  )
  const caught = await client(body, status, 'application/json')
    .messages.create(params)
    .catch((error: unknown) => error)
  expect(caught).toBeInstanceOf(kind)
  expect(caught).toMatchObject({ status, type, error: { type: 'error', error: { message: 'No' } } })
})

it("keeps an error's type where it is one of Anthropic's", () => {
  const failure = { status: 400, type: 'billing_error', code: null, message: 'Pay', param: null }
  expect(anthropic.failure(failure)).toEqual({ type: 'error', error: { type: 'billing_error', message: 'Pay' } })
})

it('writes something for an answer of nothing', () => {
  const nothing = { id: null, model: 'm', createdSeconds: null, choices: [], usage: null }
  expect(anthropic.response(nothing, asked({ messages: [said('Hi')] }))).toMatchObject({
    content: [],
    stop_reason: 'end_turn',
    usage: { input_tokens: 0, output_tokens: 0 },
  })
})
