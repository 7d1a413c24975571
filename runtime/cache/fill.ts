// Asks the provider where the cache had no fresh answer, and keeps what it says: beside the client who gets it, and on to its end
// when that client leaves.

import { isRetryable } from '../attempts/outcome.ts'
import type { Call, Exchange, Outcome } from '../exchange.ts'
import type { CacheSettings } from '../settings.ts'
import { answerOf, isKeepable, MOST_BYTES, missed, responseOf, typeOf } from './answers.ts'
import { isComplete } from './complete.ts'
import type { Memory } from './memory.ts'
import { quietly } from './quietly.ts'
import type { Answer, Found, Release, Store, Turn } from './store.ts'
import { readWhole } from './whole.ts'

/** A store that takes longer has failed. */
const MOST_FINDING_MS = 2000
/** Nobody waits for a store to have kept something. */
const MOST_KEEPING_MS = 30_000

/** A request whose key is known. */
export interface Task {
  readonly call: Call
  readonly settings: CacheSettings
  readonly exchange: Exchange
  readonly next: () => Promise<Outcome>
  readonly key: string
  /** `null`: memory alone. */
  readonly store: Store | null
  readonly memory: Memory
}

/** What the store has; a fresh answer is remembered. */
export async function find({ store, key, exchange, memory }: Task): Promise<Found> {
  const none: Found = { answer: null, turn: 'anyone' }
  if (store === null) return none
  const found = await quietly(none, MOST_FINDING_MS, () => store.find(key, exchange.env))
  if (isWithin(found.answer, 0)) memory.set(key, found.answer)
  return found
}

/** The provider's answer, or the stale one where the provider fails and the settings let it. */
export async function fill(task: Task, turn: Turn, stale: Answer | null): Promise<Outcome> {
  const { settings, exchange, next } = task
  const release = (typeof turn === 'number' && task.store?.leases?.hold(task.key, turn, exchange)) || nothing
  const outcome = await next().catch((thrown) => {
    release('failed')
    throw thrown
  })
  const { verdict, response } = outcome
  if (verdict !== 'take') {
    // What is the request's own fault would be that for all who wait for it, too.
    const mayPass = response.status < 400 || isRetryable(response.status)
    release(mayPass ? 'failed' : 'uncacheable')
    if (verdict === 'give up' || !mayPass || !isWithin(stale, settings.staleIfErrorSeconds)) {
      return { ...outcome, response: missed(response, response.body) }
    }
    await response.body?.cancel()
    return { verdict: 'take', response: responseOf(stale, 'STALE'), problem: null }
  }
  if (!isKeepable(response, settings)) {
    release('uncacheable')
    return outcome
  }
  const [theirs, ours] = response.body?.tee() ?? [null, null]
  exchange.waitUntil(keep(task, response, ours, release))
  return { ...outcome, response: missed(response, theirs) }
}

/** Whether an answer may still be given so long after its TTL. */
export function isWithin(answer: Answer | null, staleSeconds: number): answer is Answer {
  return answer !== null && Date.now() < answer.freshUntilMs + staleSeconds * 1000
}

async function keep(task: Task, response: Response, body: ReadableStream | null, release: Release): Promise<void> {
  const { settings, exchange, key, store, memory } = task
  const whole = body === null ? new ArrayBuffer(0) : await readWhole(body, MOST_BYTES).catch(() => 'broken' as const)
  if (whole === null) return release('uncacheable')
  if (whole === 'broken' || (body !== null && !isComplete(typeOf(response.headers), whole))) return release('failed')
  const answer = answerOf(response, whole, settings)
  memory.set(key, answer)
  release(null)
  if (store !== null) await quietly(undefined, MOST_KEEPING_MS, () => store.put(key, answer, exchange))
}

/** What there is to release without a lease. */
function nothing(): void {}
