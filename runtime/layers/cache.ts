// Answers from what was kept, where the settings let it: from memory, then from the store, else the provider's answer is kept as it
// passes. A request that has nothing to do with the cache passes by it. No failure of a store is a failure of a request.

import { responseOf } from '../cache/answers.ts'
import { fill, find, isWithin, type Task } from '../cache/fill.ts'
import { openKeys } from '../cache/key.ts'
import { openMemory } from '../cache/memory.ts'
import { quietly } from '../cache/quietly.ts'
import { refresh } from '../cache/refresh.ts'
import type { Answer, Store, Stores, Turn } from '../cache/store.ts'
import type { Attempt, Call, Environment, Exchange, Layer, Outcome } from '../exchange.ts'
import type { CacheSettings } from '../settings.ts'

/** For how long a request waits for another one's answer at most. */
const MOST_PATIENCE_MS = 60_000
/** How much later than asked a store may say that waiting is over. */
const SLACK_MS = 1000

/** The {@link Layer} around all others: what it answers counts against no limit, and is an answer of the step that asked. */
export function cache(stores: Stores): Layer {
  const memory = openMemory()
  const keyOf = openKeys()
  return (call, exchange, next) => {
    const settings = call.settings.cache
    return settings === null || !isCacheable(call.attempt) ? next() : cached(call, settings, exchange, next)
  }

  async function cached(call: Call, settings: CacheSettings, exchange: Exchange, next: () => Promise<Outcome>) {
    const body = await call.attempt.payload.hold()
    if (body === null) return next()
    const key = await keyOf(call, settings, exchange, body)
    return answer({ call, settings, exchange, next, key, store: storeOf(settings, stores, exchange.env), memory })
  }
}

/** What is asked for by GET often changes by itself (the state of a job): it is kept for requests that say so, not for the YAML. */
function isCacheable({ method, headers }: Attempt): boolean {
  if (method === 'POST') return true
  return (method === 'GET' || method === 'HEAD') && (headers.has('cf-aig-cache-ttl') || headers.has('cf-aig-cache-key'))
}

/** `null`: memory alone. */
function storeOf({ store: name }: CacheSettings, stores: Stores, env: Environment): Store | null {
  const chosen = name !== 'auto' ? stores[name] : stores.durable?.isIn(env) ? stores.durable : stores.edge
  return chosen?.isIn(env) ? chosen : null
}

async function answer(task: Task): Promise<Outcome> {
  const { settings, memory, key } = task
  if (settings.skip) return filled(task, 'anyone', null)
  const remembered = memory.get(key)
  if (isWithin(remembered, 0)) return given(remembered)
  if (isWithin(remembered, settings.staleWhileRevalidateSeconds)) return stale(task, remembered, null)
  const found = await find(task)
  const kept = found.answer ?? remembered
  if (isWithin(kept, 0)) return given(kept)
  if (isWithin(kept, settings.staleWhileRevalidateSeconds)) return stale(task, kept, found.turn)
  return found.turn === 'taken' ? afterWaiting(task, kept) : filled(task, found.turn, kept)
}

/** Another request is at it: its answer, or this one's turn when the other fails. */
async function afterWaiting(task: Task, kept: Answer | null): Promise<Outcome> {
  const { call, exchange, store, memory, key } = task
  const { env, endsAtMs } = exchange
  const leftMs = endsAtMs === null ? MOST_PATIENCE_MS : Math.max(0, endsAtMs - Date.now())
  const patienceMs = Math.min(MOST_PATIENCE_MS, leftMs, call.settings.timeoutMs || MOST_PATIENCE_MS)
  const turn = await quietly<number | 'stored' | 'anyone'>('anyone', patienceMs + SLACK_MS, async () => {
    return (await store?.leases?.wait(key, patienceMs, env)) ?? 'anyone'
  })
  if (turn !== 'stored') return filled(task, turn, kept)
  const remembered = memory.get(key)
  if (isWithin(remembered, 0)) return given(remembered)
  const found = await find(task)
  return isWithin(found.answer, 0) ? given(found.answer) : filled(task, found.turn, kept)
}

/** An answer that is worth having goes on when the client who asked for it leaves: others may wait for it. */
function filled(task: Task, turn: Turn, kept: Answer | null): Promise<Outcome> {
  const filling = fill(task, turn, kept)
  task.exchange.waitUntil(filling.catch(() => {}))
  return filling
}

function given(kept: Answer): Outcome {
  return { verdict: 'take', response: responseOf(kept, 'HIT'), problem: null }
}

function stale(task: Task, kept: Answer, turn: Turn | null): Outcome {
  task.exchange.waitUntil(refresh(task, turn))
  return { verdict: 'take', response: responseOf(kept, 'STALE'), problem: null }
}
