// Analytics of real traffic, through the management API: each way of looking at it tells the same requests.

import { describe, expect, it } from 'vitest'
import type { AnalyticsAnswer, AnalyticsAnswerPoint } from '../../../runtime/endpoints/control/analytics.ts'
import { expectErrors, resultOf } from '../management/call.ts'
import { askAs, OPS, sendTraffic, setAnalyticsScene, TRAFFIC, until } from './scene.ts'

const scene = await setAnalyticsScene()
await sendTraffic(scene)

const ask = (query: string, id = 'one') =>
  askAs(scene, OPS, `/client/v4/accounts/acct/ai-gateway/gateways/${id}/analytics${query}`)
const told = async (query: string, id = 'one') => resultOf(await ask(query, id)) as AnalyticsAnswer
/** The hour may turn while the traffic is on its way: then it is in two points. */
const attempts = ({ points }: AnalyticsAnswer) => points.reduce((sum, point) => sum + point.attempts, 0)
const whole = await until(
  () => told('?per=day'),
  (answer) => attempts(answer) >= TRAFFIC.attempts,
)
const by = async (dimension: string): Promise<{ readonly [value: string]: AnalyticsAnswerPoint }> => {
  const { points } = await told(`?per=day&by=${dimension}`)
  return Object.fromEntries(points.map((point) => [String(point.value), point]))
}
const counts = ({ requests, attempts: all, errors, cached }: Partial<AnalyticsAnswerPoint> = {}) => [
  requests,
  all,
  errors,
  cached,
]

it('tells everything together', () => {
  expect(whole.points).toHaveLength(1)
  const [point] = whole.points
  expect(point).toMatchObject({
    value: null,
    requests: TRAFFIC.requests,
    attempts: TRAFFIC.attempts,
    errors: 1,
    cached: 1,
    cache_hit_rate: 1 / 6,
  })
  expect(point?.start).toMatch(/^\d{4}-\d\d-\d\dT00:00:00\.000Z$/)
  // What the cache gave cost nothing.
  expect(point?.cost).toBeCloseTo(4 * TRAFFIC.cost, 9)
  for (const percentiles of [point?.duration_ms, point?.time_to_first_byte_ms]) {
    expect(percentiles?.p50).toBeGreaterThanOrEqual(0)
    expect(percentiles?.p99).toBeGreaterThanOrEqual(percentiles?.p50 ?? Number.NaN)
    expect(percentiles?.p99).toBeLessThan(30_000)
  }
})

describe('tells apart', () => {
  it('providers', async () => {
    const { openai, groq, ...others } = await by('provider')
    expect(others).toEqual({})
    expect([counts(openai), counts(groq)]).toEqual([
      [5, 5, 0, 1],
      [1, 2, 1, 0],
    ])
    expect(groq?.tokens_in).toBe(0)
    expect(openai?.tokens_in).toBeGreaterThanOrEqual(400)
    expect(openai?.tokens_out).toBeGreaterThanOrEqual(40)
  })

  it('models', async () => {
    const models = await by('model')
    expect(Object.keys(models).sort()).toEqual(['down', 'gpt-4o-mini'])
    expect(models['gpt-4o-mini']?.cost).toBeCloseTo(4 * TRAFFIC.cost, 9)
  })

  it.each([
    ['route', { chat: [1, 2, 0, 0], null: [5, 5, 1, 1] }],
    ['token', { bot: [6, 7, 1, 1] }],
    ['status', { 200: [5, 5, 0, 1], 503: [1, 2, 1, 0] }],
    ['metadata.team', { red: [2, 2, 0, 1], blue: [1, 1, 0, 0], null: [3, 4, 1, 0] }],
    ['metadata.nobody', { null: [6, 7, 1, 1] }],
  ])('%s', async (dimension, expected) => {
    const points = await by(dimension)
    expect(Object.fromEntries(Object.entries(points).map(([value, point]) => [value, counts(point)]))).toEqual(expected)
  })
})

it('leaves out steps in which nothing happened, and other gateways', async () => {
  const before = await told('?from=2020-01-01&to=2020-01-02')
  expect(before).toEqual({
    from: '2020-01-01T00:00:00.000Z',
    to: '2020-01-02T00:00:00.000Z',
    per: 'hour',
    by: null,
    points: [],
  })
  expect((await told('', 'two')).points).toEqual([])
})

it('says what it cannot take', async () => {
  const message = "Parameter 'per' takes one of minute, hour, day, not 'week'."
  expectErrors(await ask('?per=week'), { status: 400, code: 7001, message })
})
