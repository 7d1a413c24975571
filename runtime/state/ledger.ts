// The budgets of one gateway, in one place for all isolates: a call asks all that apply to it at once, and is held in all or in none.
// Promises what cost/account.ts does, also across a kill: storage says that a fiftieth more is spent and held than is, before it is, and the
// platform holds an answer back until storage has it. A crash costs that fiftieth, and for a while what was held in the second before it.

import { DurableObject } from 'cloudflare:workers'
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
} from '../cost/account.ts'
import type { Nanodollars } from '../cost/nanodollars.ts'
import type { Count } from '../limits/window.ts'
import { planSweep, sweep } from './sweep.ts'

/** How soon what is replaces what was written ahead, so that a crash, or an object put to sleep, loses little. */
const SETTLE_MS = 1000

/** A budget as it applies to one call: how much, and from which account. */
export interface Claim extends Allowance {
  readonly key: string
}

/** What the ledger says to a call. */
export interface Holding {
  /** Which of its claims is in its way, and why; `null`: its estimate is held. */
  readonly refused: (Breach & { readonly claim: number }) | null
  readonly heldAtMs: number
}

/** The end of a call. */
export interface Settled extends Settlement {
  readonly claims: readonly Claim[]
}

/** An account in memory. */
interface Entry {
  account: Account
  readonly windowMs: number
  /** Whether storage says just what is. */
  isKept: boolean
}

interface Row extends Record<string, SqlStorageValue> {
  readonly start: number
  readonly previous: number
  readonly spent: number
  readonly held_start: number
  readonly held_previous: number
  readonly held: number
}

/** Bound as `LEDGER`. Nothing in here waits: calls cannot overtake each other. */
export class Ledger extends DurableObject {
  readonly #entries = new Map<string, Entry>()
  #sweepsAtMs = Number.POSITIVE_INFINITY

  constructor(state: DurableObjectState, env: Cloudflare.Env) {
    super(state, env)
    state.storage.sql.exec(
      'CREATE TABLE IF NOT EXISTS accounts (key TEXT PRIMARY KEY, start INTEGER, previous INTEGER, spent INTEGER, held_start INTEGER, held_previous INTEGER, held INTEGER, over INTEGER) WITHOUT ROWID',
    )
  }

  /** For `/ready`: the object is there, and so is its storage. */
  ping(): void {}

  /** Lets a call pass where no claim is in its way, and holds what it may cost. */
  hold(amount: Nanodollars, claims: readonly Claim[]): Holding {
    const nowMs = Date.now()
    for (const [index, claim] of claims.entries()) {
      const breach = breachOf(this.#entryOf(claim, nowMs).account, claim, nowMs)
      if (breach !== null) return { refused: { ...breach, claim: index }, heldAtMs: 0 }
    }
    let heldAtMs = 0
    for (const claim of apart(claims)) {
      const entry = this.#entryOf(claim, nowMs)
      hold(entry.account, amount, claim.nanodollars, () => this.#write(claim.key, entry))
      entry.isKept = false
      heldAtMs = entry.account.held.startMs
    }
    return { refused: null, heldAtMs }
  }

  /** Calls that are over. */
  settle(calls: readonly Settled[]): void {
    const nowMs = Date.now()
    for (const call of calls) {
      for (const claim of apart(call.claims)) {
        const entry = this.#entryOf(claim, nowMs)
        settle(entry.account, call, claim.nanodollars, () => this.#write(claim.key, entry))
        entry.isKept = false
      }
    }
  }

  /** Forgets accounts that no window takes into account any more. */
  override async alarm(): Promise<void> {
    this.#sweepsAtMs = (await sweep(this.ctx.storage, 'accounts')) ?? Number.POSITIVE_INFINITY
  }

  #entryOf({ key, windowMs }: Claim, nowMs: number): Entry {
    if (this.#entries.size === 0) setTimeout(() => this.#settleAll(), SETTLE_MS)
    const entry = this.#entries.get(key) ?? { account: this.#read(key), windowMs, isKept: true }
    entry.account = current(entry.account, windowMs, nowMs)
    this.#entries.set(key, entry)
    return entry
  }

  #read(key: string): Account {
    const [row] = this.ctx.storage.sql.exec<Row>('SELECT * FROM accounts WHERE key = ?', key)
    if (row === undefined) return { spent: countOf(0, 0, 0), held: countOf(0, 0, 0) }
    return {
      spent: countOf(row.start, row.previous, row.spent),
      held: countOf(row.held_start, row.held_previous, row.held),
    }
  }

  #write(key: string, { account: { spent, held }, windowMs }: Entry): void {
    const over = Math.max(spent.startMs + 2 * windowMs, held.startMs + 2 * HOLD_MS)
    this.ctx.storage.sql.exec(
      'REPLACE INTO accounts VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      key,
      spent.startMs,
      spent.previous,
      spent.reserved,
      held.startMs,
      held.previous,
      held.reserved,
      over,
    )
    if (over >= this.#sweepsAtMs) return
    this.#sweepsAtMs = over
    void planSweep(this.ctx.storage, over)
  }

  /** One commit for all that changed. Those that did not since the last time are read again when they are needed. */
  #settleAll(): void {
    for (const [key, entry] of this.#entries) {
      if (entry.isKept) {
        this.#entries.delete(key)
        continue
      }
      const { spent, held } = entry.account
      spent.reserved = spent.used
      held.reserved = held.used
      this.#write(key, entry)
      entry.isKept = true
    }
    if (this.#entries.size > 0) setTimeout(() => this.#settleAll(), SETTLE_MS)
  }
}

function countOf(startMs: number, previous: number, used: number): Count {
  return { startMs, previous, used, reserved: used }
}

/** Budgets that count the same in the same windows have one account. */
function apart(claims: readonly Claim[]): Iterable<Claim> {
  return new Map(claims.map((claim) => [claim.key, claim])).values()
}
