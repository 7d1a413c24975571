// What rollups promise beyond counting right: bounds on what callers can make up, an end to what is old, and nothing lost in a kill.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AnalyticsPoint, AnalyticsQuery } from '../../runtime/logs/query.ts'
import { logRow } from '../support/log-row.ts'
import { type RollupsWorker, startRollups } from '../support/rollups-worker.ts'

const HOUR_MS = 60 * 60_000
const DAY_MS = 24 * HOUR_MS
const NOON_MS = Date.UTC(2026, 0, 15, 12)

let rollups: RollupsWorker
beforeAll(async () => {
  rollups = await startRollups()
})
afterAll(() => rollups.stop())

const always = { fromMs: 0, toMs: NOON_MS + 4000 * DAY_MS }
const by = (dimension: AnalyticsQuery['by'], per: AnalyticsQuery['per']) => ({ ...always, per, by: dimension })
const attemptsOf = (points: readonly AnalyticsPoint[]) =>
  Object.fromEntries(points.map((it) => [it.value, it.attempts]))
const sum = (numbers: readonly number[]) => numbers.reduce((one, other) => one + other, 0)

describe('values beyond those that a step tells apart', () => {
  // In batches that are added up apart: a place that was given stays.
  const users = Array.from({ length: 250 }, (_, index) => `user ${index}`)
  const rowsOf = (names: readonly string[]) => names.map((user) => logRow({ metadata: { user } }))

  it.each([
    ['minute', 50],
    ['hour', 100],
    ['day', 200],
  ] as const)('are one, by %s', async (per, most) => {
    const name = `values ${per}`
    await rollups.put(name, [rowsOf(users.slice(0, 40))])
    await rollups.ask(name, by(null, per))
    await rollups.put(name, [rowsOf(users), rowsOf(users.slice(0, 30))])
    const { _OTHER: others, ...told } = attemptsOf(await rollups.ask(name, by('metadata.user', per)))
    expect(Object.keys(told).sort()).toEqual(users.slice(0, most).sort())
    expect(told['user 0']).toBe(3)
    expect(told['user 45']).toBe(1)
    expect(others).toBe(250 - most)
    expect(attemptsOf(await rollups.ask(name, by(null, per)))).toEqual({ null: 320 })
  })

  it('start anew with every step', async () => {
    await rollups.put('anew', [
      rowsOf(users),
      users.slice(200).map((user) => logRow({ createdAtMs: NOON_MS + HOUR_MS, metadata: { user } })),
    ])
    const points = await rollups.ask('anew', by('metadata.user', 'hour'))
    const later = points.filter(({ startMs }) => startMs === NOON_MS + HOUR_MS)
    expect(later.map(({ value }) => value).sort()).toEqual(users.slice(200).sort())
  })
})

it('counts by ten metadata keys of a step, and everything else by none', async () => {
  const keys = Array.from({ length: 14 }, (_, index) => `key ${index}`)
  await rollups.put('keys', [keys.map((key) => logRow({ metadata: { [key]: 'yes' } }))])
  await rollups.put('keys', [keys.map((key) => logRow({ metadata: { [key]: 'yes' } }))])
  const told = await Promise.all(
    keys.map(async (key) => attemptsOf(await rollups.ask('keys', by(`metadata.${key}`, 'day')))),
  )
  expect(told.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => ({ yes: 2, null: 26 })))
  expect(told.slice(10)).toEqual(Array.from({ length: 4 }, () => ({ null: 28 })))
})

it('cuts long values, and keeps what SQLite would not give back as it was', async () => {
  const models = ['m'.repeat(10_000), 'half \uD83E', 'nul \0 nul']
  for (const model of [...models, ...models]) {
    await rollups.put('texts', [[logRow({ model, metadata: { [model]: model } })]])
    await rollups.ask('texts', by(null, 'day'))
  }
  expect(attemptsOf(await rollups.ask('texts', by('model', 'day')))).toEqual({
    ['m'.repeat(200)]: 2,
    'half \uFFFD': 2,
    'nul \uFFFD nul': 2,
  })
})

it('keeps minutes for two days, hours for sixty, days for two years', async () => {
  const counts = async () =>
    Promise.all(
      (['minute', 'hour', 'day'] as const).map(async (per) => (await rollups.ask('old', by(null, per))).length),
    )
  const at = async (createdAtMs: number) => {
    await rollups.put('old', [[logRow({ createdAtMs, metadata: { a: 'b' } })]])
    return counts()
  }
  expect(await at(NOON_MS)).toEqual([1, 1, 1])
  expect(await at(NOON_MS + DAY_MS)).toEqual([2, 2, 2])
  expect(await at(NOON_MS + 2 * DAY_MS + HOUR_MS)).toEqual([2, 3, 3])
  expect(await at(NOON_MS + 60 * DAY_MS + HOUR_MS)).toEqual([1, 3, 4])
  expect(await at(NOON_MS + 732 * DAY_MS)).toEqual([1, 1, 2])
  // All dimensions go: everything, provider, model, status, keys and the one key, for each of four steps.
  expect(await rollups.count('old', 'rollup_steps')).toBe(4 * 6)
})

it('costs a batch one row until there is much of them, whatever is in it', async () => {
  const batch = Array.from({ length: 50 }, (_, index) => logRow({ model: `model ${index}` }))
  for (let index = 1; index < 20; index += 1) {
    await rollups.put('pending', [batch])
    expect(await rollups.count('pending', 'rollup_pending')).toBe(index)
  }
  expect(await rollups.count('pending', 'rollup_steps')).toBe(0)
  await rollups.put('pending', [batch])
  expect(await rollups.count('pending', 'rollup_pending')).toBe(0)
  expect(attemptsOf(await rollups.ask('pending', by(null, 'day')))).toEqual({ null: 1000 })
})

it('counts once what was put before a kill, added up or not', async () => {
  await rollups.put('kill', [[logRow()]])
  await rollups.ask('kill', by(null, 'day'))
  await rollups.put('kill', [[logRow()], [logRow(), logRow()]])
  await rollups.kill()
  await rollups.start()
  expect(attemptsOf(await rollups.ask('kill', by(null, 'day')))).toEqual({ null: 4 })
  const [{ total } = { total: null }] = await rollups.totals('kill')
  expect(total).toMatchObject({ requests: 4, attempts: 4, cost: 0.004, tokens: { input: 40, output: 80 } })
})

it('takes whatever callers write, as much of it as may come at once', async () => {
  const long = '\u0001'.repeat(200)
  const metadata = Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((key) => [key + long, long]))
  await rollups.put('long', [Array.from({ length: 700 }, () => logRow({ model: long, metadata }))])
  expect(attemptsOf(await rollups.ask('long', by(null, 'day')))).toEqual({ null: 700 })
})

describe('totals', () => {
  it('are apart by everything that metrics tell apart', async () => {
    const base = { route: 'chat', token: 'bot', status: 200 }
    await rollups.put('apart', [
      [
        logRow(base),
        logRow(base),
        ...[{ route: null }, { token: null }, { model: null }, { provider: 'groq' }, { modelType: null }].map((other) =>
          logRow({ ...base, ...other }),
        ),
        logRow({ ...base, cacheStatus: 'HIT' }),
        logRow({ ...base, status: 429, isSuccess: false }),
        // An answer that broke off.
        logRow({ ...base, isSuccess: false }),
        ...['', 'null', 'chat=bot'].flatMap((model) => [logRow({ ...base, model }), logRow({ ...base, route: model })]),
      ],
    ])
    const totals = await rollups.totals('apart')
    expect(totals).toHaveLength(15)
    expect(totals.filter(({ total }) => total.attempts === 2)).toHaveLength(1)
    expect(totals.map(({ series }) => series.error).sort()).toEqual(['429', '_OTHER', ...Array(13).fill(null)])
  })

  it('are bounded: first models are no longer told apart, then nothing is, and nothing is lost', async () => {
    const models = Array.from({ length: 1200 }, (_, index) => logRow({ model: `model ${index}` }))
    const tokens = Array.from({ length: 700 }, (_, index) =>
      logRow({ model: `other ${index}`, token: `token ${index}` }),
    )
    const failed = [logRow({ token: 'another', status: 500, isSuccess: false })]
    await rollups.put('bounded', [models, tokens, models.slice(0, 500), failed])
    const totals = await rollups.totals('bounded')
    expect(totals).toHaveLength(1502)
    expect(sum(totals.map(({ total }) => total.attempts))).toBe(2401)
    const failure = totals.find(({ series }) => series.status === '500')
    expect(failure).toMatchObject({
      series: { provider: '_OTHER', token: '_OTHER', error: '500' },
      total: { errors: 1 },
    })
    const other = totals.find(({ series }) => series.provider === '_OTHER' && series.status === '200')
    // 1000 models, one series for the rest of them, 499 for tokens.
    expect(other?.total.attempts).toBe(700 - 499)
    const rest = totals.find(
      ({ series }) => series.provider === 'openai' && series.model === '_OTHER' && series.token === null,
    )
    expect(rest?.total.attempts).toBe(200)
    expect(totals.find(({ series }) => series.model === 'model 7')?.total.attempts).toBe(2)
  })
})
