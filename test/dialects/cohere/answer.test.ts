// What Cohere answers, whole and in streams: the shapes that gateways are known to break on.

import { expect, test } from 'vitest'
import type { ChatEvent } from '../../../runtime/dialects/chat.ts'
import { cohere } from '../../../runtime/dialects/cohere/upstream.ts'
import { Unreadable } from '../../../runtime/dialects/unreadable.ts'
import { plainRequest } from '../bedrock/requests.ts'
import { silent } from '../reading.ts'

const { answer } = cohere.write(plainRequest, silent)

/** A stream's events, from Cohere's. */
function read(...events: readonly object[]): readonly ChatEvent[] {
  const reader = answer.events()
  const frames = events.map((event) => ({ event: null, data: JSON.stringify(event) }))
  return [...frames.flatMap((frame) => reader.read(frame)), ...reader.finish()]
}

const start = {
  type: 'message-start',
  id: 'c1',
  delta: { message: { role: 'assistant', tool_plan: '', tool_calls: [] } },
}
const content = (some: object) => ({ type: 'content-delta', index: 0, delta: { message: { content: some } } })
const callStart = (index: number, id: string, name: string, json: string) => ({
  type: 'tool-call-start',
  index,
  delta: { message: { tool_calls: { id, type: 'function', function: { name, arguments: json } } } },
})
const callDelta = (index: number, json: string) => ({
  type: 'tool-call-delta',
  index,
  delta: { message: { tool_calls: { function: { arguments: json } } } },
})
const end = (finish_reason: string, more: object = {}) => ({ type: 'message-end', delta: { finish_reason, ...more } })
const usage = {
  billed_units: { input_tokens: 3, output_tokens: 2 },
  tokens: { input_tokens: 900, output_tokens: 20 },
  cached_tokens: 64,
}
const counted = {
  inputTokens: 900,
  outputTokens: 20,
  cachedTokens: 64,
  cacheWriteTokens: null,
  reasoningTokens: null,
}

test('a plan, parallel calls, one of them without arguments', () => {
  const events = read(
    start,
    { type: 'tool-plan-delta', delta: { message: { tool_plan: 'I look.' } } },
    callStart(0, 'a', 'now', ''),
    { type: 'tool-call-end', index: 0 },
    callStart(1, 'b', 'weather', '{"ci'),
    callDelta(1, 'ty":"Bonn"}'),
    { type: 'tool-call-end', index: 1 },
    { type: 'citation-start', index: 0, delta: { message: { citations: { text: 'x' } } } },
    end('TOOL_CALL', { usage }),
  )
  expect(events).toEqual([
    { kind: 'start', id: 'c1', model: null, createdSeconds: null },
    { kind: 'reasoning', choice: 0, text: 'I look.' },
    { kind: 'tool_call', choice: 0, index: 0, id: 'a', name: 'now', signature: null },
    { kind: 'arguments', choice: 0, index: 0, json: '{}' },
    { kind: 'tool_call', choice: 0, index: 1, id: 'b', name: 'weather', signature: null },
    { kind: 'arguments', choice: 0, index: 1, json: '{"ci' },
    { kind: 'arguments', choice: 0, index: 1, json: 'ty":"Bonn"}' },
    { kind: 'finish', choice: 0, finish: { reason: 'tool_calls', stopSequence: null } },
    { kind: 'usage', usage: counted },
    { kind: 'end' },
  ])
})

test('thoughts, words and probabilities; the name may stand in the frame alone', () => {
  const reader = answer.events()
  const logprobs = { text: 'Hi', token_ids: [1, 2], logprobs: [-0.25, -0.5] }
  expect(reader.read({ event: 'content-start', data: '{"delta":{"message":{"content":{"thinking":"Hm."}}}}' })).toEqual(
    [{ kind: 'reasoning', choice: 0, text: 'Hm.' }],
  )
  expect(reader.read({ event: null, data: JSON.stringify({ ...content({ text: 'Hi' }), logprobs }) })).toEqual([
    {
      kind: 'text',
      choice: 0,
      text: 'Hi',
      logprobs: { content: [{ token: 'Hi', logprob: -0.75, bytes: [72, 105], top_logprobs: [] }], refusal: null },
    },
  ])
  expect(reader.read({ event: null, data: '[DONE]' })).toEqual([])
})

test('an error in the stream is a failure, and the last word', () => {
  expect(
    read(start, content({ text: 'a' }), end('ERROR', { error: 'Out of memory.' }), content({ text: 'b' })).slice(2),
  ).toEqual([
    { kind: 'failure', failure: { status: 500, type: null, code: null, message: 'Out of memory.', param: null } },
  ])
  expect(read(start, end('ERROR')).slice(1)).toEqual([
    { kind: 'finish', choice: 0, finish: { reason: 'error', stopSequence: null } },
    { kind: 'end' },
  ])
  expect(() => answer.events().read({ event: null, data: 'oops' })).toThrow(Unreadable)
})

test('a whole answer', () => {
  const body = {
    id: 'c1',
    finish_reason: 'TOOL_CALL',
    message: {
      role: 'assistant',
      tool_plan: 'I look.',
      content: [{ type: 'text', text: '' }],
      tool_calls: [{ id: 'a', type: 'function', function: { name: 'now', arguments: '' } }],
      citations: [],
    },
    usage,
  }
  const thought = { kind: 'reasoning', text: 'I look.', signature: null }
  const call = { kind: 'tool_call', id: 'a', name: 'now', arguments: '{}', signature: null, cacheControl: null }
  expect(answer.response(body)).toEqual({
    id: 'c1',
    model: null,
    createdSeconds: null,
    choices: [
      { index: 0, content: [thought, call], finish: { reason: 'tool_calls', stopSequence: null }, logprobs: null },
    ],
    usage: counted,
  })
  expect(answer.response({ message: { content: 'Hi' }, usage: { billed_units: { input_tokens: 3 } } })).toMatchObject({
    choices: [{ content: [{ text: 'Hi' }], finish: { reason: 'stop' } }],
    usage: { inputTokens: 3, outputTokens: 0, cachedTokens: null },
  })
  for (const none of [null, 'x', {}, { message: 'no such model' }]) {
    expect(() => answer.response(none)).toThrow(Unreadable)
  }
})

test.each([
  ['COMPLETE', 'stop'],
  ['STOP_SEQUENCE', 'stop'],
  ['MAX_TOKENS', 'length'],
  ['TOOL_CALL', 'tool_calls'],
  ['ERROR_TOXIC', 'content_filter'],
  ['TIMEOUT', 'error'],
  ['SOMETHING_NEW', 'stop'],
])('finish_reason %s is %s', (finish_reason, reason) => {
  expect(answer.response({ message: {}, finish_reason }).choices[0]?.finish.reason).toBe(reason)
})

test('errors', () => {
  const failure = { status: 404, type: null, code: null, param: null }
  expect(cohere.failure(404, { id: 'x', message: 'No model.' })).toEqual({ ...failure, message: 'No model.' })
  expect(cohere.failure(404, { error: { message: 'No model.' } })).toEqual({ ...failure, message: 'No model.' })
  expect(cohere.failure(404, 'No page.')).toEqual({ ...failure, message: 'No page.' })
  expect(cohere.failure(404, null).message).toBe('The provider answered with status 404 and no message.')
})
