// Work grows with the bytes and no faster: one event of 16 MB, and 16 MB of a call's arguments in small pieces, take about four times as long
// as 4 MB; a reader that joins what it has with every piece takes sixteen times.

import { describe, expect, it } from 'vitest'
import type { ChatEvent } from '../../runtime/dialects/chat.ts'
import { openai } from '../../runtime/dialects/openai/upstream.ts'
import { callers, type UpstreamCase, upstreams } from '../dialects/conformance/dialects.ts'
import { talk } from '../dialects/conformance/neutral.ts'
import { answerOf, eventsIn, streamTo } from '../dialects/conformance/reading.ts'

const MIB = 1024 * 1024
/** As networks cut: an event of 16 MB comes in four thousand pieces. */
const PIECE_BYTES = 4096
/** Four is linear, sixteen is quadratic. */
const MOST_TIMES = 8
/** No neighbour on the machine explains this. */
const SURELY_TIMES = 12
const MOST_TRIES = 4
/** What is done faster than this is not worth measuring. */
const UNMEASURABLE_MS = 250

const finish = (reason: 'stop' | 'tool_calls'): readonly ChatEvent[] => [
  { kind: 'finish', choice: 0, finish: { reason, stopSequence: null } },
  {
    kind: 'usage',
    usage: { inputTokens: 1, outputTokens: 1, cachedTokens: null, cacheWriteTokens: null, reasoningTokens: null },
  },
  { kind: 'end' },
]
const start: ChatEvent = { kind: 'start', id: 'answer-1', model: 'm', createdSeconds: 1 }

/** One text. */
function oneText(sizeBytes: number): readonly ChatEvent[] {
  return [start, { kind: 'text', choice: 0, text: 'x'.repeat(sizeBytes), logprobs: null }, ...finish('stop')]
}

/** One call's arguments, `{"text":"xxx…"}`, in pieces of 512 characters. */
function smallPieces(sizeBytes: number): readonly ChatEvent[] {
  const argue = (json: string): ChatEvent => ({ kind: 'arguments', choice: 0, index: 0, json })
  const count = Math.floor(sizeBytes / 512)
  return [
    start,
    { kind: 'tool_call', choice: 0, index: 0, id: 'call_1', name: 'write', signature: null },
    argue('{"text":"'),
    ...Array.from({ length: count }, () => argue('x'.repeat(512))),
    argue('"}'),
    ...finish('tool_calls'),
  ]
}

describe.each(Object.entries(upstreams))('from a provider of %s', (_, side) => {
  it('one event', () => expectLinear((sizeBytes) => reading(side, oneText(sizeBytes), sizeBytes)))
  it('arguments in small pieces', () => expectLinear((sizeBytes) => reading(side, smallPieces(sizeBytes), sizeBytes)))
})

describe.each(Object.entries(callers))('to an application of %s', (_, { caller }) => {
  it.each([
    ['one event', oneText],
    ['arguments in small pieces', smallPieces],
  ])('%s', (_, eventsOf) => {
    expectLinear((sizeBytes) => {
      const events = eventsOf(sizeBytes)
      return () => {
        expect(streamTo(caller, events, talk).length).toBeGreaterThan(sizeBytes)
      }
    })
  })
})

it('arguments whose every piece says the name of their call again, and no id', () => {
  const piece = (json: string) => ({ index: 0, function: { name: 'write', arguments: json } })
  const frame = (tool_calls: object[], finish_reason: string | null = null) => ({
    event: null,
    data: JSON.stringify({ choices: [{ index: 0, delta: { tool_calls }, finish_reason }] }),
  })
  const part = `{"text":"${'x'.repeat(500)}"},`
  expectLinear((sizeBytes) => {
    const count = Math.floor(sizeBytes / part.length)
    return () => {
      const reader = answerOf(openai, talk).events()
      const begin = reader.read(frame([piece('{"all":[')]))
      let said = 0
      for (let index = 0; index < count; index++) said += reader.read(frame([piece(part)])).filter(isArguments).length
      const end = [...reader.read(frame([piece('{}]}')], 'tool_calls')), ...reader.finish()]
      expect([...begin, ...end].filter(({ kind }) => kind === 'tool_call')).toHaveLength(1)
      expect(said).toBe(count)
    }
  })
})

function isArguments({ kind }: ChatEvent): boolean {
  return kind === 'arguments'
}

/** Reads the stand-in's bytes, as they come, and promises that all of them were read. */
function reading(
  { upstream, provider, models }: UpstreamCase,
  events: readonly ChatEvent[],
  sizeBytes: number,
): () => void {
  const bytes = Buffer.concat(provider.events(events))
  const pieces = Array.from({ length: Math.ceil(bytes.length / PIECE_BYTES) }, (_, at) =>
    bytes.subarray(at * PIECE_BYTES, (at + 1) * PIECE_BYTES),
  )
  return () => {
    const read = eventsIn(pieces, upstream, { ...talk, model: models[0] })
    const said = read.reduce((sum, event) => sum + lengthOf(event), 0)
    expect(said).toBeGreaterThan(sizeBytes - 512)
    expect(read.at(-1)?.kind).toBe('end')
  }
}

function lengthOf(event: ChatEvent): number {
  if (event.kind === 'text') return event.text.length
  return event.kind === 'arguments' ? event.json.length : 0
}

/** `prepare` is not measured. Others share the machine: what takes too long is tried again, and the best runs are compared. */
function expectLinear(prepare: (sizeBytes: number) => () => void): void {
  prepare(MIB)()
  const [small, large] = [prepare(4 * MIB), prepare(16 * MIB)]
  let [smallMs, largeMs] = [msOf(small), msOf(large)]
  const isSlow = (times: number): boolean => largeMs > UNMEASURABLE_MS && largeMs / smallMs >= times
  for (let tries = 1; tries < MOST_TRIES && isSlow(MOST_TIMES) && !isSlow(SURELY_TIMES); tries++) {
    smallMs = Math.min(smallMs, msOf(small))
    largeMs = Math.min(largeMs, msOf(large))
  }
  if (largeMs > UNMEASURABLE_MS) expect(largeMs / smallMs).toBeLessThan(MOST_TIMES)
}

function msOf(work: () => void): number {
  const beginMs = performance.now()
  work()
  return performance.now() - beginMs
}
