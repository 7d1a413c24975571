// What Bedrock answers, whole and in streams: the shapes that gateways are known to break on.

import { expect, test } from 'vitest'
import { bedrock } from '../../../runtime/dialects/bedrock/upstream.ts'
import type { ChatEvent, Format } from '../../../runtime/dialects/chat.ts'
import { Unreadable } from '../../../runtime/dialects/unreadable.ts'
import { assemble } from '../assemble.ts'
import { silent } from '../reading.ts'
import { event, exception } from './frames.ts'
import { plainRequest } from './requests.ts'

const format: Format = { kind: 'schema', name: 'place', description: null, schema: { type: 'object' }, strict: null }
const plain = bedrock.write(plainRequest, silent).answer
const formatted = bedrock.write({ ...plainRequest, format }, silent).answer

/** A stream's events, from `[type, payload]`s. */
function read(frames: readonly Uint8Array[], answer = plain): readonly ChatEvent[] {
  const splitter = bedrock.frames()
  const reader = answer.events()
  const events = frames.flatMap((frame) => splitter.push(frame)).flatMap((frame) => reader.read(frame))
  return [...events, ...reader.finish()]
}

const start = (contentBlockIndex: number, toolUse: object) =>
  event('contentBlockStart', { contentBlockIndex, start: { toolUse } })
const delta = (contentBlockIndex: number, some: object) =>
  event('contentBlockDelta', { contentBlockIndex, delta: some })
const input = (contentBlockIndex: number, json: string) => delta(contentBlockIndex, { toolUse: { input: json } })
const end = (contentBlockIndex: number) => event('contentBlockStop', { contentBlockIndex })
const begin = event('messageStart', { role: 'assistant' })
const stop = (stopReason: string) => event('messageStop', { stopReason })
const usage = {
  inputTokens: 10,
  outputTokens: 4,
  totalTokens: 114,
  cacheReadInputTokens: 70,
  cacheWriteInputTokens: 30,
}
const metadata = event('metadata', { usage, metrics: { latencyMs: 1 } })

test('parallel calls, one of them without arguments, whatever the order of the last two events', () => {
  const frames = [
    begin,
    event('contentBlockStart', { contentBlockIndex: 0, start: {} }),
    delta(0, { text: 'Both.' }),
    end(0),
    start(1, { toolUseId: 'tooluse_a', name: 'now', type: 'tool_use' }),
    input(1, ''),
    end(1),
    start(2, { toolUseId: 'tooluse_b', name: 'weather' }),
    input(2, '{"ci'),
    input(2, 'ty":"Bonn"}'),
    end(2),
  ]
  const expected = [
    { kind: 'start', id: null, model: null, createdSeconds: null },
    { kind: 'text', choice: 0, text: 'Both.', logprobs: null },
    { kind: 'tool_call', choice: 0, index: 0, id: 'tooluse_a', name: 'now', signature: null },
    { kind: 'arguments', choice: 0, index: 0, json: '{}' },
    { kind: 'tool_call', choice: 0, index: 1, id: 'tooluse_b', name: 'weather', signature: null },
    { kind: 'arguments', choice: 0, index: 1, json: '{"ci' },
    { kind: 'arguments', choice: 0, index: 1, json: 'ty":"Bonn"}' },
  ]
  const finish = { kind: 'finish', choice: 0, finish: { reason: 'tool_calls', stopSequence: null } }
  // Those that the cache read and wrote are not among Bedrock's inputTokens.
  const counted = {
    kind: 'usage',
    usage: { inputTokens: 110, outputTokens: 4, cachedTokens: 70, cacheWriteTokens: 30, reasoningTokens: null },
  }
  expect(read([...frames, stop('tool_use'), metadata])).toEqual([...expected, finish, counted, { kind: 'end' }])
  expect(read([...frames, metadata, stop('tool_use')])).toEqual([...expected, counted, finish, { kind: 'end' }])
  expect(read([...frames, stop('tool_use')])).toEqual([...expected, finish, { kind: 'end' }])
})

test('an answer stops once, though it is told twice', () => {
  const events = read([begin, delta(0, { text: 'a' }), stop('end_turn'), stop('end_turn'), metadata])
  expect(events.filter(({ kind }) => kind === 'finish')).toHaveLength(1)
})

test('a call without arguments whose block is never closed gets them before the answer ends', () => {
  const events = read([begin, start(0, { toolUseId: 'a', name: 'now' }), stop('tool_use'), metadata])
  expect(assemble(events).choices[0]?.content).toMatchObject([{ kind: 'tool_call', arguments: '{}' }])
})

test('thoughts with a signature, and such as nobody can read', () => {
  const frames = [
    begin,
    delta(0, { reasoningContent: { text: 'I th' } }),
    delta(0, { reasoningContent: { text: 'ink.' } }),
    delta(0, { reasoningContent: { signature: 'c2ln' } }),
    end(0),
    delta(1, { reasoningContent: { redactedContent: 'eHg=' } }),
    end(1),
    delta(2, { text: 'Yes.' }),
    end(2),
    stop('end_turn'),
    metadata,
  ]
  expect(assemble(read(frames)).choices[0]?.content).toEqual([
    { kind: 'reasoning', text: 'I think.', signature: 'c2ln' },
    { kind: 'redacted_reasoning', data: 'eHg=' },
    { kind: 'text', text: 'Yes.', cacheControl: null },
  ])
})

test('an answer by the answer’s tool is text, and words before it are not', () => {
  const frames = [
    begin,
    delta(0, { text: 'Here you are:' }),
    end(0),
    start(1, { toolUseId: 't', name: 'place' }),
    input(1, '{"city":'),
    input(1, '"Bonn"}'),
    end(1),
    start(2, { toolUseId: 't2', name: 'place' }),
    input(2, '{"city":"Köln"}'),
    end(2),
    stop('tool_use'),
    metadata,
  ]
  const { content, finish } = assemble(read(frames, formatted)).choices[0] ?? {}
  expect(content).toEqual([{ kind: 'text', text: '{"city":"Bonn"}', cacheControl: null }])
  expect(finish?.reason).toBe('stop')
  const blocks = [
    { text: 'Here you are:' },
    { toolUse: { toolUseId: 't', name: 'place', input: { city: 'Bonn' } } },
    { toolUse: { toolUseId: 't2', name: 'place', input: { city: 'Köln' } } },
  ]
  const whole = formatted.response({ output: { message: { content: blocks } }, stopReason: 'tool_use' })
  expect(whole.choices[0]).toEqual({ index: 0, content, finish, logprobs: null })
})

test('with a format, calls of other tools and plain words pass', () => {
  const said = [begin, delta(0, { text: 'I look.' }), end(0)]
  const called = [...said, start(1, { toolUseId: 't', name: 'weather' }), end(1), stop('tool_use'), metadata]
  expect(assemble(read(called, formatted)).choices[0]).toMatchObject({
    content: [{ text: 'I look.' }, { kind: 'tool_call', name: 'weather', arguments: '{}' }],
    finish: { reason: 'tool_calls' },
  })
  expect(assemble(read([...said, stop('end_turn'), metadata], formatted)).choices[0]).toMatchObject({
    content: [{ text: 'I look.' }],
    finish: { reason: 'stop' },
  })
})

test.each([
  ['throttlingException', 429, 'ThrottlingException'],
  ['modelStreamErrorException', 424, 'ModelStreamErrorException'],
  ['modelTimeoutException', 408, 'ModelTimeoutException'],
  ['serviceUnavailableException', 503, 'ServiceUnavailableException'],
  ['validationException', 400, 'ValidationException'],
  ['internalServerException', 500, 'InternalServerException'],
  ['somethingNewException', 500, 'SomethingNewException'],
])('%s in a stream is a failure, and the last word', (name, status, type) => {
  const frames = [begin, delta(0, { text: 'a' }), exception(name, { message: 'Slow down.' })]
  expect(read(frames).slice(2)).toEqual([
    { kind: 'failure', failure: { status, type, code: null, message: 'Slow down.', param: null } },
  ])
})

test('what Bedrock runs itself is no call, and events of other kinds say nothing', () => {
  const frames = [
    begin,
    start(0, { toolUseId: 's', name: 'nova_grounding', type: 'server_tool_use' }),
    input(0, '{"q":1}'),
    end(0),
    event('contentBlockStart', { contentBlockIndex: 1, start: { toolResult: { toolUseId: 's' } } }),
    delta(1, { citation: { title: 'x' } }),
    event('somethingNew', { a: 1 }),
    delta(2, { text: 'Found.' }),
    stop('end_turn'),
    metadata,
  ]
  expect(assemble(read(frames)).choices[0]).toMatchObject({ content: [{ text: 'Found.' }], finish: { reason: 'stop' } })
})

test.each([
  ['end_turn', 'stop'],
  ['stop_sequence', 'stop'],
  ['tool_use', 'tool_calls'],
  ['max_tokens', 'length'],
  ['model_context_window_exceeded', 'length'],
  ['guardrail_intervened', 'content_filter'],
  ['content_filtered', 'content_filter'],
  ['malformed_tool_use', 'error'],
  ['refusal', 'refusal'],
  ['something_new', 'stop'],
])('stopReason %s is %s', (stopReason, reason) => {
  const body = { output: { message: { content: [{ text: 'a' }] } }, stopReason }
  expect(plain.response(body).choices[0]?.finish.reason).toBe(reason)
})

test('the stop sequence is told, whole and in streams', () => {
  const body = {
    output: { message: { content: [] } },
    stopReason: 'stop_sequence',
    additionalModelResponseFields: { stop_sequence: 'END' },
  }
  expect(plain.response(body).choices[0]?.finish).toEqual({ reason: 'stop', stopSequence: 'END' })
  const last = { stopReason: 'stop_sequence', additionalModelResponseFields: { delta: { stop_sequence: 'END' } } }
  const events = read([begin, event('messageStop', last), metadata])
  expect(events).toContainEqual({ kind: 'finish', choice: 0, finish: { reason: 'stop', stopSequence: 'END' } })
})

test('cited text is text; a body without a message is none', () => {
  const content = [{ citationsContent: { content: [{ text: 'As A says.' }], citations: [{}] } }]
  expect(plain.response({ output: { message: { content } } }).choices[0]?.content).toEqual([
    { kind: 'text', text: 'As A says.', cacheControl: null },
  ])
  for (const body of [null, 'x', {}, { output: {} }, { message: 'no' }]) {
    expect(() => plain.response(body)).toThrow(Unreadable)
  }
})

test('errors, however AWS writes them', () => {
  const failure = { status: 429, type: null, code: null, param: null }
  expect(bedrock.failure(429, { message: 'Wait.' })).toEqual({ ...failure, message: 'Wait.' })
  expect(bedrock.failure(429, { Message: 'Wait.', __type: 'com.amazon.coral#ThrottlingException' })).toEqual({
    ...failure,
    type: 'ThrottlingException',
    message: 'Wait.',
  })
  expect(bedrock.failure(429, { error: { message: 'Wait.' } })).toEqual({ ...failure, message: 'Wait.' })
  expect(bedrock.failure(429, 'Too many')).toEqual({ ...failure, message: 'Too many' })
  expect(bedrock.failure(429, null).message).toBe('The provider answered with status 429 and no message.')
})
