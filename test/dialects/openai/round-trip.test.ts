// Chat Completions both ways: what the upstream side writes a provider understands, what a provider answers it reads, and what the caller's
// side writes says the same; for arbitrary chats, and streams cut anywhere.

import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ChatEvent, ChatRequest, ChatResponse } from '../../../runtime/dialects/chat.ts'
import { openai as caller } from '../../../runtime/dialects/openai/caller.ts'
import { openai as upstream } from '../../../runtime/dialects/openai/upstream.ts'
import { parseExactly } from '../../../runtime/json.ts'
import { chatRequest, chatResponse } from '../arbitrary.ts'
import { chatEvents } from '../arbitrary-events.ts'
import { assemble } from '../assemble.ts'
import { splits } from '../every-split.ts'
import { openai as provider } from './provider.ts'

const encoder = new TextEncoder()
const models = [
  'gpt-4o-mini',
  'gpt-5-mini',
  'gpt-5.2',
  'gpt-5.6-sol',
  'claude-sonnet-4-5',
  'google/gemini-3-flash',
  'deepseek-v3.2',
]
const request = fc.tuple(chatRequest, fc.constantFrom(...models)).map(([request, model]) => ({ ...request, model }))
const answered = fc.tuple(request, chatResponse)

test('a provider understands of a request all that the dialect can say', () => {
  fc.assert(
    fc.property(request, (request) => {
      const body = wire(upstream.write(request, { drop() {} }).body)
      expect(provider.read(body, '')).toEqual(wire(provider.expressible.request(request)))
    }),
  )
})

test('a whole answer is read as it was meant, and written as it was read', () => {
  fc.assert(
    fc.property(answered, ([request, response]) => {
      const meant = provider.expressible.response(response)
      const read = upstream.write(request, { drop() {} }).answer.response(wire(provider.response(response)))
      expect(read).toEqual(meant)
      const written = wire(caller.response(read, request))
      expect(withoutHead(answerOf(written, request))).toEqual(withoutHead(meant))
    }),
  )
})

test('so is a stream, however it is cut', () => {
  const cases = answered
    .chain(([request, response]) =>
      chatEvents(response, true).map((events) => ({
        request,
        response,
        events: Buffer.concat(provider.events(events)),
      })),
    )
    .chain(({ request, response, events }) => splits(events).map((pieces) => ({ request, response, pieces })))
  fc.assert(
    fc.property(cases, ({ request, response, pieces }) => {
      const meant = provider.expressible.response(response)
      const events = eventsOf(pieces, request)
      expect(assemble(events)).toEqual(meant)
      const writer = caller.events({ ...request, includeUsage: true })
      const text = events.map((event) => writer.write(event)).join('')
      expect(text.endsWith('data: [DONE]\n\n')).toBe(true)
      expect(withoutHead(assemble(eventsOf([encoder.encode(text)], request)))).toEqual(withoutHead(meant))
    }),
  )
})

test('a caller that sends back what it was given loses nothing of it', () => {
  fc.assert(
    fc.property(answered, ([request, response]) => {
      const [choice] = provider.expressible.response(response).choices
      const { message } = (wire(caller.response(response, request)) as { choices: { message: object }[] })
        .choices[0] as { message: object }
      const read = caller.read({ model: 'm', messages: [message] }, { drop: (field) => expect(field).toBe('') })
      expect(read.messages).toEqual([{ role: 'assistant', content: choice?.content, name: null }])
    }),
  )
})

test('a stream that breaks off before its end is a failure, whole or cut in an event', () => {
  const cases = fc
    .tuple(request, chatResponse)
    .chain(([request, response]) => chatEvents(response, false).map((events) => ({ request, events })))
    .chain(({ request, events }) => {
      const until = events.findIndex(({ kind }) => kind === 'finish')
      const bytes = Buffer.concat(provider.events(events.slice(0, until)))
      return fc.nat(bytes.length).map((length) => ({ request, bytes: bytes.subarray(0, length) }))
    })
  fc.assert(
    fc.property(cases, ({ request, bytes }) => {
      let last: ChatEvent | undefined
      try {
        last = eventsOf([bytes], request).at(-1)
      } catch (thrown) {
        expect((thrown as Error).message).toBe('a frame of it is no JSON object')
        return
      }
      expect(last?.kind).toBe('failure')
    }),
  )
})

function eventsOf(pieces: readonly Uint8Array[], request: ChatRequest): readonly ChatEvent[] {
  const splitter = upstream.frames()
  const reader = upstream.write(request, { drop() {} }).answer.events()
  const frames = [...pieces.flatMap((piece) => splitter.push(piece)), ...splitter.finish()]
  return [...frames.flatMap((frame) => reader.read(frame)), ...reader.finish()]
}

function answerOf(body: unknown, request: ChatRequest): ChatResponse {
  return upstream.write(request, { drop() {} }).answer.response(body)
}

/** The caller's side states an id, a model and a time where the provider has none. */
function withoutHead({ choices, usage }: ChatResponse): unknown {
  return { choices, usage }
}

/** As it comes out at the other end of the wire. */
// biome-ignore lint/suspicious/noExplicitAny: it is JSON.
function wire(value: unknown): any {
  return parseExactly(JSON.stringify(value))
}
