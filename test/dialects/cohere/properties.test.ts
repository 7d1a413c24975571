// Neutral -> Cohere -> neutral keeps all that Cohere has words for, whatever is said and however a stream is cut; and no answer, however
// broken, ends in anything but an answer or an Unreadable.

import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { cohere } from '../../../runtime/dialects/cohere/upstream.ts'
import { parseExactly } from '../../../runtime/json.ts'
import { chatRequest, chatResponse } from '../arbitrary.ts'
import { chatEvents } from '../arbitrary-events.ts'
import { plainRequest } from '../bedrock/requests.ts'
import { expectKeptAnswers, expectKeptStreams } from '../keeping.ts'
import { expectReadableOrNot, readStream, silent } from '../reading.ts'
import { cohere as provider } from './provider.ts'

test('a request keeps all that can be said', () => {
  fc.assert(
    fc.property(chatRequest, (request) => {
      const body = JSON.parse(JSON.stringify(cohere.write(request, silent).body))
      expect(provider.read(body, '/v2/chat')).toEqual(provider.expressible.request(request))
    }),
    { numRuns: 400 },
  )
})

test('so does an answer', () => {
  expectKeptAnswers(cohere, provider, plainRequest)
})

test('so does a stream, however it is cut', () => {
  expectKeptStreams(cohere, provider, plainRequest, (response) =>
    chatEvents({ ...response, choices: response.choices.slice(0, 1) }, false),
  )
})

test('a stream that breaks off before its end is a failure, wherever it does', () => {
  const cases = fc
    .tuple(chatResponse, fc.nat())
    .chain(([response, cut]) =>
      chatEvents({ ...response, choices: response.choices.slice(0, 1) }, false).map((events) => ({ events, cut })),
    )
  fc.assert(
    fc.property(cases, ({ events, cut }) => {
      const frames = provider.events(events)
      const read = readStream(cohere, plainRequest, frames.slice(0, cut % frames.length))
      expect(read.at(-1)).toMatchObject({ kind: 'failure', failure: { status: 502 } })
      expect(read.filter(({ kind }) => kind === 'end' || kind === 'finish')).toEqual([])
    }),
  )
})

test('no JSON makes the readers fail in any other way', () => {
  const names = ['message', 'content', 'text', 'thinking', 'tool_calls', 'tool_plan', 'function', 'name', 'arguments']
  const more = ['id', 'index', 'delta', 'usage', 'tokens', 'billed_units', 'logprobs', 'finish_reason', 'error', 'type']
  const types = ['message-start', 'content-delta', 'tool-call-start', 'tool-call-delta', 'tool-call-end', 'message-end']
  const { json } = fc.letrec<{ json: unknown }>((tie) => ({
    json: fc.oneof(
      { maxDepth: 6, depthSize: 'small' },
      fc.constantFrom(null, true, -1, 'TOOL_CALL', '', ...types, parseExactly('12345678901234567890')),
      fc.array(tie('json'), { maxLength: 2 }),
      fc.dictionary(fc.constantFrom(...names, ...more), tie('json'), { maxKeys: 4 }),
    ),
  }))
  const frame = fc.tuple(fc.constantFrom(...types, null), json)
  fc.assert(
    fc.property(json, fc.array(frame, { maxLength: 6 }), (body, frames) => {
      const { answer } = cohere.write(plainRequest, silent)
      const reader = answer.events()
      const reads = [
        () => answer.response(body),
        ...frames.map(
          ([event, data]) =>
            () =>
              reader.read({ event, data: JSON.stringify(data) }),
        ),
        () => reader.finish(),
        () => cohere.failure(500, body),
      ]
      expectReadableOrNot(reads)
    }),
    { numRuns: 2000 },
  )
})
