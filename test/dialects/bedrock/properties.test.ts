// Neutral -> Converse -> neutral keeps all that Converse has words for, whatever is said and however a stream is cut; and no answer,
// however broken, ends in anything but an answer or an Unreadable.

import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { bedrock } from '../../../runtime/dialects/bedrock/upstream.ts'
import { parseExactly } from '../../../runtime/json.ts'
import { chatRequest, chatResponse } from '../arbitrary.ts'
import { chatEvents } from '../arbitrary-events.ts'
import { expectKeptAnswers, expectKeptStreams } from '../keeping.ts'
import { expectReadableOrNot, readStream, silent } from '../reading.ts'
import { bedrock as provider } from './provider.ts'
import { plainRequest } from './requests.ts'

const models = [
  'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
  'global.anthropic.claude-opus-5-20260801-v1:0',
  'us.amazon.nova-2-lite-v1:0',
  'meta.llama3-3-70b-instruct-v1:0',
]
const anyRequest = fc.tuple(chatRequest, fc.constantFrom(...models)).map(([request, model]) => ({ ...request, model }))

test('a request keeps all that can be said', () => {
  fc.assert(
    fc.property(anyRequest, (request) => {
      const body = parseExactly(JSON.stringify(bedrock.write(request, silent).body)) as { [name: string]: unknown }
      const path = `/model/${encodeURIComponent(request.model)}/converse${request.stream ? '-stream' : ''}`
      expect(normal(provider.read(body, path))).toEqual(normal(provider.expressible.request(request)))
    }),
    { numRuns: 400 },
  )
})

test('so does an answer', () => {
  expectKeptAnswers(bedrock, provider, plainRequest)
})

test('so does a stream, however it is cut', () => {
  expectKeptStreams(bedrock, provider, plainRequest, (response) =>
    chatEvents({ ...response, choices: response.choices.slice(0, 1) }, true),
  )
})

test('a stream that breaks off before its end is a failure, wherever it does', () => {
  const cases = fc
    .tuple(chatResponse, fc.nat())
    .chain(([response, cut]) =>
      chatEvents({ ...response, choices: response.choices.slice(0, 1) }, true).map((events) => ({ events, cut })),
    )
  fc.assert(
    fc.property(cases, ({ events, cut }) => {
      // All but `messageStop` and `metadata`: with the former the answer is whole.
      const frames = provider.events(events).slice(0, -2)
      const bytes = Buffer.concat(frames)
      const read = readStream(bedrock, plainRequest, [bytes.subarray(0, cut % (bytes.length + 1))])
      expect(read.at(-1)).toMatchObject({ kind: 'failure', failure: { status: 502 } })
      expect(read.filter(({ kind }) => kind === 'end' || kind === 'finish')).toEqual([])
    }),
  )
})

test('no JSON makes the readers fail in any other way', () => {
  const names = ['output', 'message', 'content', 'text', 'toolUse', 'input', 'toolUseId', 'name', 'type', 'usage']
  const more = ['reasoningContent', 'reasoningText', 'citationsContent', 'delta', 'start', 'stopReason', '__type']
  const others = ['additionalModelResponseFields', 'contentBlockIndex', 'inputTokens', 'signature', 'redactedContent']
  const types = [
    'messageStart',
    'contentBlockStart',
    'contentBlockDelta',
    'contentBlockStop',
    'messageStop',
    'metadata',
  ]
  const { json } = fc.letrec<{ json: unknown }>((tie) => ({
    json: fc.oneof(
      { maxDepth: 6, depthSize: 'small' },
      fc.constantFrom(null, true, -1, 'tool_use', '', parseExactly('12345678901234567890')),
      fc.array(tie('json'), { maxLength: 2 }),
      fc.dictionary(fc.constantFrom(...names, ...more, ...others), tie('json'), { maxKeys: 4 }),
    ),
  }))
  const frame = fc.tuple(fc.constantFrom(...types, '!x', '!', 'constructor', null), json)
  fc.assert(
    fc.property(json, fc.array(frame, { maxLength: 6 }), fc.constantFrom(null, 'tool_use'), (body, frames, format) => {
      const { answer } = bedrock.write(
        { ...plainRequest, format: format === null ? null : formatNamed(format) },
        silent,
      )
      const reader = answer.events()
      const reads = [
        () => answer.response(body),
        ...frames.map(
          ([event, data]) =>
            () =>
              reader.read({ event, data: JSON.stringify(data) }),
        ),
        () => reader.finish(),
        () => bedrock.failure(500, body),
      ]
      expectReadableOrNot(reads)
    }),
    { numRuns: 2000 },
  )
})

function formatNamed(name: string) {
  return { kind: 'schema', name, description: null, schema: { type: 'object' }, strict: null } as const
}

/** Numbers that no double holds are objects of their own, equal to each other whatever they hold: compared as their text. */
function normal(value: unknown): unknown {
  const keep = (_key: string, it: unknown, { source }: { readonly source: string }) =>
    typeof it === 'number' ? `number ${source}` : it
  return JSON.parse(JSON.stringify(value), keep as (key: string, value: unknown) => unknown)
}
