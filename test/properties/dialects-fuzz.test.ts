// Whatever a provider or an application sends, each side ends in an answer or in the one kind of error that says it was none: every stream
// ends, and once, and what it said is told in any caller's dialect without a mistake.

import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ChatEvent, ChatRequest, JsonObject } from '../../runtime/dialects/chat.ts'
import type { UpstreamDialect } from '../../runtime/dialects/dialect.ts'
import { Unreadable } from '../../runtime/dialects/unreadable.ts'
import { GatewayError } from '../../runtime/problem.ts'
import { assemble } from '../dialects/assemble.ts'
import { callers, upstreams } from '../dialects/conformance/dialects.ts'
import { answer, failed, form, streamOf, talk } from '../dialects/conformance/neutral.ts'
import { answerOf, losses, overTheWire, streamTo } from '../dialects/conformance/reading.ts'
import { mangled, mistaken } from './dialects-mutations.ts'

describe.each(Object.entries(upstreams))('%s', (_, { upstream, provider, models: [model], mixes }) => {
  const asks = fc.constantFrom<ChatRequest>({ ...talk, model }, { ...form, model }, { ...form, ...calling(), model })
  const frames = provider.events(streamOf(mixes))

  it('a whole answer is read, or is none', () => {
    fc.assert(
      fc.property(mistaken(overTheWire(provider.response(answer))), asks, (body, request) => {
        const read = orNot(Unreadable, () => answerOf(upstream, request).response(body))
        if (read === null) return
        for (const { caller } of Object.values(callers)) JSON.stringify(caller.response(read, request))
      }),
      { numRuns: 200 },
    )
  })

  it('a stream ends once, whatever became of its bytes', () => {
    fc.assert(
      fc.property(mangled(frames), asks, (pieces, request) =>
        expectOneEnd(readAsTold(pieces, upstream, request), request),
      ),
      { numRuns: 200 },
    )
  })

  it('a stream ends once, whatever its events say', () => {
    const splitter = upstream.frames()
    const whole = [...frames.flatMap((frame) => splitter.push(frame)), ...splitter.finish()]
    const events = fc.tuple(
      ...whole.map(({ event, data }) => {
        if (data === '[DONE]') return fc.constant({ event, data })
        return mistaken(JSON.parse(data)).map((json) => ({ event, data: JSON.stringify(json) ?? '' }))
      }),
    )
    fc.assert(
      fc.property(events, asks, (events, request) => {
        const once: UpstreamDialect = { ...upstream, frames: () => ({ push: () => events, finish: () => [] }) }
        expectOneEnd(readAsTold([new Uint8Array(1)], once, request), request)
      }),
      { numRuns: 200 },
    )
  })

  it('an error says something', () => {
    fc.assert(
      fc.property(
        mistaken(overTheWire(provider.failure(failed))),
        fc.constantFrom(400, 429, 500, 529),
        (body, status) => {
          const failure = upstream.failure(status, body)
          expect(failure).toMatchObject({ status, message: expect.stringMatching(/\S/) })
          for (const { caller } of Object.values(callers)) JSON.stringify(caller.failure(failure))
        },
      ),
      { numRuns: 200 },
    )
  })
})

describe.each(Object.entries(callers))('from an application of %s', (_, { caller, application }) => {
  it('a request is read and can be written, or the error names what is wrong with it', () => {
    const bodies = fc.oneof(
      ...[talk, form, { ...form, ...calling() }].map((request) => mistaken(overTheWire(application.ask(request)))),
    )
    fc.assert(
      fc.property(bodies, (body) => {
        fc.pre(typeof body === 'object' && body !== null && !Array.isArray(body))
        const read = orNot(GatewayError, () => caller.read(body as JsonObject, losses()))
        if (read === null) return
        for (const { upstream, models } of Object.values(upstreams)) {
          for (const model of models) {
            orNot(GatewayError, () => JSON.stringify(upstream.write({ ...read, model }, losses()).body))
          }
        }
      }),
      { numRuns: 300 },
    )
  })
})

/** Tools beside a schema: for some providers the answer is a call then. */
function calling(): Partial<ChatRequest> {
  return { tools: talk.tools, toolChoice: null, reasoning: null }
}

/** As the gateway reads a stream: up to its last event, and with a failure where it cannot be read. */
function readAsTold(
  pieces: readonly Uint8Array[],
  upstream: UpstreamDialect,
  request: ChatRequest,
): readonly ChatEvent[] {
  const splitter = upstream.frames()
  const reader = answerOf(upstream, request).events()
  const events: ChatEvent[] = []
  try {
    for (const piece of pieces) for (const frame of splitter.push(piece)) events.push(...reader.read(frame))
    for (const frame of splitter.finish()) events.push(...reader.read(frame))
    events.push(...reader.finish())
  } catch (thrown) {
    if (!(thrown instanceof Unreadable)) throw thrown
    expect(events.filter(isLast)).toEqual(events.filter(isLast).slice(0, 1))
    return [...events, ...(events.some(isLast) ? [] : [{ kind: 'failure', failure: failed } as const])]
  }
  return events
}

function isLast({ kind }: ChatEvent): boolean {
  return kind === 'end' || kind === 'failure'
}

function expectOneEnd(events: readonly ChatEvent[], request: ChatRequest): void {
  expect(events.filter(isLast)).toEqual(events.slice(-1))
  expect(events).not.toEqual([])
  if (events.at(-1)?.kind === 'end') assemble(events)
  for (const { caller } of Object.values(callers)) streamTo(caller, events, request)
}

/** `null` where it throws what it may. */
function orNot<Result>(kind: new (...given: never[]) => Error, work: () => Result): Result | null {
  try {
    return work()
  } catch (thrown) {
    if (thrown instanceof kind) return null
    throw thrown
  }
}
