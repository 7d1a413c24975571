// What analytics tell of random rows, put in random batches and with questions in between, is what a naive count of the same rows says;
// percentiles are within 5 % of the true ones.

import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  addHistogram,
  addToBucket,
  bucketOf,
  type Histogram,
  histogramText,
  percentilesOf,
  readHistogram,
} from '../../runtime/logs/histogram.ts'
import type { AnalyticsPoint, AnalyticsQuery, Percentiles } from '../../runtime/logs/query.ts'
import type { LogRow } from '../../runtime/logs/row.ts'
import { logRow, tokens } from '../support/log-row.ts'
import { type RollupsWorker, startRollups } from '../support/rollups-worker.ts'
import { naiveAnalytics } from './rollups-oracle.ts'

const DAY_MS = 24 * 60 * 60_000
const NOON_MS = Date.UTC(2026, 0, 15, 12)

let rollups: RollupsWorker
beforeAll(async () => {
  rollups = await startRollups()
})
afterAll(() => rollups.stop())

/** Words that SQL, JSON, and objects trip over. */
const words = [
  'a',
  'b',
  '',
  ' ',
  "'; DROP TABLE rollup_steps; --",
  '"',
  '\\',
  '__proto__',
  'metadata',
  'all',
  '%',
  'é',
  '🦜',
  '\n',
  'A',
]
const word = fc.oneof(
  fc.constantFrom(...words),
  fc.string({ maxLength: 5 }).map((text) => text.replaceAll('\0', '')),
)
const timeMs = fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 600_000 }))
const count = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 1_000_000 }))
// Close together, so that rows meet in steps; within what is kept of minutes.
const createdAtMs = fc.oneof(
  fc.integer({ min: NOON_MS, max: NOON_MS + 5 * 60_000 }),
  fc.integer({ min: NOON_MS - DAY_MS * 0.9, max: NOON_MS + DAY_MS * 0.9 }),
)

const row: fc.Arbitrary<LogRow> = fc
  .record({
    createdAtMs,
    provider: fc.constantFrom('openai', 'anthropic', 'custom-vllm'),
    model: fc.option(word),
    route: fc.option(word),
    token: fc.option(word),
    status: fc.constantFrom(200, 200, 429, 500),
    isServed: fc.boolean(),
    isSuccess: fc.boolean(),
    cacheStatus: fc.constantFrom(null, 'HIT', 'MISS', 'STALE'),
    durationMs: timeMs,
    timeToFirstByteMs: fc.option(timeMs),
    usage: fc.option(
      fc
        .tuple(count, count, fc.option(count), fc.option(count))
        .map(([input, output, cachedTokens, reasoningTokens]) =>
          tokens(input, output, { cachedTokens, reasoningTokens }),
        ),
    ),
    cost: fc.option(fc.double({ min: 0, max: 10, noNaN: true })),
    metadata: fc.dictionary(
      fc.constantFrom('team', 'user', '', '__proto__', 'a.b'),
      fc.oneof(word, fc.boolean(), fc.integer()),
      {
        maxKeys: 5,
        noNullPrototype: true,
      },
    ),
    session: fc.option(
      fc.constant({ framesSent: 1, framesReceived: 1, closeCode: 1000, closedBy: 'client' as const }),
      {
        freq: 10,
      },
    ),
  })
  .map(logRow)

/** Also where a step begins. */
const askedMs = fc.oneof(
  createdAtMs,
  fc.nat(5).map((minutes) => NOON_MS + minutes * 60_000),
)

const query: fc.Arbitrary<AnalyticsQuery> = fc
  .record({
    from: askedMs,
    to: askedMs,
    per: fc.constantFrom('minute' as const, 'hour' as const, 'day' as const),
    by: fc.constantFrom<AnalyticsQuery['by'][]>(
      null,
      'provider',
      'model',
      'route',
      'token',
      'status',
      'metadata.team',
      'metadata.user',
      'metadata.',
      'metadata.__proto__',
      'metadata.a.b',
      'metadata.nobody',
    ),
    isWide: fc.boolean(),
  })
  .map(({ from, to, per, by, isWide }) =>
    isWide
      ? { fromMs: NOON_MS - 2 * DAY_MS, toMs: NOON_MS + 2 * DAY_MS, per, by }
      : { fromMs: Math.min(from, to), toMs: Math.max(from, to), per, by },
  )

it('tells what a naive count tells', async () => {
  let cases = 0
  const told = { points: 0, percentiles: 0 }
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(row, { maxLength: 12 }), { maxLength: 8 }),
      fc.array(query, { minLength: 1, maxLength: 6 }),
      fc.nat(8),
      async (batches, queries, asksAfter) => {
        cases += 1
        const name = `case ${cases}`
        const [first = { fromMs: 0, toMs: 1, per: 'day', by: null }] = queries
        await rollups.put(name, batches.slice(0, asksAfter))
        expectSame(await rollups.ask(name, first), naiveAnalytics(batches.slice(0, asksAfter).flat(), first))
        await rollups.put(name, batches.slice(asksAfter))
        for (const asked of queries) {
          const points = await rollups.ask(name, asked)
          expectSame(points, naiveAnalytics(batches.flat(), asked))
          told.points += points.length
          told.percentiles += points.filter(({ duration }) => duration !== null).length
        }
      },
    ),
    { numRuns: 60 },
  )
  expect(told.points).toBeGreaterThan(200)
  expect(told.percentiles).toBeGreaterThan(100)
})

it('has percentiles within 5 %, through texts and sums', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.integer({ min: 0, max: 10_000_000 }), { maxLength: 60 }), { maxLength: 5 }),
      (groups) => {
        const histograms = groups.map((times) => {
          const histogram: Histogram = new Map()
          for (const each of times) addToBucket(histogram, bucketOf(each), 1)
          return histogram
        })
        const all: Histogram = new Map()
        for (const histogram of histograms) addHistogram(all, readHistogram(histogramText(histogram)), 1)
        const [whole] = naiveAnalytics(
          groups.flat().map((durationMs) => logRow({ durationMs })),
          everything,
        )
        expectClose(percentilesOf(all), whole?.duration ?? null)
        for (const histogram of histograms.slice(1)) addHistogram(all, histogram, -1)
        expect(histogramText(all)).toBe(histogramText(histograms[0] ?? new Map()))
      },
    ),
  )
})

const everything: AnalyticsQuery = { fromMs: 0, toMs: NOON_MS + DAY_MS, per: 'day', by: null }

function expectSame(told: readonly AnalyticsPoint[], naive: readonly AnalyticsPoint[]): void {
  expect(told.map(withoutFractions)).toEqual(naive.map(withoutFractions))
  for (const [index, point] of told.entries()) {
    const other = naive[index]
    expect(point.cost).toBeCloseTo(other?.cost ?? Number.NaN, 8)
    expectClose(point.duration, other?.duration ?? null)
    expectClose(point.timeToFirstByte, other?.timeToFirstByte ?? null)
  }
}

function withoutFractions({ cost: _cost, duration, timeToFirstByte, ...exact }: AnalyticsPoint): object {
  return { ...exact, hasDuration: duration !== null, hasTimeToFirstByte: timeToFirstByte !== null }
}

function expectClose(told: Percentiles | null, naive: Percentiles | null): void {
  expect(told === null).toBe(naive === null)
  for (const name of ['p50', 'p90', 'p95', 'p99'] as const) {
    const [found = Number.NaN, right = Number.NaN] = [told?.[name], naive?.[name]]
    if (naive !== null)
      expect(Math.abs(found - right), `${name}: ${found} for ${right}`).toBeLessThanOrEqual(right * 0.05)
  }
}
