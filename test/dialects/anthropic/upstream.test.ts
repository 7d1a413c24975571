// Properties of the upstream side against the stand-in: what can be said arrives, whatever the answer and however its stream is cut.

import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { anthropic } from '../../../runtime/dialects/anthropic/upstream.ts'
import type { ChatEvent, ChatRequest, JsonObject } from '../../../runtime/dialects/chat.ts'
import { parseExactly } from '../../../runtime/json.ts'
import { chatRequest, chatResponse } from '../arbitrary.ts'
import { chatEvents } from '../arbitrary-events.ts'
import { assemble } from '../assemble.ts'
import { splits } from '../every-split.ts'
import { anthropic as provider } from './provider.ts'
import { asked } from './requests.ts'

const through = (value: unknown): JsonObject => parseExactly(JSON.stringify(value)) as JsonObject

it('carries over all of a request that the API can say', () => {
  fc.assert(
    fc.property(chatRequest, (request: ChatRequest) => {
      const { body } = anthropic.write(request, { drop: () => {} })
      expect(through(provider.read(through(body), '/v1/messages'))).toEqual(
        through(provider.expressible.request(request)),
      )
    }),
    { numRuns: 1500 },
  )
})

it('carries over all of an answer', () => {
  fc.assert(
    fc.property(chatResponse, (response) => {
      const { answer } = anthropic.write(asked(), { drop: () => {} })
      expect(answer.response(through(provider.response(response)))).toEqual(provider.expressible.response(response))
    }),
    { numRuns: 500 },
  )
})

it('carries over all of a stream, however it is cut', () => {
  const streams = chatResponse.chain((response) =>
    chatEvents(response, false).chain((events) =>
      splits(Buffer.concat(provider.events(events))).map((pieces) => ({ response, pieces })),
    ),
  )
  fc.assert(
    fc.property(streams, ({ response, pieces }) => {
      const splitter = anthropic.frames()
      const reader = anthropic.write(asked(), { drop: () => {} }).answer.events()
      const frames = [...pieces.flatMap((piece) => splitter.push(piece)), ...splitter.finish()]
      const events: readonly ChatEvent[] = [...frames.flatMap(reader.read), ...reader.finish()]
      expect(assemble(events)).toEqual(provider.expressible.response(response))
    }),
    { numRuns: 500 },
  )
})
