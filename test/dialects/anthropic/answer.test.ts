// What the upstream side reads of streams that are not as tidy as the reference: each from what providers and proxies are known to send.

import { describe, expect, it } from 'vitest'
import { messageReader } from '../../../runtime/dialects/anthropic/upstream/read-events.ts'
import { readMessage } from '../../../runtime/dialects/anthropic/upstream/read-message.ts'
import { anthropic } from '../../../runtime/dialects/anthropic/upstream.ts'
import type { ChatEvent, JsonObject } from '../../../runtime/dialects/chat.ts'
import { assemble } from '../assemble.ts'

const start = {
  type: 'message_start',
  message: { id: 'msg_1', model: 'claude', content: [], usage: { input_tokens: 5, output_tokens: 1 } },
}
const stop = { type: 'message_stop' }
const end = (reason: string, usage: JsonObject = { output_tokens: 9 }, more: JsonObject = {}) => ({
  type: 'message_delta',
  delta: { stop_reason: reason, stop_sequence: null, ...more },
  usage,
})
const begin = (index: number, block: JsonObject) => ({ type: 'content_block_start', index, content_block: block })
const delta = (index: number, piece: JsonObject) => ({ type: 'content_block_delta', index, delta: piece })
const json = (index: number, text: string) => delta(index, { type: 'input_json_delta', partial_json: text })
const text = (index: number, words: string) => delta(index, { type: 'text_delta', text: words })
const close = (index: number) => ({ type: 'content_block_stop', index })
const call = (id: string, input: JsonObject = {}) => ({ type: 'tool_use', id, name: 'look', input })

function read(events: readonly JsonObject[], answerTool: string | null = null): readonly ChatEvent[] {
  const reader = messageReader(answerTool)
  return [...events.flatMap((event) => reader.read({ event: null, data: JSON.stringify(event) })), ...reader.finish()]
}

const whole = (events: readonly JsonObject[], answerTool: string | null = null) => {
  const { choices, usage } = assemble(read(events, answerTool))
  return { content: choices[0]?.content, finish: choices[0]?.finish, usage }
}
const calls = (events: readonly JsonObject[]) =>
  whole(events).content?.map((part) => (part.kind === 'tool_call' ? [part.id, part.arguments] : part))

describe('arguments', () => {
  it('are an empty object where none are sent', () => {
    expect(calls([start, begin(0, call('a')), json(0, ''), close(0), end('tool_use'), stop])).toEqual([['a', '{}']])
  })

  it('are so too where the block never ends', () => {
    expect(calls([start, begin(0, call('a')), end('tool_use'), stop])).toEqual([['a', '{}']])
  })

  it('may be whole in the beginning of the block', () => {
    expect(calls([start, begin(0, call('a', { q: 1 })), json(0, ''), close(0), end('tool_use'), stop])).toEqual([
      ['a', '{"q":1}'],
    ])
  })

  it('of blocks that never end, or are mixed, go to their own call', () => {
    const mixed = [begin(1, call('a')), begin(2, call('b')), json(2, '{"b"'), json(1, '{"a":1}'), json(2, ':2}')]
    expect(calls([start, ...mixed, end('tool_use'), stop])).toEqual([
      ['a', '{"a":1}'],
      ['b', '{"b":2}'],
    ])
  })

  it('of a block that never ends are given when another of its index begins', () => {
    const both = [begin(0, call('a', { q: 1 })), begin(0, call('b')), json(0, '{"b":2}'), close(0)]
    expect(calls([start, ...both, end('tool_use'), stop])).toEqual([
      ['a', '{"q":1}'],
      ['b', '{"b":2}'],
    ])
  })

  it('of tools that the provider runs are nobody else’s', () => {
    const server = [begin(0, { type: 'server_tool_use', id: 's', name: 'web_search', input: {} }), json(0, '{"q":1}')]
    expect(
      whole([start, ...server, close(0), begin(1, { type: 'text', text: 'Hi' }), close(1), end('end_turn'), stop]),
    ).toEqual({
      content: [{ kind: 'text', text: 'Hi', cacheControl: null }],
      finish: { reason: 'stop', stopSequence: null },
      usage: { inputTokens: 5, outputTokens: 9, cachedTokens: null, cacheWriteTokens: null, reasoningTokens: null },
    })
  })
})

describe('usage', () => {
  it('is of the whole message each time, and keeps what is not said again', () => {
    const cached = { input_tokens: 3, cache_read_input_tokens: 20, cache_creation_input_tokens: 7, output_tokens: 1 }
    const message = { ...start.message, usage: cached }
    const last = { input_tokens: null, output_tokens: 9, output_tokens_details: { thinking_tokens: 4 } }
    expect(
      whole([{ type: 'message_start', message }, end('end_turn', { output_tokens: 5 }), end('end_turn', last), stop])
        .usage,
    ).toEqual({
      inputTokens: 30,
      outputTokens: 9,
      cachedTokens: 20,
      cacheWriteTokens: 7,
      reasoningTokens: 4,
    })
    expect(whole([start, end('end_turn', { input_tokens: 61, output_tokens: 2 }), stop]).usage?.inputTokens).toBe(61)
  })
})

describe('an end', () => {
  it.each([
    ['end_turn', 'stop'],
    ['max_tokens', 'length'],
    ['model_context_window_exceeded', 'length'],
    ['pause_turn', 'pause'],
    ['refusal', 'refusal'],
    ['one_of_next_year', 'stop'],
  ])('for %s is one for %s', (reason, finish) => {
    expect(whole([start, end(reason), stop]).finish).toEqual({ reason: finish, stopSequence: null })
  })

  it('tells the stop sequence, and why it refused', () => {
    const stopped = whole([start, end('stop_sequence', {}, { stop_sequence: 'END' }), stop])
    expect(stopped.finish).toEqual({ reason: 'stop', stopSequence: 'END' })
    const details = { type: 'refusal', category: 'cyber', explanation: 'No malware.' }
    const refused = whole([start, text(0, 'Well'), end('refusal', {}, { stop_details: details }), stop])
    expect(refused.content).toMatchObject([{ text: 'Well' }, { kind: 'refusal', text: 'No malware.' }])
  })

  it('may lack its last event', () => {
    expect(read([start, { type: 'ping' }, text(0, 'Hi'), end('end_turn')]).map(({ kind }) => kind)).toEqual([
      'start',
      'usage',
      'ping',
      'text',
      'finish',
      'usage',
      'end',
    ])
  })

  it('is a failure where the stream was cut or broke off', () => {
    expect(read([start, text(0, 'Hi')]).at(-1)).toMatchObject({ kind: 'failure', failure: { status: 502 } })
    expect(read([])).toMatchObject([{ kind: 'failure', failure: { message: expect.stringContaining('broke off') } }])
    const error = { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }
    const failure = { status: 529, type: 'overloaded_error', code: null, message: 'Overloaded', param: null }
    expect(read([start, error, text(0, 'Hi'), stop]).slice(2)).toEqual([{ kind: 'failure', failure }])
  })
})

it('gives thoughts with their signatures, also secret ones', () => {
  const events = [
    begin(0, { type: 'thinking', thinking: 'H', signature: '' }),
    delta(0, { type: 'thinking_delta', thinking: 'm' }),
    delta(0, { type: 'signature_delta', signature: 'c2ln' }),
    begin(1, { type: 'thinking', thinking: '', signature: '' }),
    delta(1, { type: 'signature_delta', signature: 'bW9yZQ==' }),
    begin(2, { type: 'redacted_thinking', data: 'ZGF0YQ==' }),
  ]
  expect(whole([start, ...events, end('end_turn'), stop]).content).toEqual([
    { kind: 'reasoning', text: 'Hm', signature: 'c2ln' },
    { kind: 'reasoning', text: '', signature: 'bW9yZQ==' },
    { kind: 'redacted_reasoning', data: 'ZGF0YQ==' },
  ])
})

describe('an answer by tool', () => {
  const answer = { ...call('a', { city: 'Köln' }), name: 'place' }

  it('is text, whole and streamed, and ends as one', () => {
    const body = { content: [{ type: 'text', text: 'Sure:' }, answer], stop_reason: 'tool_use' }
    const said = {
      content: [{ kind: 'text', text: '{"city":"Köln"}', cacheControl: null }],
      finish: { reason: 'stop', stopSequence: null },
    }
    expect(readMessage(body, 'place').choices).toMatchObject([said])
    const pieces = [begin(1, { ...answer, input: {} }), json(1, '{"city":'), json(1, '"Köln"}'), close(1)]
    expect(
      whole([start, text(0, 'Sure:'), ...pieces, text(2, 'There.'), end('tool_use'), stop], 'place'),
    ).toMatchObject(said)
  })

  it("may be another tool's call, or words after all", () => {
    const other = whole([start, begin(0, call('b')), json(0, '{}'), close(0), end('tool_use'), stop], 'place')
    expect(other).toMatchObject({ content: [{ kind: 'tool_call', id: 'b' }], finish: { reason: 'tool_calls' } })
    const words = whole([start, text(0, 'I will'), text(0, ' not.'), end('end_turn'), stop], 'place')
    expect(words.content).toEqual([{ kind: 'text', text: 'I will not.', cacheControl: null }])
    expect(readMessage({ content: [{ type: 'text', text: 'No.' }] }, 'place').choices[0]?.content).toHaveLength(1)
  })
})

it('passes over texts of nothing', () => {
  const content = [{ type: 'text', text: '' }, call('a')]
  expect(readMessage({ content, stop_reason: 'tool_use' }, null).choices[0]?.content).toMatchObject([{ id: 'a' }])
})

it('cannot read what is no message', () => {
  for (const body of ['<html>', null, [], {}, { content: 'Hi' }]) {
    expect(() => readMessage(body, null)).toThrow('the message has no "content"')
  }
  expect(() => messageReader(null).read({ event: null, data: '{"type":' })).toThrow('is no JSON object')
  expect(read([{ type: 'one_of_next_year' }, { type: 'content_block_delta' }, start, end('end_turn')])).toHaveLength(5)
})

it('reads errors, and pages of proxies', () => {
  const error = { type: 'rate_limit_error', message: 'Slow down', details: { error_code: 'ramp_limit_exceeded' } }
  expect(anthropic.failure(429, { type: 'error', error })).toEqual({
    status: 429,
    type: 'rate_limit_error',
    code: 'ramp_limit_exceeded',
    message: 'Slow down',
    param: null,
  })
  expect(anthropic.failure(502, '<html>Bad Gateway</html>')).toMatchObject({
    type: null,
    message: '<html>Bad Gateway</html>',
  })
  expect(anthropic.failure(404, { error: 'Not found' }).message).toBe('Not found')
  expect(anthropic.failure(500, null).message).toBe('The provider answered with status 500 and no message.')
})
