// Neutral -> Workers AI -> neutral keeps all that its models can be told and say, whatever is said and however a stream is cut; and no
// answer, however broken, ends in anything but an answer or an Unreadable.

import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { workersAi } from '../../../runtime/dialects/workers-ai/upstream.ts'
import { parseExactly } from '../../../runtime/json.ts'
import { chatRequest, chatResponse } from '../arbitrary.ts'
import { chatEvents } from '../arbitrary-events.ts'
import { expectKeptStreams } from '../keeping.ts'
import { expectReadableOrNot, readStream, silent } from '../reading.ts'
import { workersAi as provider } from './provider.ts'
import { chatModel, plainRequest, textGeneration } from './requests.ts'

const anyRequest = fc
  .tuple(chatRequest, fc.constantFrom(textGeneration, chatModel, '@cf/moonshotai/kimi-k2.6'))
  .map(([request, model]) => ({ ...request, model }))

test('a request keeps all that can be said', () => {
  fc.assert(
    fc.property(anyRequest, (request) => {
      const body = parseExactly(JSON.stringify(workersAi.write(request, silent).body)) as { [name: string]: unknown }
      const read = provider.read(body, `run/${request.model}`)
      expect(normal(read)).toEqual(normal(provider.expressible.request(request)))
    }),
    { numRuns: 200 },
  )
})

test('so does an answer', () => {
  fc.assert(
    fc.property(chatResponse, (response) => {
      const body = parseExactly(JSON.stringify(provider.response(response)))
      expect(workersAi.write(plainRequest, silent).answer.response(body)).toEqual(
        provider.expressible.response(response),
      )
    }),
  )
})

test('so does a stream, however it is cut', () => {
  expectKeptStreams(workersAi, provider, plainRequest, (response) => chatEvents(response, true))
})

test('a stream that breaks off before its end is a failure', () => {
  const cases = fc
    .tuple(chatResponse, fc.nat())
    .chain(([response, cut]) => chatEvents(response, false).map((events) => ({ events, cut })))
  fc.assert(
    fc.property(cases, ({ events, cut }) => {
      const until = events.findIndex(({ kind }) => kind === 'finish')
      const frames = provider.events(events.slice(0, until))
      const read = readStream(workersAi, plainRequest, frames.slice(0, cut % (frames.length + 1)))
      expect(read.at(-1)).toMatchObject({ kind: 'failure', failure: { status: 502 } })
      expect(read.filter(({ kind }) => kind === 'end' || kind === 'finish')).toEqual([])
    }),
  )
})

test('no JSON makes the reader fail in any other way', () => {
  const names = 'result response tool_calls name arguments function index id usage errors code output content text'
  const more = 'choices delta message success finish_reason completion_tokens type summary internalCode description'
  const { json } = fc.letrec<{ json: unknown }>((tie) => ({
    json: fc.oneof(
      { maxDepth: 7, depthSize: 'small' },
      fc.constantFrom(null, true, -1, 0, 3040, 'message', 'function_call', ''),
      fc.array(tie('json'), { maxLength: 2 }),
      fc.dictionary(fc.constantFrom(...`${names} ${more}`.split(' ')), tie('json'), { maxKeys: 4 }),
    ),
  }))
  fc.assert(
    fc.property(json, (made) => {
      const body: unknown = JSON.parse(JSON.stringify(made))
      const { answer } = workersAi.write({ ...plainRequest, maxTokens: 1 }, silent)
      const reader = answer.events()
      expectReadableOrNot([
        () => answer.response(body),
        () => reader.read({ event: null, data: JSON.stringify(body) }),
        () => reader.finish(),
        () => workersAi.failure(500, body),
      ])
    }),
    { numRuns: 2000 },
  )
})

/** Numbers that no double holds are objects of their own, equal to each other whatever they hold: compared as their text. */
function normal(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value))
}
