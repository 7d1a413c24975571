// Streams of the Responses API, event by event: their order, their numbers, and that any stream says what the whole answer says.

import * as fc from 'fast-check'
import { accumulateResponse } from 'openai/lib/responses/ResponseAccumulator'
import type { Response, ResponseStreamEvent } from 'openai/resources/responses/responses'
import { expect, it } from 'vitest'
import type { AssistantPart, ChatEvent, ChatResponse, JsonObject } from '../../../runtime/dialects/chat.ts'
import { responses } from '../../../runtime/dialects/responses/caller.ts'
import { expectGolden } from '../../support/golden.ts'
import { chatRequest, chatResponse } from '../arbitrary.ts'
import { chatEvents } from '../arbitrary-events.ts'
import { answerOf, mixedCalls, said } from './chat.ts'
import { framesOf, plainRequest, streamText } from './sdk.ts'

/** The opening of a golden that the compiler reads. */
const TYPED =
  "// The events of a stream, written by stream.test.ts.\n\nimport type { WireEvent } from './wire.ts'\n\n" +
  '/** Each is what the SDK says it is. */\n'

const fullRequest = responses.read(
  {
    model: 'm',
    input: 'hi',
    stream: true,
    instructions: 'Be brief.',
    tools: [{ type: 'function', name: 'weather', description: 'd', parameters: { type: 'object' }, strict: true }],
    tool_choice: { type: 'function', name: 'weather' },
    text: { format: { type: 'json_schema', name: 'n', schema: { type: 'object' }, strict: true }, verbosity: 'low' },
    reasoning: { effort: 'none' },
    metadata: { team: 'a' },
    temperature: 0.5,
    user: 'u',
  },
  { drop: (field) => expect.fail(field) },
)

const golden = (name: string): string => new URL(`${name}.golden.txt`, import.meta.url).pathname

it('calls in a mix', () => expectGolden(golden('mixed-calls'), streamText(mixedCalls, plainRequest)))

it("calls in a mix, as the compiler holds them to the SDK's types", () => {
  const frames = framesOf(streamText(mixedCalls, fullRequest)).map((frame) => `  ${JSON.stringify(frame)},\n`)
  const path = new URL('mixed-calls.golden.ts', import.meta.url).pathname
  expectGolden(path, `${TYPED}export const frames = [\n${frames.join('')}] satisfies readonly WireEvent[]\n`)
})

it('a stream that breaks off', () => {
  const failure = { status: 429, type: null, code: null, message: 'Too many requests.', param: null }
  expectGolden(
    golden('broken-off'),
    streamText([...mixedCalls.slice(0, 8), { kind: 'failure', failure }, { kind: 'end' }], plainRequest),
  )
})

it('a stream that ends for its length', () => {
  const { choices, usage } = answerOf([said('So lo')], 'length')
  const events: readonly ChatEvent[] = [
    { kind: 'start', id: 'resp_1', model: null, createdSeconds: null },
    { kind: 'text', choice: 0, text: 'So lo', logprobs: null },
    { kind: 'finish', choice: 0, finish: choices[0]?.finish ?? { reason: 'stop', stopSequence: null } },
    { kind: 'usage', usage: usage ?? expect.fail() },
    { kind: 'end' },
  ]
  expectGolden(golden('cut-short'), streamText(events, plainRequest))
})

it('a ping is a comment, and nothing else', () => {
  expect(streamText([{ kind: 'ping' }], plainRequest)).toBe(': ping\n\n')
})

const streams = fc
  .tuple(chatResponse, fc.boolean())
  .chain(([response, interleaved]) =>
    chatEvents(response, interleaved).map((events) => ({ request: plainRequest, response, events })),
  )

it('any stream ends with the answer that is given to those who do not stream', () => {
  fc.assert(
    fc.property(streams, ({ request, response, events }) => {
      const frames = framesOf(streamText(events, request))
      expect(frames.at(-1)?.response).toEqual(asJson(responses.response(response, request)))
    }),
  )
})

it("the SDK's own accumulator makes the same of any stream", () => {
  fc.assert(
    fc.property(streams, ({ request, events }) => {
      const frames = framesOf(streamText(events, request)) as unknown as readonly ResponseStreamEvent[]
      let snapshot: Response | undefined
      for (const frame of frames.slice(0, -1)) snapshot = accumulateResponse(frame, snapshot)
      const whole = (frames.at(-1) as { readonly response: Response }).response
      expect(snapshot?.output).toEqual(whole.output)
    }),
  )
})

it('events of any stream are numbered and nested', () => {
  fc.assert(fc.property(streams, ({ request, events }) => expectNested(framesOf(streamText(events, request)))))
})

it('any answer that is sent back is read as it was', () => {
  fc.assert(
    fc.property(chatRequest, chatResponse, (request, response) => {
      const { output } = asJson(responses.response(response, request)) as { readonly output: readonly unknown[] }
      const read = responses.read({ model: 'm', input: output }, { drop: (field) => expect.fail(field) })
      expect(read.messages.flatMap(({ content }): readonly unknown[] => content)).toEqual(expressible(response))
    }),
  )
})

/** What this API can say of an answer: its first choice. */
function expressible(response: ChatResponse): readonly AssistantPart[] {
  return response.choices[0]?.content ?? []
}

/** Each item and part begins once and ends once, and its deltas are between; the numbers rise by one. */
function expectNested(frames: readonly JsonObject[]): void {
  expect(frames.map((frame) => frame.sequence_number)).toEqual(frames.map((_, index) => index))
  expect(frames.slice(0, 2).map(({ type }) => type)).toEqual(['response.created', 'response.in_progress'])
  const open = new Map<string, string>()
  let begun = 0
  for (const frame of frames.slice(2, -1)) {
    const type = String(frame.type)
    const item = String(frame.output_index)
    const part = `${item} ${frame.content_index ?? frame.summary_index}`
    if (type === 'response.output_item.added') {
      expect(frame.output_index).toBe(begun++)
      open.set(item, '')
    } else if (type === 'response.output_item.done') {
      expect([...open.keys()].filter((key) => key.startsWith(`${item} `))).toEqual([])
      expect(open.delete(item)).toBe(true)
    } else if (type.endsWith('_part.added')) {
      expect(open.has(item) && !open.has(part)).toBe(true)
      open.set(part, '')
    } else if (type.endsWith('_part.done')) {
      expect(open.delete(part)).toBe(true)
    } else {
      const key = type.includes('arguments') ? item : part
      const whole = frame.arguments ?? frame.text ?? frame.refusal
      expect(open.has(key)).toBe(true)
      if (type.endsWith('.delta')) open.set(key, `${open.get(key)}${frame.delta}`)
      else expect(whole).toBe(open.get(key))
    }
  }
  expect([...open.keys()]).toEqual([])
}

function asJson(value: JsonObject): JsonObject {
  return JSON.parse(JSON.stringify(value)) as JsonObject
}
