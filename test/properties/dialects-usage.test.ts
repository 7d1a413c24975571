// What an answer cost is the same sum on both sides of the gateway, whatever each dialect counts apart: cached tokens, those written to the
// cache, those that were thought. Parts are never counted twice, and never outside of their sum.

import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ChatRequest, Usage } from '../../runtime/dialects/chat.ts'
import { assemble } from '../dialects/assemble.ts'
import { callers, upstreams } from '../dialects/conformance/dialects.ts'
import { answer, streamOf, talk } from '../dialects/conformance/neutral.ts'
import { answerOf, eventsIn, overTheWire } from '../dialects/conformance/reading.ts'

const part = fc.option(fc.nat(5000), { nil: null })
const usages: fc.Arbitrary<Usage> = fc
  .tuple(fc.nat(5000), fc.nat(5000), part, part, part)
  .map(([fresh, visible, cachedTokens, cacheWriteTokens, reasoningTokens]) => ({
    inputTokens: fresh + (cachedTokens ?? 0) + (cacheWriteTokens ?? 0),
    outputTokens: visible + (reasoningTokens ?? 0),
    cachedTokens,
    cacheWriteTokens,
    reasoningTokens,
  }))

describe.each(Object.entries(upstreams))('%s', (_, { upstream, provider, models: [model], mixes }) => {
  const request: ChatRequest = { ...talk, model }
  const read = (usage: Usage) => {
    const whole = answerOf(upstream, request).response(overTheWire(provider.response({ ...answer, usage })))
    const told = streamOf(mixes).map((event) => (event.kind === 'usage' ? { ...event, usage } : event))
    return { whole, streamed: assemble(eventsIn(provider.events(told), upstream, request)) }
  }

  it('costs the same on both sides, whole and streaming', () => {
    fc.assert(
      fc.property(usages, (usage) => {
        const { whole, streamed } = read(usage)
        const { inputTokens, outputTokens } = usage
        expect(whole.usage).toMatchObject({ inputTokens, outputTokens })
        expect(streamed.usage).toEqual(whole.usage)
        // What a provider counts apart is what it was, or it does not count it apart at all.
        for (const name of ['cachedTokens', 'cacheWriteTokens', 'reasoningTokens'] as const) {
          expect([usage[name] ?? 0, 0]).toContain(whole.usage?.[name] ?? 0)
        }
        for (const { caller, application } of Object.values(callers)) {
          const said = application.understand(overTheWire(caller.response(whole, request))).usage
          expect(said).toMatchObject({ inputTokens, outputTokens })
          expect(said?.cachedTokens ?? 0).toBe(whole.usage?.cachedTokens ?? 0)
          expect(said?.cacheWriteTokens ?? 0).toBe(whole.usage?.cacheWriteTokens ?? 0)
          expect(said?.reasoningTokens ?? 0).toBe(whole.usage?.reasoningTokens ?? 0)
        }
      }),
      { numRuns: 100 },
    )
  })
})
