// One shard of the durable cache: answers in SQLite, and the leases of requests that are in flight, for all isolates. Promises that
// an answer is there whole or not at all, also after a kill; leases are in memory, and a request whose object died goes on alone.

import { DurableObject } from 'cloudflare:workers'
import type { Answer, Ending, Found } from '../cache/store.ts'
import { type Flights, land, renew, takeOff, waitFor } from './cache-flights.ts'
import { createTables, dropExpired, makeRoom, nextExpiryMs, readAnswer, totalBytes, writeAnswer } from './cache-rows.ts'

/** Expired rows are not found; how soon they are gone is about space. */
const LEAST_SWEEP_MS = 10_000
/** A transaction for each answer would cost four times the request. What is lost in a kill is this much of a cache. */
const WRITE_AFTER_MS = 500
const MOST_UNWRITTEN_BYTES = 4 * 1024 * 1024

/** Bound as `CACHE_STORE`. */
export class CacheStore extends DurableObject {
  readonly #flights: Flights = new Map()
  readonly #unwritten = new Map<string, Answer>()
  #unwrittenBytes = 0
  /** What the answers take; `null`: not counted yet. */
  #sizeBytes: number | null = null
  /** `null`: this object has not looked yet. */
  #sweepsAtMs: number | null = null

  constructor(state: DurableObjectState, env: Cloudflare.Env) {
    super(state, env)
    createTables(state.storage.sql)
  }

  /** For `/ready`: the object is there, and so is its storage. */
  ping(): void {}

  /** A fresh answer; or a stale one or none, with the lease to bring a new one unless somebody has it. */
  find(key: string): Found {
    const answer = this.#unwritten.get(key) ?? readAnswer(this.ctx.storage.sql, key)
    if (answer !== null && answer.freshUntilMs > Date.now()) return { answer, turn: 'anyone' }
    return { answer, turn: takeOff(this.#flights, key) ?? 'taken' }
  }

  /** Waits for somebody's answer, or takes over; see {@link waitFor}. `isThere` fails once who waits is gone. */
  wait(key: string, patienceMs: number, isThere: () => boolean): Promise<number | 'stored' | 'anyone'> {
    const asked = isThere as () => boolean | Promise<boolean>
    return waitFor(this.#flights, key, patienceMs, async () => {
      try {
        return await asked()
      } catch {
        return false
      }
    })
  }

  /** Somebody is still at it. */
  renew(key: string, lease: number): void {
    renew(this.#flights, key, lease)
  }

  /** Somebody will bring no answer. */
  end(key: string, lease: number, ending: Ending): void {
    land(this.#flights, key, lease, ending)
  }

  /** Keeps answers, and tells who waits for them. They are written a little later, those of one moment together. */
  put(rows: readonly (readonly [key: string, answer: Answer])[]): void {
    if (this.#unwritten.size === 0) setTimeout(() => this.#write(), WRITE_AFTER_MS)
    for (const [key, answer] of rows) {
      this.#unwritten.set(key, answer)
      this.#unwrittenBytes += answer.body.byteLength
      land(this.#flights, key, null, 'stored')
    }
    if (this.#unwrittenBytes > MOST_UNWRITTEN_BYTES) this.#write()
  }

  /** Drops what is past any use. */
  override alarm(): void {
    const { sql } = this.ctx.storage
    const freed = dropExpired(sql)
    if (this.#sizeBytes !== null) this.#sizeBytes -= freed
    this.#sweepsAtMs = null
    const next = nextExpiryMs(sql)
    if (next !== null) this.#sweepBy(next)
  }

  /** All or none of them. */
  #write(): void {
    const answers = [...this.#unwritten]
    this.#unwritten.clear()
    this.#unwrittenBytes = 0
    if (answers.length === 0) return
    const { sql } = this.ctx.storage
    const before = this.#sizeBytes ?? totalBytes(sql)
    this.#sizeBytes = null
    this.#sizeBytes = this.ctx.storage.transactionSync(() => {
      return makeRoom(sql, before + answers.reduce((sum, [key, answer]) => sum + writeAnswer(sql, key, answer), 0))
    })
    this.#sweepBy(Math.min(...answers.map(([, { keptUntilMs }]) => keptUntilMs)))
  }

  /** A sweep may be planned already, and only ever moves to sooner. */
  #sweepBy(firstMs: number): void {
    const planned = this.#sweepsAtMs
    const atMs = Math.max(
      planned === null ? (nextExpiryMs(this.ctx.storage.sql) ?? firstMs) : firstMs,
      Date.now() + LEAST_SWEEP_MS,
    )
    if (planned !== null && planned <= atMs) return
    this.#sweepsAtMs = atMs
    void this.ctx.storage.setAlarm(atMs)
  }
}
