// Streams that answer runs, kept for 5.5 minutes so that they can be taken up again, also while they go on. Promises that what is taken up is
// byte for byte what was sent, or is not found: a recording with a gap is forgotten. Bytes are written twice a second, all runs' in one commit.

import { DurableObject } from 'cloudflare:workers'
import { fromEvent } from './run-events.ts'
import { createRuns, dropRun, keepRun, makeRoom, orphans, pieceAt, type State, storedRun } from './run-rows.ts'
import { planSweep, sweep } from './sweep.ts'

/** Source: the wire contract, "bindings". */
const KEPT_MS = 330_000
const WRITE_AFTER_MS = 500
const MOST_UNWRITTEN_BYTES = 2 * 1024 * 1024
/** A longer answer cannot be taken up again. */
const MOST_RUN_BYTES = 16 * 1024 * 1024
/** A recording of which nothing was heard for so long died with its Worker. */
const MOST_SILENT_MS = 30_000
/** A break overtakes the bytes that are on their way. */
const BREAK_AFTER_MS = 100

/** A run that is in memory: it goes on, or something of it is not written yet. */
interface Run {
  size: number
  state: State
  heardAtMs: number
  unwritten: Uint8Array[]
  /** Settles when there is more of it, or nothing more to come. */
  moved: PromiseWithResolvers<void>
}

/** Bound as `RUN_STORE`, a few objects for each gateway. */
export class RunStore extends DurableObject {
  readonly #runs = new Map<string, Run>()
  #unwrittenBytes = 0
  #isWritePlanned = false
  #isSweepPlanned = false

  constructor(state: DurableObjectState, env: Cloudflare.Env) {
    super(state, env)
    createRuns(state.storage.sql)
  }

  /** For `/ready`: the object is there, and so is its storage. */
  ping(): void {}

  /** A run has begun to answer. */
  begin(id: string): void {
    this.#forgetSilent()
    this.#runs.set(id, run(0, 'open'))
    this.#planWrite()
  }

  /** More of it, from this byte on. `false`: it is not kept any more, and the rest is not wanted. */
  append(id: string, offset: number, bytes: Uint8Array): boolean {
    const found = this.#open(id)
    if (found === null) return false
    if (found.size !== offset || offset + bytes.byteLength > MOST_RUN_BYTES) return this.#forget(id)
    found.unwritten.push(bytes)
    found.size += bytes.byteLength
    this.#unwrittenBytes += bytes.byteLength
    this.#move(found)
    return true
  }

  /** That was all of it, after so many bytes; or it broke off there. */
  end(id: string, size: number, state: Exclude<State, 'open'>): void {
    const found = this.#open(id)
    if (found === null) return
    if (found.size !== size) return void this.#forget(id)
    found.state = state
    this.#move(found)
  }

  /** Somebody is still recording it. */
  renew(id: string): void {
    if (this.#open(id) !== null) this.#planWrite()
  }

  /** Its bytes behind so many events, as they come. `null`: it is not known, or not any more. */
  resume(id: string, from: number): ReadableStream | null {
    if (this.#known(id) === null) return null
    const { readable, writable } = new IdentityTransformStream()
    void this.#tell(id, from, writable.getWriter()).catch(() => {})
    return readable
  }

  /** Forgets what was kept long enough. */
  override async alarm(): Promise<void> {
    this.#isSweepPlanned = (await sweep(this.ctx.storage, 'runs')) !== null
    orphans(this.ctx.storage.sql)
  }

  /** A run that goes on: in memory, or as this object's last life left it. */
  #open(id: string): Run | null {
    const kept = this.#runs.get(id)
    if (kept !== undefined) {
      kept.heardAtMs = Date.now()
      return kept
    }
    const stored = storedRun(this.ctx.storage.sql, id)
    if (stored?.state !== 'open') return null
    const found = run(stored.size, 'open')
    this.#runs.set(id, found)
    return found
  }

  #known(id: string): Pick<Run, 'size' | 'state'> | null {
    return this.#runs.get(id) ?? storedRun(this.ctx.storage.sql, id)
  }

  #forget(id: string): false {
    const found = this.#runs.get(id)
    this.#runs.delete(id)
    dropRun(this.ctx.storage.sql, id)
    if (found !== undefined) wake(found)
    return false
  }

  /** They end as broken off. */
  #forgetSilent(): void {
    const beforeMs = Date.now() - MOST_SILENT_MS
    for (const found of this.#runs.values()) {
      if (found.state !== 'open' || found.heardAtMs > beforeMs) continue
      found.state = 'broken'
      this.#move(found)
    }
  }

  #move(found: Run): void {
    wake(found)
    if (this.#unwrittenBytes > MOST_UNWRITTEN_BYTES) this.#write()
    else this.#planWrite()
  }

  /** No faster than it is read: one piece at a time. */
  async #tell(id: string, from: number, writer: WritableStreamDefaultWriter): Promise<void> {
    const rest = fromEvent(from)
    for (let offset = 0; ; ) {
      const found = this.#known(id)
      if (found === null) return writer.abort(new Error('the run is not kept any more'))
      if (offset < found.size) {
        const bytes = this.#pieceAt(id, offset)
        if (bytes === null) return writer.abort(new Error('the run is not kept any more'))
        offset += bytes.byteLength
        const left = rest(bytes)
        if (left.byteLength > 0) await writer.write(left)
        continue
      }
      if (found.state === 'over') return writer.close()
      if (found.state === 'broken') {
        await scheduler.wait(BREAK_AFTER_MS)
        return writer.abort(new Error('the run broke off here'))
      }
      await this.#moved(id)
    }
  }

  async #moved(id: string): Promise<void> {
    const found = this.#runs.get(id) ?? this.#open(id)
    if (found === null) return
    const { promise } = found.moved
    const timer = setTimeout(() => {
      this.#forgetSilent()
      wake(found)
    }, MOST_SILENT_MS)
    await promise
    clearTimeout(timer)
  }

  /** What there is from a byte on, up to where a piece ends. */
  #pieceAt(id: string, offset: number): Uint8Array | null {
    const found = this.#runs.get(id)
    let start = found === undefined ? 0 : found.size - found.unwritten.reduce((sum, it) => sum + it.byteLength, 0)
    if (found === undefined || offset < start) return pieceAt(this.ctx.storage.sql, id, offset)
    for (const bytes of found.unwritten) {
      if (offset < start + bytes.byteLength) return bytes.subarray(offset - start)
      start += bytes.byteLength
    }
    return null
  }

  #planWrite(): void {
    if (this.#isWritePlanned) return
    this.#isWritePlanned = true
    setTimeout(() => this.#write(), WRITE_AFTER_MS)
  }

  /** In one commit. What is over needs no memory then. */
  #write(): void {
    this.#isWritePlanned = false
    this.#unwrittenBytes = 0
    const over = Date.now() + KEPT_MS
    const { storage } = this.ctx
    const dropped = storage.transactionSync(() => {
      for (const [id, { size, state, unwritten }] of this.#runs)
        keepRun(storage.sql, { id, size, state, over }, unwritten)
      return makeRoom(storage.sql)
    })
    for (const [id, found] of this.#runs) {
      found.unwritten = []
      if (found.state !== 'open') this.#runs.delete(id)
    }
    for (const id of dropped) this.#forget(id)
    if (this.#isSweepPlanned) return
    this.#isSweepPlanned = true
    void planSweep(storage, over)
  }
}

function run(size: number, state: State): Run {
  return { size, state, heardAtMs: Date.now(), unwritten: [], moved: Promise.withResolvers() }
}

function wake(found: Run): void {
  found.moved.resolve()
  found.moved = Promise.withResolvers()
}
