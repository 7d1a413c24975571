// The columns of a data point, in the order that queries count on, and what happens without a dataset or with one that fails.

import { afterEach, expect, it, vi } from 'vitest'
import type { Exchange } from '../../../runtime/exchange.ts'
import { analyticsEngine } from '../../../runtime/telemetry/analytics-engine.ts'
import { tokens } from '../../support/log-row.ts'
import { telemetryRow as logRow } from './telemetry-row.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

const usage = tokens(12, 34, { cachedTokens: 5, cacheWriteTokens: 6, reasoningTokens: 7 })

it('writes what is known of a row where its column is', async () => {
  const row = logRow({
    usage,
    route: 'chat',
    cacheStatus: 'MISS',
    error: 'late',
    retries: 2,
    step: 1,
    metadata: { team: 'red', seats: 3 },
  })
  expect(await written(row)).toEqual([
    {
      indexes: ['demo'],
      blobs: [
        ...['openai', 'gpt-4o-mini', 'chat', 'native', 'chat/completions'],
        ...['chat', 'ci', 'MISS', 'late', 'test/1'],
        ...[row.id, row.requestId, 'event-1', '{"team":"red","seats":3}'],
      ],
      doubles: [1, 200, 1, 1, 1500, 250, 12, 34, 5, 6, 7, 0.000_022_2, 1, 2, 100, 200],
    },
  ])
})

it('writes nothing and 0 for what is not known', async () => {
  const nothing = { model: null, modelType: null, token: null, userAgent: null, usage: null, cost: null }
  const sizes = { requestSize: null, responseSize: null, timeToFirstByteMs: null }
  const [point] = await written(logRow({ ...nothing, ...sizes, isServed: false, isSuccess: false, status: 500 }))
  expect(point?.blobs?.slice(0, 10)).toEqual(['openai', '', '', 'native', 'chat/completions', '', '', '', '', ''])
  expect(point?.doubles).toEqual([0, 500, 0, 0, 1500, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
})

it('stays within the bytes that a point may have', async () => {
  const long = 'ü'.repeat(20_000)
  const [point] = await written(
    logRow({ model: long, path: long, error: long, userAgent: long, eventId: long, metadata: { long } }),
  )
  const bytes = Buffer.byteLength(point?.blobs?.join('') ?? '')
  expect(bytes).toBeLessThan(16 * 1024)
  expect(bytes).toBeGreaterThan(5 * 512)
})

it('does nothing without a dataset, or where the platform has none', async () => {
  const warn = vi.spyOn(console, 'warn')
  for (const [dataset, env] of [
    [null, {}],
    ['ANALYTICS_a', {}],
    ['ANALYTICS_a', { ANALYTICS_a: null }],
  ] as const) {
    await analyticsEngine.take(logRow(), exchangeOf(dataset, env))
  }
  expect(warn).not.toHaveBeenCalled()
})

it('says once that a dataset fails, and goes on', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
  const broken = {
    writeDataPoint: () => {
      throw new Error('out of order')
    },
  }
  for (let index = 0; index < 3; index++)
    await analyticsEngine.take(logRow(), exchangeOf('ANALYTICS_a', { ANALYTICS_a: broken }))
  expect(warn).toHaveBeenCalledOnce()
  expect(String(warn.mock.calls[0])).toContain('the dataset ANALYTICS_a does not take data points')
})

interface Point {
  readonly indexes?: readonly string[]
  readonly blobs?: readonly string[]
  readonly doubles?: readonly number[]
}

async function written(row: ReturnType<typeof logRow>): Promise<readonly Point[]> {
  const points: Point[] = []
  const dataset = { writeDataPoint: (point: Point) => points.push(point) }
  await analyticsEngine.take(row, exchangeOf('ANALYTICS_a', { ANALYTICS_a: dataset }))
  return points
}

function exchangeOf(dataset: string | null, env: object): Exchange {
  return { gateway: { id: 'demo', observed: { dataset } }, env } as unknown as Exchange
}
