// What the layer promises whatever is asked through it: no more than an estimate over, however many ask at once; what a call came to in the
// end is what counts, and whoever is not answered, or not by the provider, counts as that.

import { scheduler } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Spending, type Spent, startTill, type Till, tally } from './spending.ts'

let till: Till
beforeAll(async () => {
  till = await startTill()
})
afterAll(() => till.worker.stop())

/** Settling takes a flush of 20 ms. */
const SETTLED_MS = 150
let gateways = 0

/** Of a gateway that nobody asked yet. */
function fresh(common: Omit<Spending, 'gateway'>): (spending?: Partial<Spending>) => Promise<Spent> {
  const gateway = `demo-${++gateways}`
  return (spending = {}) => till.spend({ gateway, ...common, ...spending })
}

function atOnce(count: number, spend: (index: number) => Promise<Spent>): Promise<readonly Spent[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => spend(index)))
}

describe.each(['fixed', 'sliding'] as const)('%s', (technique) => {
  it('lets 10 of 100 at once through where there is room for 10', async () => {
    const spend = fresh({ budgets: [{ usd: 1, technique }], estimate: 0.1, cost: 0.1, bodyMs: 300 })
    expect(tally(await atOnce(100, () => spend()))).toEqual({ 200: 10, 429: 90 })
    await scheduler.wait(300 + SETTLED_MS)
    expect(tally(await atOnce(20, () => spend()))).toEqual({ 429: 20 })
  })

  it('lets one through whose estimate alone is more than all there is, and no other', async () => {
    const spend = fresh({ budgets: [{ usd: 0.01, technique }], estimate: 5, cost: 5, bodyMs: 200 })
    expect(tally(await atOnce(20, () => spend()))).toEqual({ 200: 1, 429: 19 })
  })
})

it('counts what calls came to, not what they were estimated at', async () => {
  const spend = fresh({ budgets: [{ usd: 1 }], estimate: 0.5, cost: 0.000_000_3 })
  for (let index = 0; index < 8; index++) {
    expect((await spend()).status).toBe(200)
    await scheduler.wait(SETTLED_MS)
  }
  const dear = await spend({ cost: 2 })
  expect(dear.status).toBe(200)
  await scheduler.wait(SETTLED_MS)
  const refused = await spend()
  expect(refused).toMatchObject({ status: 429, verdict: 'try on' })
  expect(refused.description).toContain('Spent by gateway')
  expect(refused.description).toContain(': 2.0000024 USD; held for calls in flight: 0 USD.')
})

it('holds an estimate until the answer is over, not until its head', async () => {
  const spend = fresh({ budgets: [{ usd: 0.1 }], estimate: 0.1, cost: 0.01 })
  expect((await spend({ bodyMs: 700 })).status).toBe(200)
  const early = await spend()
  expect(early).toMatchObject({ status: 429, headers: { 'retry-after': '1' } })
  expect(early.description).toContain('Spent by gateway')
  expect(early.description).toContain(': 0 USD; held for calls in flight: 0.1 USD. Ask again in 1 s.')
  await scheduler.wait(700 + SETTLED_MS)
  expect((await spend()).status).toBe(200)
})

it.each<[string, Partial<Spending>, number]>([
  ['an answer', {}, 0.4],
  ['a step that failed', { verdict: 'try on', cost: null }, 0],
  ['a step that failed and cost something', { verdict: 'try on' }, 0.4],
  ['a price that nobody knows in the end', { cost: null }, 0],
  ['a price that nobody knew before', { estimate: null }, 0.4],
  ['a call that is free, it seems', { estimate: 0 }, 0.4],
  ['an answer behind a stale one, as it was estimated', { cacheStatus: 'STALE', cost: 0 }, 0.3],
  ['a failure in front of a stale one', { cacheStatus: 'STALE', cost: 0, verdict: 'try on' }, 0],
  ['what is thrown', { throws: true }, 0],
])('counts for %s', async (_, spending, counted) => {
  const gateway = `counts-${++gateways}`
  await till.spend({ gateway, budgets: [{}], estimate: 0.3, cost: 0.4, ...spending })
  await scheduler.wait(SETTLED_MS)
  const refused = await till.spend({ gateway, budgets: [{ usd: 0.000_000_001 }], estimate: 0.3, cost: 0.3 })
  if (counted === 0) expect(refused.status).toBe(200)
  else expect(refused.description).toContain(`: ${counted} USD; held for calls in flight: 0 USD`)
})

it.each([
  ['a price that nobody knows', null],
  ['no price', 0],
])('lets calls with %s through, also when all is spent', async (_, estimate) => {
  const spend = fresh({ budgets: [{ usd: 0.1 }], estimate: 0.2, cost: 0.2 })
  await spend()
  await scheduler.wait(SETTLED_MS)
  expect((await spend()).status).toBe(429)
  expect((await spend({ estimate, cost: estimate })).status).toBe(200)
})

it('counts apart by what each budget says, and together who has none of it', async () => {
  const spend = fresh({ budgets: [], estimate: 0.1, cost: 0.1, bodyMs: 0 })
  const cases: readonly [NonNullable<Spending['budgets'][number]['by']>, readonly Partial<Spending>[]][] = [
    ['token', [{ caller: 'ada' }, { caller: 'bob' }, { caller: null }]],
    ['model', [{ model: 'gpt' }, { model: 'gpt-mini' }, { model: 'gpt', slug: 'azure' }, { model: null }]],
    ['provider', [{ slug: 'openai' }, { slug: 'azure' }]],
    ['metadata.team', [{ metadata: { team: 'red' } }, { metadata: { team: 7 } }, { metadata: {} }]],
  ]
  for (const [by, callers] of cases) {
    const budgets = [{ by, usd: 0.2 }]
    for (const caller of callers) {
      expect([by, caller, tally(await atOnce(5, () => spend({ budgets, ...caller })))]).toEqual([
        by,
        caller,
        { 200: 2, 429: 3 },
      ])
    }
  }
  const none = { budgets: [{ by: 'metadata.team' as const, usd: 0.2 }] }
  expect(tally(await atOnce(3, () => spend(none)))).toEqual({ 429: 3 })
  expect(tally(await atOnce(3, () => spend({ ...none, metadata: { team: { a: 1 } } })))).toEqual({ 429: 3 })
})

it('holds a call in all budgets that apply, or in none', async () => {
  const budgets = [
    { usd: 1 },
    { by: 'token' as const, usd: 0.2 },
    { by: 'token' as const, usd: 0.3, windowMs: 3_600_000 },
  ]
  const spend = fresh({ budgets, estimate: 0.1, cost: 0.1, bodyMs: 400 })
  const ada = await atOnce(20, () => spend({ caller: 'ada' }))
  expect(tally(ada)).toEqual({ 200: 2, 429: 18 })
  expect(ada.find(({ status }) => status === 429)?.description).toContain(
    "rule 'token' (cost limit 0.2 per 2592000s, fixed)",
  )
  // What ada was refused is held of nobody's.
  const others = await atOnce(20, (index) => spend({ caller: `other-${index}` }))
  expect(tally(others)).toEqual({ 200: 8, 429: 12 })
  expect(others.find(({ status }) => status === 429)?.description).toContain("rule 'gateway' (cost limit 1 per")
})

it('counts once what two budgets count the same', async () => {
  const spend = fresh({ budgets: [{ usd: 1 }, { usd: 0.3 }], estimate: 0.1, cost: 0.1 })
  expect(tally(await atOnce(10, () => spend()))).toEqual({ 200: 3, 429: 7 })
})

it('says which budget, whose, how much of it is spent, and when to return', async () => {
  const budget = { by: 'metadata.team' as const, usd: 0.002, windowMs: 3_600_000, technique: 'sliding' as const }
  const metadata = { team: `red ${'x'.repeat(200)}` }
  const spend = fresh({ budgets: [budget], estimate: 0.003, cost: 0.003, metadata, model: 'gpt-4o-mini' })
  await spend()
  await scheduler.wait(SETTLED_MS)
  const { description, headers } = await spend()
  const seconds = Number(headers['retry-after'])
  // All of it leaves the window within an hour after this one is over.
  expect(seconds).toBeGreaterThan(0)
  expect(seconds).toBeLessThanOrEqual(2 * 3600)
  expect(description).toBe(
    "Spend limit exceeded: rule 'metadata.team' (cost limit 0.002 per 3600s, sliding) for openai gpt-4o-mini. " +
      `Spent by metadata.team 'red ${'x'.repeat(96)}': 0.003 USD; held for calls in flight: 0 USD. Ask again in ${seconds} s.`,
  )
  expect(JSON.parse(headers['cf-aig-budget'] ?? '')).toEqual({
    ...{ by: 'metadata.team', usd: 0.002, spent: 0.003, held: 0, window_seconds: 3600, technique: 'sliding' },
  })
})

describe.each([
  ['failing', 'out of order'],
  ['hanging', 'it did not answer within 1000 ms'],
])('a ledger that is %s', (how, why) => {
  it.each([
    ['allow', 200],
    ['deny', 503],
  ] as const)('with on_failure: %s answers %i', async (onFailure, status) => {
    const gateway = `${how}-${onFailure}`
    const began = Date.now()
    const spent = await till.spend({ gateway, budgets: [{}, { by: 'token', onFailure }], estimate: 0.1, cost: 0.1 })
    expect(spent.status).toBe(status)
    expect(Date.now() - began).toBeLessThan(2500)
    if (status === 503) {
      expect(spent.description).toBe(
        `The ledger of gateway '${gateway}' failed, and requests that it did not count are refused. Try again.`,
      )
    }
    const told = () => till.worker.stderr()
    await expect.poll(told).toContain(`the ledger of gateway '${gateway}' failed; budgets.on_failure: ${onFailure}`)
    expect(told()).toContain(why)
  })
})

// Those of the cases above: tries go on for longer than an object takes to move in a cluster.
it('what a ledger does not take in the end is said to be lost', { timeout: 60_000 }, async () => {
  for (const gateway of ['failing-allow', 'hanging-allow']) {
    const lost = `the ledger of gateway '${gateway}' failed; what 1 calls came to is not counted`
    await expect.poll(() => till.worker.stderr(), { timeout: 45_000 }).toContain(lost)
  }
})
