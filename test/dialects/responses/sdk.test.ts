// The openai SDK against this dialect, unmodified: answers, structured ones, calls and their results, streams by hand and by its helpers.

import { toResponseInputItems } from 'openai/lib/responses/ResponseInputItems'
import type { Response, ResponseStreamEvent } from 'openai/resources/responses/responses'
import { describe, expect, it } from 'vitest'
import type { ChatEvent } from '../../../runtime/dialects/chat.ts'
import { answerOf, called, mixedCalls, said } from './chat.ts'
import { talk } from './sdk.ts'

const ask = { model: 'm', input: 'hi' }
const usage = {
  input_tokens: 20,
  input_tokens_details: { cached_tokens: 5, cache_write_tokens: 3 },
  output_tokens: 10,
  output_tokens_details: { reasoning_tokens: 4 },
  total_tokens: 30,
}
const schema = {
  type: 'json_schema' as const,
  name: 'city',
  schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'], additionalProperties: false },
  strict: true,
}
const weather = {
  type: 'function' as const,
  name: 'weather',
  description: 'Weather of a city',
  parameters: {
    type: 'object',
    properties: { city: { type: 'string' } },
    required: ['city'],
    additionalProperties: false,
  },
  strict: true,
}

describe('answers', () => {
  it('have texts, usage, and the settings that were asked for', async () => {
    const { client } = talk(answerOf([{ kind: 'reasoning', text: 'Hm.', signature: null }, said('Hello')]))
    const answer = await client.responses.create({
      ...ask,
      instructions: 'Be brief.',
      tools: [weather],
      temperature: 0.5,
      max_output_tokens: 9,
      metadata: { team: 'a' },
      reasoning: { effort: 'low' },
      text: { verbosity: 'low' },
    })
    expect(answer.output_text).toBe('Hello')
    expect(answer).toMatchObject({
      id: 'resp_chat-1',
      object: 'response',
      created_at: 1_700_000_000,
      status: 'completed',
      model: 'some-model',
      instructions: 'Be brief.',
      tools: [weather],
      tool_choice: 'auto',
      parallel_tool_calls: true,
      temperature: 0.5,
      max_output_tokens: 9,
      metadata: { team: 'a' },
      reasoning: { effort: 'low' },
      text: { format: { type: 'text' }, verbosity: 'low' },
      incomplete_details: null,
      error: null,
      usage,
    })
    expect(answer.output).toEqual([
      {
        id: 'rs_chat-1_0',
        type: 'reasoning',
        summary: [{ type: 'summary_text', text: 'Hm.' }],
        encrypted_content: null,
      },
      {
        id: 'msg_chat-1_1',
        type: 'message',
        role: 'assistant',
        status: 'completed',
        content: [{ type: 'output_text', text: 'Hello', annotations: [], logprobs: [] }],
      },
    ])
  })

  it.each([
    ['length', 'incomplete', { reason: 'max_output_tokens' }],
    ['content_filter', 'incomplete', { reason: 'content_filter' }],
    ['refusal', 'incomplete', { reason: 'content_filter' }],
    ['error', 'failed', null],
    ['pause', 'completed', null],
    ['tool_calls', 'completed', null],
  ] as const)('that end by %s are %s', async (reason, status, details) => {
    const { client } = talk(answerOf([said('a'), said('b')], reason))
    const answer = await client.responses.create(ask)
    expect(answer).toMatchObject({ status, incomplete_details: details })
    expect(answer.error === null).toBe(status !== 'failed')
    expect(answer.output.at(-1)).toMatchObject({ status: status === 'completed' ? 'completed' : 'incomplete' })
  })

  it('of calls that were cut the last one is incomplete: the others may be run', async () => {
    const calls = [called('call_a', 'weather', '{"city":"Köln"}'), called('call_b', 'weather', '{"ci')]
    const { client } = talk(answerOf(calls, 'length'))
    expect((await client.responses.create(ask)).output).toMatchObject([
      { status: 'completed', arguments: '{"city":"Köln"}' },
      { status: 'incomplete', arguments: '{"ci' },
    ])
  })

  it('a refusal in words is an answer', async () => {
    const { client } = talk(answerOf([{ kind: 'refusal', text: 'No.' }], 'refusal'))
    const answer = await client.responses.create(ask)
    expect(answer.status).toBe('completed')
    expect(answer.output[0]).toMatchObject({ content: [{ type: 'refusal', refusal: 'No.' }] })
  })

  it('structured ones are parsed', async () => {
    const { client, asked } = talk(answerOf([said('{"city":"Köln"}')]))
    const answer = await client.responses.parse({ ...ask, text: { format: schema } })
    expect(answer.output_parsed).toEqual({ city: 'Köln' })
    expect(asked[0]?.format).toMatchObject({ kind: 'schema', name: 'city', strict: true })
  })

  it('calls are parsed, ones without arguments too, and their results go back with all signatures', async () => {
    const thought = { kind: 'reasoning', text: 'Hm.', signature: 'c2ln' } as const
    const content = [
      thought,
      { kind: 'redacted_reasoning', data: 'ZGF0YQ==' } as const,
      said('Let me see.'),
      called('call_a', 'weather', '{"city":"Köln"}', 'dGhvdWdodA=='),
      called('call_b', 'weather', ''),
    ]
    const { client, asked } = talk(answerOf(content, 'tool_calls'), answerOf([said('Rain.')]))
    const first = await client.responses.parse({ ...ask, tools: [weather] })
    const calls = first.output.filter((item) => item.type === 'function_call')
    expect(calls.map(({ parsed_arguments }) => parsed_arguments)).toEqual([{ city: 'Köln' }, {}])
    const results = calls.map(({ call_id }) => ({ type: 'function_call_output' as const, call_id, output: 'rain' }))
    const input = [{ role: 'user' as const, content: 'hi' }, ...toResponseInputItems(first.output), ...results]
    expect((await client.responses.create({ model: 'm', input })).output_text).toBe('Rain.')
    expect(asked[1]?.messages.slice(1)).toEqual([
      { role: 'assistant', content: [...content.slice(0, 4), called('call_b', 'weather', '{}')], name: null },
      { role: 'tool', callId: 'call_a', name: 'weather', content: [said('rain')], isError: false },
      { role: 'tool', callId: 'call_b', name: 'weather', content: [said('rain')], isError: false },
    ])
  })

  it("a provider's failure has its status, type, code and message", async () => {
    const { client } = talk({ status: 429, type: 'rate_limit_error', code: 'slow', message: 'Too many', param: 'p' })
    await expect(client.responses.create(ask)).rejects.toMatchObject({
      status: 429,
      type: 'rate_limit_error',
      code: 'slow',
      message: '429 Too many',
      param: 'p',
    })
  })
})

describe('streams', () => {
  it('mixed calls arrive whole, by the helper', async () => {
    const { client } = talk(mixedCalls)
    const stream = client.responses.stream({ ...ask, tools: [weather] })
    const snapshots: string[] = []
    stream.on('response.function_call_arguments.delta', ({ output_index, snapshot }) => {
      snapshots.push(`${output_index} ${snapshot}`)
    })
    const final = await stream.finalResponse()
    expect(snapshots).toEqual(['3 {"city":', '4 {"city":"東', '3 {"city":"Köln"}', '4 {"city":"東京"}', '5 {}'])
    expect(final.output.map(({ type }) => type)).toEqual([
      ...['reasoning', 'message', 'reasoning', 'function_call', 'function_call', 'function_call'],
    ])
    expect(final.output.flatMap((item) => (item.type === 'function_call' ? item.parsed_arguments : []))).toEqual([
      { city: 'Köln' },
      { city: '東京' },
      null,
    ])
    expect(final.output_text).toBe('Let me see.')
  })

  it('the last event holds what the events before it said', async () => {
    const { client } = talk(mixedCalls)
    const stream = await client.responses.create({ ...ask, stream: true })
    const done: unknown[] = []
    let last: ResponseStreamEvent | null = null
    for await (const event of stream) {
      if (event.type === 'response.output_item.done') done[event.output_index] = event.item
      last = event
    }
    expect(last?.type).toBe('response.completed')
    expect((last as { response: Response } | null)?.response.output).toEqual(done)
  })

  it('structured ones are parsed', async () => {
    const { client } = talk(answerOf([said('{"city":"Köln"}')]))
    const final = await client.responses.stream({ ...ask, text: { format: schema } }).finalResponse()
    expect(final.output_parsed).toEqual({ city: 'Köln' })
    expect(final.usage).toEqual(usage)
  })

  it('probabilities belong to their text', async () => {
    const logprobs = { content: [{ token: 'Hi', logprob: -0.5, bytes: [72, 105], top_logprobs: [] }], refusal: null }
    const events: readonly ChatEvent[] = [
      { kind: 'text', choice: 0, text: 'Hi', logprobs },
      { kind: 'text', choice: 0, text: '!', logprobs: null },
      { kind: 'end' },
    ]
    const { client } = talk(events)
    const final = await client.responses.stream(ask).finalResponse()
    expect(final.output[0]).toMatchObject({ content: [{ text: 'Hi!', logprobs: logprobs.content }] })
    expect(final.usage).toMatchObject({ total_tokens: 0 })
  })

  it('a failure is an error with its message, whenever it comes', async () => {
    const failure: ChatEvent = {
      kind: 'failure',
      failure: { status: 529, type: 'overloaded_error', code: null, message: 'Overloaded', param: null },
    }
    for (const events of [[failure], [...mixedCalls.slice(0, 10), failure]]) {
      const { client } = talk(events)
      await expect(client.responses.stream(ask).finalResponse()).rejects.toMatchObject({
        message: expect.stringContaining('Overloaded'),
        code: 'overloaded_error',
      })
    }
  })
})
