// Neutral -> a provider's words -> neutral: what must come back of an answer, whole and as a stream, however it is cut.

import * as fc from 'fast-check'
import { expect } from 'vitest'
import type { ChatEvent, ChatRequest, ChatResponse } from '../../runtime/dialects/chat.ts'
import type { UpstreamDialect } from '../../runtime/dialects/dialect.ts'
import { parseExactly } from '../../runtime/json.ts'
import { chatResponse } from './arbitrary.ts'
import { assemble } from './assemble.ts'
import { splits } from './every-split.ts'
import type { ProviderSide } from './provider.ts'
import { readStream, silent } from './reading.ts'

/** An answer keeps all that can be said. */
export function expectKeptAnswers(dialect: UpstreamDialect, provider: ProviderSide, request: ChatRequest): void {
  fc.assert(
    fc.property(chatResponse, (response) => {
      const body = parseExactly(JSON.stringify(provider.response(response)))
      expect(dialect.write(request, silent).answer.response(body)).toEqual(provider.expressible.response(response))
    }),
  )
}

/** So does a stream, however it is cut; `events` tells an answer bit by bit. */
export function expectKeptStreams(
  dialect: UpstreamDialect,
  provider: ProviderSide,
  request: ChatRequest,
  events: (response: ChatResponse) => fc.Arbitrary<readonly ChatEvent[]>,
): void {
  const cases = chatResponse.chain((response) =>
    events(response)
      .chain((told) => splits(Buffer.concat(provider.events(told))))
      .map((pieces) => ({ response, pieces })),
  )
  fc.assert(
    fc.property(cases, ({ response, pieces }) => {
      expect(assemble(readStream(dialect, request, pieces))).toEqual(provider.expressible.response(response))
    }),
  )
}
