// Accounts of a budget against a naive model that remembers every call: for any times, costs and crashes no window is overspent by more
// than one estimate, a crash costs a fiftieth at most, and what nobody settles is free again in time, not sooner.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Account,
  type Allowance,
  type Breach,
  breachOf,
  current,
  HOLD_MS,
  hold,
  type Settlement,
  settle,
} from '../../runtime/cost/account.ts'
import { nanodollarsOf, usdText } from '../../runtime/cost/nanodollars.ts'

const NOON_MS = Date.UTC(2026, 10, 22, 12)

const allowances = fc.record({
  nanodollars: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1000, max: 100_000 })),
  windowMs: fc.constantFrom(1000, 60_000, 3_600_000, 86_400_000),
})
/** What happens, and how many thousandths of a window later. Amounts are thousandths of the budget. */
const events = fc.array(
  fc.record({
    what: fc.constantFrom('ask', 'ask', 'ask', 'end', 'end', 'crash'),
    later: fc.oneof({ weight: 4, arbitrary: fc.integer({ max: 5, min: 0 }) }, fc.integer({ min: 0, max: 1500 })),
    estimate: fc.integer({ min: 1, max: 400 }),
    part: fc.integer({ min: 0, max: 100 }),
  }),
  { maxLength: 200 },
)

describe.each(['fixed', 'sliding'] as const)('%s', (technique) => {
  it('overspends no window by more than the largest estimate, whatever is cut off', () => {
    fc.assert(
      fc.property(allowances, events, (amounts, steps) => {
        const allowance: Allowance = { ...amounts, technique }
        const { nanodollars, windowMs } = allowance
        const ledger = ledgerOf(allowance)
        const spent = new Map<number, number>()
        let open: (Settlement & { readonly atMs: number })[] = []
        let largest = 0
        let nowMs = NOON_MS
        for (const { what, later, estimate, part } of steps) {
          nowMs += Math.floor((later * windowMs) / 1000)
          // An estimate that is free again for being too old may be overspent once more: not what this is about.
          open = open.filter(({ atMs }) => nowMs - atMs < HOLD_MS)
          if (what === 'crash') {
            ledger.crash()
            open = []
          } else if (what === 'end') {
            const call = open.shift()
            if (call === undefined) continue
            ledger.settle(call, nowMs)
            const window = Math.floor(nowMs / windowMs)
            spent.set(window, (spent.get(window) ?? 0) + call.cost)
            expect(spent.get(window)).toBeLessThan(nanodollars + largest)
          } else {
            const amount = Math.max(1, Math.floor((estimate * nanodollars) / 1000))
            const call = ledger.ask(amount, nowMs)
            if ('resetMs' in call) continue
            largest = Math.max(largest, amount)
            open.push({ ...call, cost: Math.floor((amount * part) / 100), atMs: nowMs })
          }
        }
      }),
    )
  })

  it('lets as many through at once as have room, the last one over the edge', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2000 }), fc.integer({ min: 1, max: 3000 }), (nanodollars, amount) => {
        const ledger = ledgerOf({ nanodollars, windowMs: 60_000, technique })
        const asked = Array.from({ length: 2100 }, () => ledger.ask(amount, NOON_MS))
        expect(asked.filter((it) => !('resetMs' in it))).toHaveLength(Math.ceil(nanodollars / amount))
      }),
      { numRuns: 30 },
    )
  })

  it('loses a fiftieth at most to a crash, once the calls that it cut off are forgotten', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 100, max: 1_000_000 }),
        fc.array(fc.integer({ min: 1, max: 100 }), { maxLength: 50 }),
        fc.integer({ min: 0, max: 20 }),
        (nanodollars, costs, cutOff) => {
          // Of one window and one generation of holds each, and then long after both.
          const windowMs = 8 * HOLD_MS
          const ledger = ledgerOf({ nanodollars, windowMs, technique })
          const startMs = NOON_MS - (NOON_MS % windowMs)
          let total = 0
          for (const cost of costs) {
            const call = ledger.ask(100, startMs)
            if ('resetMs' in call) break
            ledger.settle({ ...call, cost }, startMs)
            total += cost
          }
          for (let index = 0; index < cutOff; index++) ledger.ask(100, startMs)
          ledger.crash()
          const { spent, held } = ledger.account(startMs + 2 * HOLD_MS)
          expect(held.used + held.previous).toBe(0)
          expect(spent.used).toBeGreaterThanOrEqual(total)
          expect(spent.used).toBeLessThanOrEqual(total + Math.ceil(nanodollars / 50))
        },
      ),
    )
  })

  it('says to the millisecond when what was spent leaves room again', () => {
    const times = fc.tuple(fc.integer({ min: 0, max: 999 }), fc.integer({ min: 1, max: 3000 }))
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), fc.array(times, { maxLength: 60 }), (nanodollars, steps) => {
        const windowMs = 1000
        const ledger = ledgerOf({ nanodollars, windowMs, technique })
        let nowMs = NOON_MS
        for (const [later, cost] of steps) {
          nowMs += later
          const call = ledger.ask(1, nowMs)
          if (!('resetMs' in call)) {
            ledger.settle({ ...call, cost }, nowMs)
            continue
          }
          expect(call).toMatchObject({ held: 0 })
          expect(call.spent).toBeGreaterThanOrEqual(nanodollars)
          expect(ledger.wouldPass(nowMs + call.resetMs - 1)).toBe(false)
          expect(ledger.wouldPass(nowMs + call.resetMs)).toBe(true)
        }
      }),
    )
  })
})

it('frees what nobody settles between HOLD_MS and twice that, and counts what is settled later', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: HOLD_MS - 1 }), (later) => {
      const ledger = ledgerOf({ nanodollars: 100, windowMs: 86_400_000, technique: 'fixed' })
      const startMs = NOON_MS + later
      const call = ledger.ask(100, startMs)
      if ('resetMs' in call) throw new Error('an untouched budget refused')
      expect(ledger.ask(1, startMs)).toEqual({ spent: 0, held: 100, resetMs: 1000 })
      expect(ledger.wouldPass(startMs + HOLD_MS)).toBe(false)
      expect(ledger.wouldPass(startMs + 2 * HOLD_MS)).toBe(true)
      const lateMs = startMs + 2 * HOLD_MS
      ledger.settle({ ...call, cost: 30 }, lateMs)
      const { spent, held } = ledger.account(lateMs)
      expect([spent.used, held.used, held.previous]).toEqual([30, 0, 0])
    }),
  )
})

it('frees an estimate of the last generation, and of no other', () => {
  const ledger = ledgerOf({ nanodollars: 1000, windowMs: 86_400_000, technique: 'fixed' })
  const old = ledger.ask(300, NOON_MS)
  const young = ledger.ask(200, NOON_MS + HOLD_MS)
  if ('resetMs' in old || 'resetMs' in young) throw new Error('an untouched budget refused')
  ledger.settle({ ...old, cost: 7 }, NOON_MS + HOLD_MS)
  expect(ledger.account(NOON_MS + HOLD_MS)).toMatchObject({ spent: { used: 7 }, held: { used: 200, previous: 0 } })
  ledger.settle({ ...young, cost: 5 }, NOON_MS + HOLD_MS)
  expect(ledger.account(NOON_MS + HOLD_MS)).toMatchObject({ spent: { used: 12 }, held: { used: 0, previous: 0 } })
})

it('holds and spends nothing where storage refuses', () => {
  const account: Account = { spent: countOf(NOON_MS, 0, 0), held: countOf(NOON_MS, 0, 0) }
  const full = () => {
    throw new Error('disk full')
  }
  expect(() => hold(account, 5, 100, full)).toThrow('disk full')
  expect(() => settle(account, { held: 5, heldAtMs: NOON_MS, cost: 5 }, 100, full)).toThrow('disk full')
  expect(account).toEqual({ spent: countOf(NOON_MS, 0, 0), held: countOf(NOON_MS, 0, 0) })
})

it.each([
  [0.1 + 0.2, 300_000_000, '0.3'],
  [0.000_000_02, 20, '0.00000002'],
  [50, 50_000_000_000, '50'],
  [0, 0, '0'],
  [1_000_000.5, 1_000_000_500_000_000, '1000000.5'],
])('%d dollars are %i nano-dollars, in words %s', (usd, nanodollars, words) => {
  expect(nanodollarsOf(usd)).toBe(nanodollars)
  expect(usdText(nanodollars)).toBe(words)
})

interface Ledger {
  /** Holds an estimate, or says why not. */
  ask(amount: number, nowMs: number): Breach | Omit<Settlement, 'cost'>
  settle(call: Settlement, nowMs: number): void
  /** Memory is lost; what was kept is there. */
  crash(): void
  account(nowMs: number): Account
  wouldPass(nowMs: number): boolean
}

function ledgerOf(allowance: Allowance): Ledger {
  const { windowMs, nanodollars } = allowance
  let account: Account = { spent: countOf(0, 0, 0), held: countOf(0, 0, 0) }
  let kept = account
  function keep(): void {
    const { spent, held } = account
    kept = {
      spent: countOf(spent.startMs, spent.previous, spent.reserved),
      held: countOf(held.startMs, held.previous, held.reserved),
    }
  }
  /** Storage never says less than there is. */
  function check(nowMs: number): void {
    const { spent, held } = current(kept, windowMs, nowMs)
    for (const [stored, actual] of [
      [spent, account.spent],
      [held, account.held],
    ] as const) {
      expect(stored.used).toBeGreaterThanOrEqual(actual.used)
      expect(stored.previous).toBeGreaterThanOrEqual(actual.previous)
    }
  }
  function at(nowMs: number): Account {
    account = current(account, windowMs, nowMs)
    return account
  }
  return {
    ask(amount, nowMs) {
      const breach = breachOf(at(nowMs), allowance, nowMs)
      if (breach !== null) return breach
      hold(account, amount, nanodollars, keep)
      check(nowMs)
      return { held: amount, heldAtMs: account.held.startMs }
    },
    settle(call, nowMs) {
      settle(at(nowMs), call, nanodollars, keep)
      check(nowMs)
    },
    crash() {
      const { spent, held } = kept
      account = { spent: { ...spent }, held: { ...held } }
    },
    account: at,
    wouldPass: (nowMs) => breachOf(current(account, windowMs, nowMs), allowance, nowMs) === null,
  }
}

function countOf(startMs: number, previous: number, used: number) {
  return { startMs, previous, used, reserved: used }
}
