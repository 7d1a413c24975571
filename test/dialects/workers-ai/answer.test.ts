// What models of Workers AI answer, in all the shapes that they have, and what is read of it.

import { describe, expect, it } from 'vitest'
import type { ChatEvent, ChatRequest } from '../../../runtime/dialects/chat.ts'
import { Unreadable } from '../../../runtime/dialects/unreadable.ts'
import { workersAi } from '../../../runtime/dialects/workers-ai/upstream.ts'
import { parseExactly } from '../../../runtime/json.ts'
import { assemble } from '../assemble.ts'
import { silent } from '../reading.ts'
import { chatModel, plainRequest } from './requests.ts'

const read = (text: string, change: Partial<ChatRequest> = {}) =>
  workersAi.write({ ...plainRequest, ...change }, silent).answer.response(parseExactly(text))
const first = (text: string, change: Partial<ChatRequest> = {}) => read(text, change).choices[0]

function events(data: readonly unknown[], change: Partial<ChatRequest> = {}): readonly ChatEvent[] {
  const reader = workersAi.write({ ...plainRequest, ...change }, silent).answer.events()
  const frames = data.map((datum) => (typeof datum === 'string' ? datum : JSON.stringify(datum)))
  return [...frames.flatMap((frame) => reader.read({ event: null, data: frame })), ...reader.finish()]
}

const usage = { prompt_tokens: 9, completion_tokens: 2, total_tokens: 11 }
const counted = { inputTokens: 9, outputTokens: 2, cachedTokens: null, cacheWriteTokens: null, reasoningTokens: null }
const text = (words: string) => ({ kind: 'text', text: words, cacheControl: null })
const call = (id: string, name: string, json: string) => ({
  kind: 'tool_call',
  id,
  name,
  arguments: json,
  signature: null,
  cacheControl: null,
})

describe('a whole answer', () => {
  it.each([
    ['bare', { response: 'Hi', usage }],
    ['in the envelope', { result: { response: 'Hi', usage }, success: true, errors: [], messages: [] }],
    ['as a chat completion', { choices: [{ message: { content: 'Hi' }, finish_reason: 'stop' }], usage }],
    ['enveloped, as a chat completion', { result: { choices: [{ message: { content: 'Hi' } }], usage } }],
    [
      'as the Responses API has it',
      {
        output: [{ type: 'message', content: [{ type: 'output_text', text: 'Hi' }] }],
        usage: { input_tokens: 9, output_tokens: 2 },
      },
    ],
  ])('%s', (_, body) => {
    const answer = read(JSON.stringify(body))
    expect(answer.choices).toEqual([
      { index: 0, content: [text('Hi')], finish: { reason: 'stop', stopSequence: null }, logprobs: null },
    ])
    expect(answer.usage).toEqual(counted)
  })

  it('has the arguments of a call as the object they are, long numbers too', () => {
    const body =
      '{"response":null,"tool_calls":[{"name":"find","arguments":{"n":12345678901234567890}},{"name":"now"}]}'
    expect(first(body)).toMatchObject({
      content: [call('call_0_0', 'find', '{"n":12345678901234567890}'), call('call_0_1', 'now', '{}')],
      finish: { reason: 'tool_calls' },
    })
  })

  it('has calls whose ids no other answer of the conversation has', () => {
    const earlier = call('call_0_0', 'find', '{}') as Extract<ReturnType<typeof call>, object>
    const messages = [
      ...plainRequest.messages,
      { role: 'assistant', content: [earlier], name: null },
    ] as ChatRequest['messages']
    expect(first('{"tool_calls":[{"name":"find","arguments":{}}]}', { messages })?.content).toEqual([
      call('call_1_0', 'find', '{}'),
    ])
  })

  it("keeps a call's own id", () => {
    const body = { tool_calls: [{ id: 'abc', type: 'function', function: { name: 'find', arguments: '{"a":1}' } }] }
    expect(first(JSON.stringify(body))?.content).toEqual([call('abc', 'find', '{"a":1}')])
  })

  it.each([
    ['an object, where a schema was asked for', { a: [1] }, '{"a":[1]}'],
    ['a number', 42, '42'],
    ['nothing', null, ''],
  ])('is %s', (_, response, words) => {
    const content = words === '' ? [] : [text(words)]
    expect(first(JSON.stringify({ response }))?.content).toEqual(content)
  })

  it('was cut off where it has as many tokens as were allowed', () => {
    expect(first(JSON.stringify({ response: 'Hi', usage }), { maxTokens: 2 })?.finish.reason).toBe('length')
    expect(first(JSON.stringify({ response: 'Hi', usage }), { maxTokens: 3 })?.finish.reason).toBe('stop')
    expect(first(JSON.stringify({ response: 'Hi', finish_reason: 'length' }))?.finish.reason).toBe('length')
  })

  it('of the Responses API has thoughts and calls', () => {
    const output = [
      { type: 'reasoning', content: [{ type: 'reasoning_text', text: 'Hm.' }] },
      { type: 'function_call', call_id: 'c1', name: 'find', arguments: '{"a":1}' },
    ]
    expect(first(JSON.stringify({ output, status: 'incomplete' }))).toMatchObject({
      content: [{ kind: 'reasoning', text: 'Hm.', signature: null }, call('c1', 'find', '{"a":1}')],
      finish: { reason: 'length' },
    })
  })

  it.each(['{}', '[]', 'null', '{"result":null,"success":false}', '{"choices":[]}'])('is not %s', (body) => {
    expect(() => read(body)).toThrow(Unreadable)
  })
})

describe('a stream', () => {
  it('of words, with usage at its end', () => {
    const said = [{ response: 'H', p: 'ab' }, { response: 1 }, { response: '', usage }, '[DONE]']
    expect(assemble(events(said))).toMatchObject({ choices: [{ content: [text('H1')] }], usage: counted })
  })

  it('of whole calls, each in one piece', () => {
    const tool_calls = [
      { name: 'find', arguments: { a: 1 } },
      { name: 'find', arguments: { a: 2 } },
    ]
    const more = { tool_calls: [{ name: 'now', arguments: {} }] }
    const answer = assemble(events([{ response: '', tool_calls }, more, '[DONE]']))
    expect(answer.choices[0]).toMatchObject({
      content: [
        call('call_0_0', 'find', '{"a":1}'),
        call('call_0_1', 'find', '{"a":2}'),
        call('call_0_2', 'now', '{}'),
      ],
      finish: { reason: 'tool_calls' },
    })
  })

  it('of calls in pieces, with or without ids, named once or each time', () => {
    const piece = (index: number, fields: object) => ({ tool_calls: [{ index, ...fields }] })
    const said = [
      piece(0, { name: 'find', arguments: '{"a"' }),
      piece(1, { id: 'own', type: 'function', function: { name: 'now', arguments: '' } }),
      piece(0, { name: 'find', arguments: ':1' }),
      piece(0, { arguments: '}' }),
      piece(0, { id: null, type: null, function: { name: null, arguments: '' } }),
    ]
    expect(assemble(events([...said, '[DONE]'])).choices[0]?.content).toEqual([
      call('call_0_0', 'find', '{"a":1}'),
      call('own', 'now', '{}'),
    ])
  })

  it("of chat completion chunks, with the service's own piece at its end", () => {
    const chunk = (delta: object, finish_reason: string | null = null) => ({
      id: 'id-1',
      model: chatModel,
      choices: [{ index: 0, delta, finish_reason }],
    })
    const said = [
      chunk({ role: 'assistant', reasoning_content: 'Hm.' }),
      chunk({ content: 'Hi' }),
      chunk({}, 'stop'),
      { response: '', usage },
      '[DONE]',
    ]
    expect(assemble(events(said))).toMatchObject({
      id: 'id-1',
      choices: [{ content: [{ kind: 'reasoning', text: 'Hm.' }, text('Hi')], finish: { reason: 'stop' } }],
      usage: counted,
    })
  })

  it('was cut off where it has as many tokens as were allowed', () => {
    const answer = assemble(events([{ response: 'Hi' }, { response: '', usage }, '[DONE]'], { maxTokens: 2 }))
    expect(answer.choices[0]?.finish.reason).toBe('length')
  })

  it('that fails says how', () => {
    const errors = [{ code: 3040, message: 'Out of capacity' }]
    expect(events([{ response: 'H' }, { success: false, errors }]).at(-1)).toEqual({
      kind: 'failure',
      failure: { status: 429, type: null, code: '3040', message: 'Out of capacity', param: null },
    })
  })

  it('that is cut is no answer', () => {
    expect(events([{ response: 'H' }]).at(-1)).toMatchObject({ kind: 'failure', failure: { status: 502 } })
  })

  it('that is garbage is unreadable', () => {
    expect(() => events(['{"response":'])).toThrow(Unreadable)
  })
})

it.each([
  [{ errors: [{ code: 5007, message: 'No such model' }], success: false, result: {} }, '5007', 'No such model'],
  [{ internalCode: 3040, name: 'InferenceUpstreamError', description: 'Capacity', message: 'm' }, '3040', 'Capacity'],
  [{ success: false, error: [{ code: 2009, message: 'Unauthorized' }] }, '2009', 'Unauthorized'],
  ['upstream connect error', null, 'upstream connect error'],
])('an error of %o', (body, code, message) => {
  expect(workersAi.failure(429, body)).toMatchObject({ status: 429, code, message })
})
