// A whole answer told as a stream says the same, whatever is in it and however the stream is cut.

import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ChatRequest } from '../../runtime/dialects/chat.ts'
import { eventsOf } from '../../runtime/dialects/events-of.ts'
import { parseExactly } from '../../runtime/json.ts'
import { chatRequest, chatResponse } from './arbitrary.ts'
import { chatEvents } from './arbitrary-events.ts'
import { objectText } from './arbitrary-json.ts'
import { assemble } from './assemble.ts'
import { splits } from './every-split.ts'

test('the events of an answer put together are the answer', () => {
  fc.assert(
    fc.property(chatResponse, (response) => {
      expect(assemble(eventsOf(response))).toEqual(response)
    }),
  )
})

test('so are its events in pieces, with calls mixed or not', () => {
  const cases = fc
    .tuple(chatResponse, fc.boolean())
    .chain(([response, interleaved]) => chatEvents(response, interleaved).map((events) => ({ response, events })))
  fc.assert(
    fc.property(cases, ({ response, events }) => {
      expect(assemble(events)).toEqual(response)
    }),
  )
})

test('calls do get mixed', () => {
  const cases = chatResponse.chain((response) => chatEvents(response, true))
  const isMixed = fc.sample(cases, { numRuns: 300, seed: 1 }).some((events) => {
    const indexes = events.flatMap((event) => (event.kind === 'arguments' ? [event.index] : []))
    return indexes.some((index, position) => index < (indexes[position - 1] ?? 0) && index > 0)
  })
  expect(isMixed).toBe(true)
})

test('an answer of nothing but probabilities keeps them', () => {
  const logprobs = { content: null, refusal: [{ token: 'No', logprob: 0 }] }
  const content = [{ kind: 'refusal', text: 'No' }] as const
  const response = {
    id: null,
    model: null,
    createdSeconds: null,
    choices: [{ index: 0, content, finish: { reason: 'refusal', stopSequence: null }, logprobs }],
    usage: null,
  } as const
  expect(assemble(eventsOf(response))).toEqual(response)
})

test('probabilities are told once, with the first text', () => {
  const said = (text: string) => ({ kind: 'text', text, cacheControl: null }) as const
  const logprobs = { content: [{ token: 'a', logprob: 0 }], refusal: null }
  const finish = { reason: 'stop', stopSequence: null } as const
  const choices = [{ index: 0, content: [said('a'), said('b')], finish, logprobs }]
  const events = eventsOf({ id: null, model: null, createdSeconds: null, choices, usage: null })
  expect(events.flatMap((event) => (event.kind === 'text' ? [event.logprobs] : []))).toEqual([logprobs, null])
})

test('a stream without its end, or with a failure, is no answer', () => {
  expect(() => assemble([{ kind: 'start', id: null, model: null, createdSeconds: null }])).toThrow('no end')
  const failure = { status: 529, type: null, code: null, message: 'Overloaded', param: null }
  expect(() => assemble([{ kind: 'failure', failure }])).toThrow('Overloaded')
})

test('arbitrary arguments are the same text when parsed exactly and written again', () => {
  fc.assert(
    fc.property(objectText, (json) => {
      expect(JSON.stringify(parseExactly(json))).toBe(json)
    }),
  )
})

test('arbitrary conversations answer each call once, right after it', () => {
  fc.assert(
    fc.property(chatRequest, (request) => {
      expect(unanswered(request)).toEqual([])
    }),
  )
})

test('pieces joined are the bytes, in order', () => {
  const cases = fc.uint8Array({ maxLength: 200 }).chain((bytes) => splits(bytes).map((pieces) => ({ bytes, pieces })))
  fc.assert(
    fc.property(cases, ({ bytes, pieces }) => {
      expect(Buffer.concat(pieces).equals(Buffer.from(bytes))).toBe(true)
    }),
  )
})

function unanswered({ messages }: ChatRequest): readonly string[] {
  const open: string[] = []
  for (const message of messages) {
    if (message.role === 'tool') {
      if (open.shift() !== message.callId) return [`${message.callId} answers nothing`]
    } else if (open.length > 0) return open
    else if (message.role === 'assistant') {
      open.push(...message.content.flatMap((part) => (part.kind === 'tool_call' ? [part.id] : [])))
    }
  }
  return open
}
