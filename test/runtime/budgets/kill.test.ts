// SIGKILL in the midst of spending: what was spent and held before it still counts after it, so that no window is overspent for a kill; what
// a kill costs is a fiftieth, and nothing once the ledger was idle for a second or two. What calls that nobody settles held is not held for ever.

import { scheduler } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Spending, type Spent, startTill, type Till, tally } from './spending.ts'

let till: Till
beforeEach(async () => {
  till = await startTill()
})
afterEach(() => till.worker.stop())

const KILLS = 3
/** A ledger too slow to answer must let nobody pass here: the machine may be busy. */
const SAFE: Spending['budgets'][number] = { usd: 10, onFailure: 'deny' }
const CENTS_5 = { budgets: [SAFE], estimate: 0.05, cost: 0.05 }

it.each(['fixed', 'sliding'] as const)(
  'overspends nothing for a kill, and loses a fiftieth at most: %s',
  async (technique) => {
    const spending: Spending = { ...CENTS_5, budgets: [{ ...SAFE, technique }] }
    let passed = 0
    for (let kill = 1; kill <= KILLS; kill++) {
      const load = keepSpending(12, spending)
      await expect.poll(() => passed + load.passed(), { interval: 1 }).toBeGreaterThan(kill * 40)
      await till.worker.kill()
      passed += await load.stop()
      await till.worker.start()
    }
    const last = await Promise.all(Array.from({ length: 250 }, () => till.spend(spending)))
    passed += tally(last)[200] ?? 0
    expect(tally(last)).toHaveProperty('429')
    // Room for 200. Those that a kill cut off are held, and those whose settling it cut off too: of 12 clients at any time.
    expect(passed).toBeLessThanOrEqual(200)
    expect(passed).toBeGreaterThanOrEqual(200 - KILLS * (2 * 4 + 2 * 12))
  },
)

it('loses nothing to a kill when it was idle before', async () => {
  for (let round = 1; round <= 2; round++) {
    for (let index = 0; index < 3; index++) await till.spend(CENTS_5)
    await scheduler.wait(3000)
    await till.worker.kill()
    await till.worker.start()
    expect(await till.kept()).toMatchObject([{ spent: round * 150_000_000, held: 0, held_previous: 0 }])
  }
})

it('holds what calls held that a kill cut off', async () => {
  const spending: Spending = { ...CENTS_5, budgets: [{ ...SAFE, usd: 0.2 }] }
  const open = Array.from({ length: 4 }, () => till.spend({ ...spending, headMs: 60_000 }).catch(() => null))
  await expect.poll(async () => (await till.spend(spending)).status).toBe(429)
  await till.worker.kill()
  await Promise.all(open)
  await till.worker.start()
  const refused = await till.spend(spending)
  expect(refused).toMatchObject({ status: 429, headers: { 'retry-after': '1' } })
  expect(refused.description).toMatch(/Spent by gateway 'demo': 0 USD; held for calls in flight: 0\.20\d* USD/)
})

it('knows the last window of a sliding budget after a kill', async () => {
  const windowMs = 4000
  const spending: Spending = { ...CENTS_5, budgets: [{ ...SAFE, usd: 0.5, windowMs, technique: 'sliding' }] }
  await scheduler.wait(windowMs - (Date.now() % windowMs) + 5)
  const first = await Promise.all(Array.from({ length: 12 }, () => till.spend(spending)))
  expect(tally(first)).toEqual({ 200: 10, 429: 2 })
  await scheduler.wait(windowMs - (Date.now() % windowMs) + 500)
  await till.worker.kill()
  await till.worker.start()
  // Some 7 tenths of the last window still count, and no less than half of it until all have asked.
  const { 200: passed = 0 } = tally(await Promise.all(Array.from({ length: 10 }, () => till.spend(spending))))
  expect(passed).toBeGreaterThanOrEqual(1)
  expect(passed).toBeLessThanOrEqual(5)
})

it('keeps no names, and says when an account may be forgotten', async () => {
  const gone = { ...CENTS_5, budgets: [{ ...SAFE, by: 'token' as const, windowMs: 1000 }], caller: 'ada' }
  await till.spend(gone)
  await scheduler.wait(2500)
  const [row] = await till.kept()
  // Holds live longest.
  const leftMs = Number(row?.over) - Date.now()
  expect(leftMs).toBeGreaterThan(590_000)
  expect(leftMs).toBeLessThanOrEqual(1_200_000)
  expect(String(row?.key)).toMatch(/^token\/1000\/[0-9a-f]{64}$/)
})

/** Some clients that spend again as soon as they are answered, or cut off, until they are stopped. */
function keepSpending(clients: number, spending: Spending) {
  let over = false
  let passed = 0
  const running = Array.from({ length: clients }, async () => {
    while (!over) {
      const spent: Spent | null = await till.spend(spending).catch(() => null)
      if (spent?.status === 200) passed++
      if (spent === null) await scheduler.wait(5)
    }
  })
  return {
    passed: () => passed,
    stop: async () => {
      over = true
      await Promise.all(running)
      return passed
    },
  }
}
