// Any answer of any provider to any application: what the provider's dialect can say the gateway reads, and what the application's can say
// arrives, whole or in a stream, however its bytes are cut and its calls are mixed. So whole and streamed answers say the same.

import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ChatRequest, ChatResponse } from '../../runtime/dialects/chat.ts'
import { eventsOf } from '../../runtime/dialects/events-of.ts'
import { parseExactly } from '../../runtime/json.ts'
import { chatRequest, chatResponse } from '../dialects/arbitrary.ts'
import { chatEvents } from '../dialects/arbitrary-events.ts'
import { assemble } from '../dialects/assemble.ts'
import { callers, type UpstreamCase, upstreams } from '../dialects/conformance/dialects.ts'
import { talk } from '../dialects/conformance/neutral.ts'
import { answerOf, eventsIn, overTheWire, streamTo } from '../dialects/conformance/reading.ts'
import { splits } from '../dialects/every-split.ts'

const request: ChatRequest = { ...talk, includeUsage: true }

interface Told {
  readonly response: ChatResponse
  readonly pieces: readonly Uint8Array[]
}

/** An answer, and its stream in this provider's bytes, cut anywhere; of several answers those that the dialect has. */
function told({ provider, mixes }: UpstreamCase): fc.Arbitrary<Told> {
  return chatResponse.chain((response) => {
    const { length } = provider.expressible.response(response).choices
    return chatEvents({ ...response, choices: response.choices.slice(0, length) }, mixes)
      .chain((events) => splits(Buffer.concat(provider.events(events))))
      .map((pieces) => ({ response, pieces }))
  })
}

describe.each(Object.entries(upstreams))('an answer of %s', (_, side) => {
  const { upstream, provider, models } = side
  const asked = { ...request, model: models[0] }
  // Answers do not depend on what was asked, but for an answer that comes through a tool.
  const plain = chatRequest.map((other): ChatRequest => ({ ...other, model: models[0], format: null }))

  it('is read as it was meant, whole', () => {
    fc.assert(
      fc.property(plain, chatResponse, (request, response) => {
        const read = answerOf(upstream, request).response(overTheWire(provider.response(response)))
        expect(read).toEqual(provider.expressible.response(response))
      }),
      { numRuns: 100 },
    )
  })

  it('is read as it was meant, streaming, and the same however it is cut', () => {
    fc.assert(
      fc.property(told(side), ({ response, pieces }) => {
        const events = eventsIn(pieces, upstream, asked)
        expect(events).toEqual(eventsIn([Buffer.concat(pieces)], upstream, asked))
        expect(assemble(events)).toEqual(provider.expressible.response(response))
      }),
      { numRuns: 100 },
    )
  })

  it.each(Object.entries(callers))('is told to an application of %s', async (_, { caller, application }) => {
    await fc.assert(
      fc.asyncProperty(told(side), async ({ response, pieces }) => {
        const meant = application.expressible.response(provider.expressible.response(response), asked)
        const whole = answerOf(upstream, asked).response(overTheWire(provider.response(response)))
        expect(application.understand(overTheWire(caller.response(whole, asked)))).toEqual(meant)
        const text = streamTo(caller, eventsIn(pieces, upstream, asked), asked)
        expect(application.understand(await application.accumulate(text))).toEqual(meant)
      }),
      { numRuns: 30 },
    )
  })
})

describe.each([
  ['gemini', /"id":"call_[^"]*",/g],
  ['openai', /"id":"call_[^"]*",/g],
  ['workers-ai', /"id":"call_[^"]*",/g],
] as const)('calls of %s without ids', (name, ids) => {
  const { upstream, provider, models } = upstreams[name] as UpstreamCase
  const asked = { ...request, model: models[0] }
  const callsIn = ({ choices }: ChatResponse) =>
    choices.flatMap(({ content }) => content.filter((part) => part.kind === 'tool_call'))

  it('get one each, the same whole and streaming', () => {
    fc.assert(
      fc.property(chatResponse, (response) => {
        const body = JSON.stringify(provider.response(response)).replace(ids, '')
        const whole = callsIn(answerOf(upstream, asked).response(parseExactly(body)))
        const frames = provider
          .events(eventsOf(response))
          .map((frame) => Buffer.from(frame).toString().replace(ids, ''))
        const streamed = callsIn(assemble(eventsIn([Buffer.from(frames.join(''))], upstream, asked)))
        expect(streamed).toEqual(whole)
        expect(whole.every(({ id }) => id !== '')).toBe(true)
        expect(new Set(whole.map(({ id }) => id)).size).toBe(whole.length)
        expect(whole.map((call) => call.arguments)).toEqual(
          callsIn(provider.expressible.response(response)).map((call) => call.arguments),
        )
      }),
      { numRuns: 100 },
    )
  })
})
