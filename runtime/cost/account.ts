// What one budget has spent and what is held of it for calls in flight: pure, for any clock, in whole nano-dollars. A call may pass while
// both together are less than the budget, and its estimate is held then: calls at once overshoot by one estimate at most, and no estimate
// is too large for a budget that is untouched. What nobody settles is held for HOLD_MS to twice that, then it is free again.

import { type Count, carriedOf, decide, type Rule, turn } from '../limits/window.ts'
import type { Nanodollars } from './nanodollars.ts'

/** In both `used` is what it is, and `reserved` what storage says, which is never less. */
export interface Account {
  /** By the windows of the budget. What is spent counts when it is known. */
  spent: Count
  /** By windows of HOLD_MS: what was held in this one and in the one before is still held. */
  held: Count
}

/** How much may be spent in which windows. */
export interface Allowance extends Pick<Rule, 'windowMs' | 'technique'> {
  readonly nanodollars: Nanodollars
}

/** Why a call may not pass. */
export interface Breach {
  /** As far as it counts now. */
  readonly spent: Nanodollars
  readonly held: Nanodollars
  /** Until one may pass again. */
  readonly resetMs: number
}

/** What a call comes to in the end. */
export interface Settlement {
  /** What was held for it, and the `startMs` of {@link Account.held} at that time. Another window's is free already. */
  readonly held: Nanodollars
  readonly heldAtMs: number
  readonly cost: Nanodollars
}

/** Longer than nearly all calls take. One that takes longer is settled all the same: only its estimate was free for a while. */
export const HOLD_MS = 600_000
/** When what is in the way are calls in flight, which end soon. */
const SOON_MS = 1000
/** As in limits/window.ts: storage is told a fiftieth more than there is, and so not of each call. */
const BLOCKS = 50

/** The same account at this time. */
export function current({ spent, held }: Account, windowMs: number, nowMs: number): Account {
  return { spent: turn(spent, windowMs, nowMs), held: turn(held, HOLD_MS, nowMs) }
}

/** Why no call may pass; `null`: one may. */
export function breachOf({ spent, held }: Account, allowance: Allowance, nowMs: number): Breach | null {
  const rule: Rule = { ...allowance, requests: allowance.nanodollars }
  const inFlight = held.used + held.previous
  if (decide({ ...spent, used: spent.used + inFlight }, rule, nowMs).allowed) return null
  const { allowed, resetMs } = decide(spent, rule, nowMs)
  return {
    spent: spent.used + carriedOf(spent, rule, nowMs),
    held: inFlight,
    resetMs: allowed ? SOON_MS : resetMs,
  }
}

/** Holds an estimate. `keep` has storage say what `reserved` is now; where it throws nothing is held. */
export function hold({ held }: Account, amount: Nanodollars, budget: Nanodollars, keep: () => void): void {
  use(held, amount, budget, keep)
}

/** Replaces what was held for a call by what it cost. */
export function settle(account: Account, settlement: Settlement, budget: Nanodollars, keep: () => void): void {
  const { held, spent } = account
  if (settlement.cost > 0) use(spent, settlement.cost, budget, keep)
  if (settlement.heldAtMs === held.startMs) held.used = Math.max(0, held.used - settlement.held)
  else if (settlement.heldAtMs === held.startMs - HOLD_MS) {
    account.held = { ...held, previous: Math.max(0, held.previous - settlement.held) }
  }
}

function use(count: Count, amount: Nanodollars, budget: Nanodollars, keep: () => void): void {
  const { reserved } = count
  if (count.used + amount > reserved) {
    count.reserved = count.used + amount + Math.ceil(budget / BLOCKS)
    try {
      keep()
    } catch (thrown) {
      count.reserved = reserved
      throw thrown
    }
  }
  count.used += amount
}
