// Any request in any dialect: what the dialect has words for arrives, and of the rest each thing is named, and nothing else is.

import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ChatRequest } from '../../runtime/dialects/chat.ts'
import { chatRequest } from '../dialects/arbitrary.ts'
import { callers, pathOf, upstreams } from '../dialects/conformance/dialects.ts'
import { comparable, losses, overTheWire } from '../dialects/conformance/reading.ts'
import { unfair } from './dialects-losses.ts'

describe.each(Object.entries(upstreams))('to a provider of %s', (dialect, { upstream, provider, models }) => {
  const requests = fc
    .tuple(chatRequest, fc.constantFrom(...models))
    .map(([request, model]): ChatRequest => ({ ...request, model }))

  it('what can be said arrives, and what cannot is named', () => {
    fc.assert(
      fc.property(requests, (request) => {
        const lost = losses()
        const body = overTheWire(upstream.write(request, lost).body)
        const understood = provider.read(body, pathOf(dialect, request.model, request.stream))
        expect(comparable(understood)).toEqual(comparable(provider.expressible.request(request)))
        expect(unfair(request, understood, lost.names, JSON.stringify(body))).toEqual([])
      }),
      { numRuns: 150 },
    )
  })
})

describe.each(Object.entries(callers))('from an application of %s', (_, { caller, application }) => {
  it('what was said is read, and nothing is lost of it', () => {
    fc.assert(
      fc.property(chatRequest, (request) => {
        const lost = losses()
        const read = caller.read(overTheWire(application.ask(request)), lost)
        expect(comparable(read)).toEqual(comparable(application.expressible.request(request)))
        expect([...lost.names]).toEqual([])
      }),
      { numRuns: 150 },
    )
  })
})
