// Each dialect's reader of usage against what its vendors say: whole, event by event, and garbled.

import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../runtime/dialects/chat.ts'
import { tokenUsage } from '../../runtime/dialects/common/tokens.ts'
import type { TokenUsage, UsageDialect } from '../../runtime/logs/token-usage.ts'
import { objectText } from './arbitrary-json.ts'
import type { UsageCase } from './usage-case.ts'
import { usageCases, usageReaders } from './usage-cases.ts'

/** Whose answers a reader reads besides its own: such answers are its own too. */
const SHARED: { readonly [dialect: string]: readonly string[] } = {
  // Its models have these shapes, bare or in the envelope.
  'workers-ai': ['openai', 'responses'],
  // Claude by InvokeModel.
  bedrock: ['anthropic'],
  // Of Workers AI what is not in the envelope; of Claude nothing.
  openai: ['workers-ai'],
  responses: ['workers-ai'],
  anthropic: ['bedrock'],
}

const readerOf = (dialect: string): UsageDialect => usageReaders[dialect] as UsageDialect
const parsed = (value: unknown): JsonObject => JSON.parse(JSON.stringify(value)) as JsonObject

/** As the log reads a stream: only events that have the words are looked at, and what says nothing leaves it as it was. */
function readEvents({ read, words }: UsageDialect, texts: readonly string[]): TokenUsage | null {
  return texts
    .filter((text) => words.test(text))
    .reduce<TokenUsage | null>((before, text) => read(JSON.parse(text), before) ?? before, null)
}

const compact = (events: readonly JsonObject[]): string[] => events.map((event) => JSON.stringify(event))
const saidIn = ({ whole, events = [] }: UsageCase): JsonObject[] => [...(whole ? [whole] : []), ...events].map(parsed)

describe.each(Object.entries(usageCases))('%s', (dialect, cases) => {
  const reader = readerOf(dialect)

  it('has ten cases and more, each of its own name', () => {
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length)
    expect(cases.length).toBeGreaterThanOrEqual(10)
  })

  const named = (has: (one: UsageCase) => unknown) => cases.filter(has).map((one) => [one.name, one] as const)
  const streams = named(({ events }) => events).map(([name, { events = [], usage }]) => [name, events, usage] as const)

  it.each(named(({ whole, headers }) => whole && !headers))('%s: whole', (_name, { whole, usage }) => {
    expect(reader.read(parsed(whole), null)).toEqual(usage)
  })

  for (const [name, { whole, headers, usage }] of named(({ headers }) => headers)) {
    it(`${name}: in headers, where its body does not say it`, () => {
      const inBody = whole ? reader.read(parsed(whole), null) : null
      const inHeaders = reader.readHeaders?.(new Headers(headers)) ?? null
      expect(inBody ?? inHeaders).toEqual(usage)
      expect(inHeaders).toMatchObject({ inputTokens: usage?.inputTokens, outputTokens: usage?.outputTokens })
    })
  }

  it.each(streams)('%s: event by event, however it is spaced', (_name, events, usage) => {
    expect(readEvents(reader, compact(events))).toEqual(usage)
    expect(
      readEvents(
        reader,
        events.map((event) => JSON.stringify(event, null, 2)),
      ),
    ).toEqual(usage)
  })

  it.each(streams)('%s: its words are in the events that say something, and in no others', (_name, events) => {
    for (const event of events) {
      const text = JSON.stringify(event)
      expect([text, reader.words.test(text)]).toEqual([text, reader.read(parsed(event), null) !== null])
    }
  })

  it.each(streams)('%s: an event that is said twice counts once', (_name, events, usage) => {
    expect(readEvents(reader, compact(events.flatMap((event) => [event, event])))).toEqual(usage)
  })

  it('reads its own, and nobody reads it wrong', () => {
    for (const one of cases.filter((some) => some.usage !== null && some.headers === undefined)) {
      for (const [other, { read }] of Object.entries(usageReaders)) {
        if (other === dialect) continue
        const readings = saidIn(one).map((said) => read(said, null))
        const right = SHARED[other]?.includes(dialect) ? saidIn(one).map((said) => reader.read(said, null)) : []
        readings.forEach((reading, at) => {
          expect([one.name, other, reading]).toEqual([one.name, other, reading && right[at]])
        })
      }
    }
  })

  it('whatever is garbled in it', () => {
    fc.assert(
      fc.property(garbledFrom(cases), ({ said, before }) => {
        for (const one of [null, before]) expectSane(reader.read(said, one), one)
      }),
      { numRuns: 500 },
    )
  })

  it('whatever else it is asked to read', () => {
    fc.assert(
      fc.property(
        objectText,
        fc.constantFrom('usage', 'usageMetadata', 'meta', 'message', 'response'),
        (text, name) => {
          const said = JSON.parse(text) as JsonObject
          for (const one of [said, { [name]: said }, { type: 'message', [name]: { [name]: said } }]) {
            expectSane(reader.read(one, null), null)
          }
        },
      ),
    )
  })
})

it.each([
  ['openai', { usage: {} }],
  ['openai', { usage: { prompt_tokens: '12', completion_tokens: null } }],
  ['responses', { object: 'response', usage: {} }],
  ['anthropic', { type: 'message', usage: {} }],
  ['gemini', { usageMetadata: { trafficType: 'ON_DEMAND' } }],
  ['bedrock', { usage: {} }],
  ['bedrock', { bytes: '%' }],
  ['cohere', { usage: { billed_units: {}, tokens: {} } }],
  ['workers-ai', { result: { usage: {} } }],
])('%s: nothing is counted in %j', (dialect, said) => {
  expect(readerOf(dialect).read(said, null)).toBeNull()
})

it('whatever parts are said, each is within its sum', () => {
  const count = fc.oneof(fc.constant(null), fc.integer({ min: 0, max: 20 }))
  const parts = fc.record({
    cacheWriteHourTokens: count,
    inputAudioTokens: count,
    cachedAudioTokens: count,
    outputAudioTokens: count,
    inputImageTokens: count,
    cachedImageTokens: count,
    outputImageTokens: count,
  })
  const sums = fc.record({
    inputTokens: fc.nat(20),
    outputTokens: fc.nat(20),
    cachedTokens: count,
    cacheWriteTokens: count,
    reasoningTokens: count,
  })
  fc.assert(
    fc.property(sums, parts, sums, parts, (usage, some, later, more) => {
      const before = tokenUsage(usage, some, null)
      expectSane(before, null)
      expectSane(tokenUsage(later, more, before), before)
    }),
    { numRuns: 1000 },
  )
})

it('a cost beyond all numbers is none', () => {
  const usage = { prompt_tokens: 1, completion_tokens: 1, cost: { rawJSON: '1e999' } }
  expect(readerOf('openai').read({ usage }, null)).not.toHaveProperty('statedCost')
})

describe('headers', () => {
  it.each([
    [{}],
    [{ 'x-amzn-bedrock-input-token-count': 'many' }],
    [{ 'x-amzn-bedrock-input-token-count': '-1' }],
    [{ 'x-amzn-bedrock-cache-read-input-token-count': '10' }],
  ])('%j say nothing', (headers) => {
    expect(readerOf('bedrock').readHeaders?.(new Headers(headers))).toBeNull()
  })
})

describe('words', () => {
  it.each(['openai', 'responses', 'anthropic', 'workers-ai'])('%s: not in usage that is null', (dialect) => {
    for (const text of ['{"usage":null}', '{"usage" : null}', '{"text":"\\"usage\\":{"}']) {
      expect([text, readerOf(dialect).words.test(text)]).toEqual([text, false])
    }
    expect(readerOf(dialect).words.test('{"usage" :\n {"prompt_tokens":1}}')).toBe(true)
  })

  it('of what is base64, at each offset', () => {
    for (const before of ['', ' ', '  ', 'é']) {
      for (const said of ['{"usage":{', '"amazon-bedrock-invocationMetrics":{']) {
        const bytes = Buffer.from(`${before}${said}}}`).toString('base64')
        expect(readerOf('bedrock').words.test(JSON.stringify({ bytes }))).toBe(true)
      }
    }
    expect(readerOf('bedrock').words.test(JSON.stringify({ bytes: btoa('{"type":"ping"}') }))).toBe(false)
  })
})

/** Values that are no counts, or none that can be true. */
const nonsense = fc.oneof(
  fc.constantFrom<unknown>(null, -1, 0.5, '12', '', true, 1e308, 2 ** 60, [], {}, { rawJSON: '1e999' }, 'NaN'),
  fc.constantFrom<unknown>({ toString: 1, valueOf: null }, [null, 5, { type: 'compaction', input_tokens: -3 }]),
  objectText.map((text) => JSON.parse(text) as unknown),
)

/** Something of a case with one of its values exchanged, and what was said before it. */
function garbledFrom(cases: readonly UsageCase[]): fc.Arbitrary<{ said: JsonObject; before: TokenUsage | null }> {
  const said = cases.flatMap(saidIn)
  return fc
    .tuple(fc.constantFrom(...said), fc.constantFrom(...cases.map(({ usage }) => usage)), fc.nat(), nonsense)
    .map(([one, before, at, value]) => ({ said: exchanged(one, at, value), before }))
}

/** What stands at one of its places, counted through, is another value now. */
function exchanged(said: JsonObject, at: number, value: unknown): JsonObject {
  let place = 0
  const places = JSON.stringify(said).split(/[:,]/).length
  return JSON.parse(JSON.stringify(said), (key, one) => (key !== '' && place++ === at % places ? value : one))
}

const WITHIN: readonly (readonly [keyof TokenUsage, keyof TokenUsage])[] = [
  ['cachedTokens', 'inputTokens'],
  ['cacheWriteTokens', 'inputTokens'],
  ['cacheWriteHourTokens', 'cacheWriteTokens'],
  ['inputAudioTokens', 'inputTokens'],
  ['inputImageTokens', 'inputTokens'],
  ['cachedAudioTokens', 'inputAudioTokens'],
  ['cachedAudioTokens', 'cachedTokens'],
  ['cachedImageTokens', 'inputImageTokens'],
  ['cachedImageTokens', 'cachedTokens'],
  ['reasoningTokens', 'outputTokens'],
  ['outputAudioTokens', 'outputTokens'],
  ['outputImageTokens', 'outputTokens'],
]

function expectSane(usage: TokenUsage | null, before: TokenUsage | null): void {
  if (usage === null) return
  for (const [name, count] of Object.entries(usage) as [string, number | null][]) {
    const isCount = count === null || (count >= 0 && count <= 2 ** 56)
    expect([name, count, isCount && (name === 'statedCost' || count === null || Number.isInteger(count))]).toEqual([
      name,
      count,
      true,
    ])
  }
  for (const [part, sum] of WITHIN) expect(usage[part] ?? 0).toBeLessThanOrEqual(usage[sum] ?? 0)
  const { inputTokens, cachedTokens, cacheWriteTokens } = usage
  expect((cachedTokens ?? 0) + (cacheWriteTokens ?? 0)).toBeLessThanOrEqual(inputTokens)
  expect(usage.inputTokens).toBeGreaterThanOrEqual(before?.inputTokens ?? 0)
  expect(usage.outputTokens).toBeGreaterThanOrEqual(before?.outputTokens ?? 0)
}
