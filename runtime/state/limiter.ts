// The counters of a limit, or of one of its buckets, in one place for all isolates. Promises that a window never lets more through
// than the limit, also across a kill: storage says a block of requests was used before the first of them is let through, and the
// platform holds an answer back until storage has it. A crash loses what was left of a block: at most a fiftieth of the limit.

import { DurableObject } from 'cloudflare:workers'
import { type Count, type Decision, type Rule, take, turn } from '../limits/window.ts'
import { planSweep, sweep } from './sweep.ts'

/** How soon what was really used replaces what was reserved, so that an object put to sleep loses nothing. */
const SETTLE_MS = 1000

/** Bound as `LIMITER`. Counters of one object have one window length: it is part of the object's name. */
export class Limiter extends DurableObject {
  /** Counters in use since they were last settled. */
  readonly #counts = new Map<string, Count>()
  #sweeps = false

  constructor(state: DurableObjectState, env: Cloudflare.Env) {
    super(state, env)
    state.storage.sql.exec(
      'CREATE TABLE IF NOT EXISTS counts (key TEXT PRIMARY KEY, start INTEGER, previous INTEGER, used INTEGER, over INTEGER) WITHOUT ROWID',
    )
  }

  /** For `/ready`: the object is there, and so is its storage. */
  ping(): void {}

  /** Decides on one request and counts it if it is let through. Nothing in here waits: requests cannot overtake each other. */
  take(key: string, rule: Rule): Decision {
    const nowMs = Date.now()
    const { windowMs } = rule
    const count = turn(this.#counts.get(key) ?? this.#read(key), windowMs, nowMs)
    if (this.#counts.size === 0) setTimeout(() => this.#settle(windowMs), SETTLE_MS)
    this.#counts.set(key, count)
    return take(count, rule, nowMs, (reserved) => this.#write(key, count, reserved, windowMs))
  }

  /** Forgets counters that no window takes into account any more. */
  override async alarm(): Promise<void> {
    this.#sweeps = (await sweep(this.ctx.storage, 'counts')) !== null
  }

  #read(key: string): Count {
    const [row] = this.ctx.storage.sql.exec<{ start: number; previous: number; used: number }>(
      'SELECT start, previous, used FROM counts WHERE key = ?',
      key,
    )
    if (row === undefined) return { startMs: 0, previous: 0, used: 0, reserved: 0 }
    return { startMs: row.start, previous: row.previous, used: row.used, reserved: row.used }
  }

  #write(key: string, { startMs, previous }: Count, used: number, windowMs: number): void {
    const over = startMs + 2 * windowMs
    this.ctx.storage.sql.exec('REPLACE INTO counts VALUES (?, ?, ?, ?, ?)', key, startMs, previous, used, over)
    if (this.#sweeps) return
    this.#sweeps = true
    void planSweep(this.ctx.storage, over)
  }

  /** One commit for all counters in use, which are then read again when they are needed: memory holds a second's worth. */
  #settle(windowMs: number): void {
    for (const [key, count] of this.#counts) {
      if (count.used !== count.reserved || count.used === 0) this.#write(key, count, count.used, windowMs)
    }
    this.#counts.clear()
  }
}
