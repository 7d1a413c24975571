// Neutral -> Converse -> neutral keeps all that Converse has words for, whatever is said and however a stream is cut; and no answer,
// however broken, ends in anything but an answer or an Unreadable.

import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { bedrock } from '../../../runtime/dialects/bedrock/upstream.ts'
import type { ChatEvent } from '../../../runtime/dialects/chat.ts'
import { Unreadable } from '../../../runtime/dialects/unreadable.ts'
import { parseExactly } from '../../../runtime/json.ts'
import { chatRequest, chatResponse } from '../arbitrary.ts'
import { chatEvents } from '../arbitrary-events.ts'
import { assemble } from '../assemble.ts'
import { splits } from '../every-split.ts'
import { bedrock as provider } from './provider.ts'
import { plainRequest, silent } from './requests.ts'

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
  fc.assert(
    fc.property(chatResponse, (response) => {
      const body = parseExactly(JSON.stringify(provider.response(response)))
      expect(bedrock.write(plainRequest, silent).answer.response(body)).toEqual(provider.expressible.response(response))
    }),
  )
})

test('so does a stream, however it is cut', () => {
  const cases = chatResponse.chain((response) =>
    chatEvents({ ...response, choices: response.choices.slice(0, 1) }, true)
      .chain((events) => splits(Buffer.concat(provider.events(events))))
      .map((pieces) => ({ response, pieces })),
  )
  fc.assert(
    fc.property(cases, ({ response, pieces }) => {
      expect(assemble(readStream(pieces))).toEqual(provider.expressible.response(response))
    }),
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
      const read = readStream([bytes.subarray(0, cut % (bytes.length + 1))])
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
      for (const read of reads) {
        try {
          read()
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(Unreadable)
        }
      }
    }),
    { numRuns: 2000 },
  )
})

function formatNamed(name: string) {
  return { kind: 'schema', name, description: null, schema: { type: 'object' }, strict: null } as const
}

function readStream(pieces: readonly Uint8Array[]): readonly ChatEvent[] {
  const splitter = bedrock.frames()
  const reader = bedrock.write(plainRequest, silent).answer.events()
  const frames = [...pieces.flatMap((piece) => splitter.push(piece)), ...splitter.finish()]
  return [...frames.flatMap((frame) => reader.read(frame)), ...reader.finish()]
}

/** Numbers that no double holds are objects of their own, equal to each other whatever they hold: compared as their text. */
function normal(value: unknown): unknown {
  const keep = (_key: string, it: unknown, { source }: { readonly source: string }) =>
    typeof it === 'number' ? `number ${source}` : it
  return JSON.parse(JSON.stringify(value), keep as (key: string, value: unknown) => unknown)
}
