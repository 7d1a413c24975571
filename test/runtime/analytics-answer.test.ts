// How analytics are asked for and told: what a query may say, what is said where it cannot be meant, and the answer's JSON.

import { describe, expect, it } from 'vitest'
import { analyticsAnswer, readAnalyticsQuery } from '../../runtime/endpoints/control/analytics.ts'
import type { AnalyticsPoint, AnalyticsQuery } from '../../runtime/logs/query.ts'
import { GatewayError } from '../../runtime/problem.ts'

const NOW_MS = Date.UTC(2026, 0, 15, 12, 34, 56)
const at = Date.parse
const read = (query: string) => readAnalyticsQuery(new URLSearchParams(query), NOW_MS)

describe('a question', () => {
  it.each<[string, AnalyticsQuery]>([
    ['', { fromMs: at('2026-01-14T13:00Z'), toMs: NOW_MS, per: 'hour', by: null }],
    ['per=minute', { fromMs: at('2026-01-14T12:35Z'), toMs: NOW_MS, per: 'minute', by: null }],
    ['per=day', { fromMs: at('2026-01-14'), toMs: NOW_MS, per: 'day', by: null }],
    ['to=2026-01-02', { fromMs: at('2026-01-01T01:00Z'), toMs: at('2026-01-02'), per: 'hour', by: null }],
    ['from=1768435200000&by=model', { fromMs: at('2026-01-15'), toMs: NOW_MS, per: 'hour', by: 'model' }],
    [
      'from=2026-01-15T08:59:59.999%2B01:00&to=2026-01-15T11:30:00Z&by=metadata.team.name',
      { fromMs: at('2026-01-15T07:00Z'), toMs: at('2026-01-15T11:30Z'), per: 'hour', by: 'metadata.team.name' },
    ],
    // Without a zone it is UTC, wherever the Worker runs.
    ['from=2026-01-15T03:04&per=minute', { fromMs: at('2026-01-15T03:04Z'), toMs: NOW_MS, per: 'minute', by: null }],
    ['by=metadata.%0A', { fromMs: at('2026-01-14T13:00Z'), toMs: NOW_MS, per: 'hour', by: 'metadata.\n' }],
    ['per=day&from=2024-01-15', { fromMs: at('2024-01-15'), toMs: NOW_MS, per: 'day', by: null }],
  ])("'%s'", (query, expected) => {
    expect(read(query)).toEqual(expected)
  })

  it.each([
    ['per=week', "Parameter 'per' takes one of minute, hour, day, not 'week'."],
    ['per=', "Parameter 'per' takes one of minute, hour, day, not ''."],
    [
      'from=yesterday',
      "Parameter 'from' takes a time like 2026-01-31, 2026-01-31T12:00:00Z or 1769860800000, not 'yesterday'.",
    ],
    [
      'to=2026-13-01',
      "Parameter 'to' takes a time like 2026-01-31, 2026-01-31T12:00:00Z or 1769860800000, not '2026-13-01'.",
    ],
    ['from=-1', "Parameter 'from' takes a time like 2026-01-31, 2026-01-31T12:00:00Z or 1769860800000, not '-1'."],
    ['by=user', "Parameter 'by' takes one of provider, model, route, token, status, or metadata.<key>, not 'user'."],
    [
      'by=metadata.',
      "Parameter 'by' takes one of provider, model, route, token, status, or metadata.<key>, not 'metadata.'.",
    ],
    ['group_by=model', "There is no parameter 'group_by' here. There are from, to, per, by."],
    ['from=2026-01-20', "Parameter 'from' takes a time before that of 'to'."],
    [
      'per=minute&from=2026-01-01&to=2026-01-03',
      "These are 2880 steps of one minute. Ask for 1500 at most: less time between 'from' and 'to', or longer steps with 'per'.",
    ],
  ])("'%s' is refused", (query, message) => {
    expect(refusalOf(() => read(query))).toEqual({ problem: 'invalidRequest', description: message })
  })
})

describe('an answer', () => {
  const point: AnalyticsPoint = {
    startMs: at('2026-01-15T11:00Z'),
    value: 'gpt-4o-mini',
    requests: 4,
    attempts: 5,
    errors: 1,
    cached: 1,
    tokensIn: 10,
    tokensOut: 20,
    tokensCached: 3,
    tokensReasoning: 4,
    cost: 0.25,
    duration: { p50: 0.952380952, p90: 10.123456, p95: 11, p99: 12 },
    timeToFirstByte: null,
  }

  it('is JSON by the names of the wire', async () => {
    const asked: AnalyticsQuery[] = []
    const analytics = async (query: AnalyticsQuery) => {
      asked.push(query)
      return [point, { ...point, value: null, requests: 0, cached: 0 }]
    }
    const search = new URLSearchParams('from=2026-01-15T10:30Z&to=2026-01-15T12:00:00Z&by=model')
    const said = {
      start: '2026-01-15T11:00:00.000Z',
      value: 'gpt-4o-mini',
      requests: 4,
      attempts: 5,
      errors: 1,
      cached: 1,
      cache_hit_rate: 0.25,
      tokens_in: 10,
      tokens_out: 20,
      tokens_cached: 3,
      tokens_reasoning: 4,
      cost: 0.25,
      duration_ms: { p50: 0.952, p90: 10.123, p95: 11, p99: 12 },
      time_to_first_byte_ms: null,
    }
    expect(await analyticsAnswer({ analytics }, search)).toEqual({
      from: '2026-01-15T10:00:00.000Z',
      to: '2026-01-15T12:00:00.000Z',
      per: 'hour',
      by: 'model',
      points: [said, { ...said, value: null, requests: 0, cached: 0, cache_hit_rate: null }],
    })
    expect(asked).toEqual([
      { fromMs: at('2026-01-15T10:00Z'), toMs: at('2026-01-15T12:00Z'), per: 'hour', by: 'model' },
    ])
  })

  it('has ten thousand points at most', async () => {
    const store = (length: number) => ({ analytics: async () => Array.from({ length }, () => point) })
    const { points } = await analyticsAnswer(store(10_000), new URLSearchParams())
    expect(points).toHaveLength(10_000)
    const refused = analyticsAnswer(store(10_001), new URLSearchParams())
    await expect(refused).rejects.toThrow(/^That is more than 10000 points\. Ask for less time/)
  })
})

function refusalOf(act: () => unknown): object {
  try {
    return { answer: act() }
  } catch (thrown) {
    if (!(thrown instanceof GatewayError)) throw thrown
    return { problem: thrown.problem, description: thrown.description }
  }
}
