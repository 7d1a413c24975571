// Neutral -> Gemini -> neutral keeps all that Gemini has words for, whatever is said and however a stream is cut; and no answer, however
// broken, ends in anything but an answer or an Unreadable.

import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ChatRequest } from '../../../runtime/dialects/chat.ts'
import { gemini } from '../../../runtime/dialects/gemini/upstream.ts'
import { parseExactly } from '../../../runtime/json.ts'
import { chatRequest, chatResponse } from '../arbitrary.ts'
import { chatEvents } from '../arbitrary-events.ts'
import { expectKeptAnswers, expectKeptStreams } from '../keeping.ts'
import { expectReadableOrNot, readStream, silent } from '../reading.ts'
import { gemini as provider } from './provider.ts'
import { plainRequest } from './requests.ts'

/** With thoughts of Gemini's own among those of others. */
const anyRequest = fc
  .tuple(chatRequest, fc.constantFrom('gemini-3-flash', 'gemini-2.5-pro'), fc.boolean())
  .map(([request, model, isGeminis]): ChatRequest => {
    if (!isGeminis) return { ...request, model }
    const messages = request.messages.map((message) =>
      message.role === 'assistant'
        ? { ...message, content: message.content.map((part) => (part.kind === 'reasoning' ? mark(part) : part)) }
        : message,
    )
    return { ...request, model, messages }
  })

function mark<Part extends { readonly signature: string | null }>(part: Part): Part {
  return part.signature === null ? part : { ...part, signature: `gemini:${part.signature}` }
}

test('a request keeps all that can be said', () => {
  fc.assert(
    fc.property(anyRequest, (request) => {
      const body = parseExactly(JSON.stringify(gemini.write(request, silent).body)) as { [name: string]: unknown }
      const method = request.stream ? 'streamGenerateContent?alt=sse' : 'generateContent'
      const read = provider.read(body, `/v1beta/models/${request.model}:${method}`)
      expect(normal(read)).toEqual(normal(provider.expressible.request(request)))
    }),
    { numRuns: 150 },
  )
})

test('so does an answer', () => {
  expectKeptAnswers(gemini, provider, plainRequest)
})

test('so does a stream, however it is cut', () => {
  expectKeptStreams(gemini, provider, plainRequest, (response) => chatEvents(response, true))
})

test('a stream that breaks off before its end is a failure, wherever it does', () => {
  const cases = fc
    .tuple(chatResponse, fc.nat())
    .chain(([response, cut]) => chatEvents(response, false).map((events) => ({ events, cut })))
  fc.assert(
    fc.property(cases, ({ events, cut }) => {
      const choices = new Set(events.flatMap((event) => ('choice' in event ? [event.choice] : [])))
      fc.pre(choices.size === 1)
      const frames = provider.events(events)
      const read = readStream(gemini, plainRequest, frames.slice(0, cut % frames.length))
      expect(read.at(-1)).toMatchObject({ kind: 'failure', failure: { status: 502 } })
      expect(read.filter(({ kind }) => kind === 'end' || kind === 'finish')).toEqual([])
    }),
  )
})

test('no JSON makes the reader fail in any other way', () => {
  const names = [
    'candidates',
    'content',
    'parts',
    'text',
    'functionCall',
    'args',
    'id',
    'index',
    'finishReason',
    'error',
  ]
  const more = ['usageMetadata', 'promptTokenCount', 'logprobsResult', 'chosenCandidates', 'topCandidates', 'details']
  const { json } = fc.letrec<{ json: unknown }>((tie) => ({
    json: fc.oneof(
      { maxDepth: 7, depthSize: 'small' },
      fc.constantFrom(null, true, -1, 0, 'STOP', ''),
      fc.array(tie('json'), { maxLength: 2 }),
      fc.dictionary(fc.constantFrom(...names, ...more), tie('json'), { maxKeys: 4 }),
    ),
  }))
  fc.assert(
    fc.property(json, (body) => {
      const { answer } = gemini.write(plainRequest, silent)
      const reader = answer.events()
      expectReadableOrNot([
        () => answer.response(body),
        () => reader.read({ event: null, data: JSON.stringify(body) }),
        () => reader.finish(),
        () => gemini.failure(500, body),
      ])
    }),
    { numRuns: 2000 },
  )
})

/** Numbers as their text: ones that no double holds are objects of their own, equal to each other whatever they hold. */
function normal(value: unknown): unknown {
  const textOf = (_: string, it: unknown, { source }: { readonly source?: string }) =>
    typeof it === 'number' ? source : it
  return JSON.parse(JSON.stringify(value), textOf as (key: string, value: unknown) => unknown)
}
