// SQLite Durable Objects as a store, bound as CACHE_STORE and sharded by key: identical requests in flight know of each other.
// Answers go out a few milliseconds late, all of a shard in one call.

import type { Environment, Exchange } from '../exchange.ts'
import type { CacheStore } from '../state/cache-store.ts'
import { quietly } from './quietly.ts'
import type { Answer, Found, Release, Store } from './store.ts'

const FLUSH_AFTER_MS = 20
/** A flush that takes longer died with its request: another is started. */
const FLUSHED_WITHIN_MS = 1000
/** Well within a lease. */
const RENEW_EVERY_MS = 2000
/** As much as goes into one call; the platform allows 32 MB. */
const MOST_BYTES = 25 * 1024 * 1024

type Rows = [key: string, answer: Answer][]

/** Answers of this isolate that are on their way. */
const unflushed = new Map<string, Answer>()
let flushedByMs = 0

/** The store `durable`. */
export const durable: Store = {
  isIn: (env) => env.CACHE_STORE !== undefined,
  find: (key, env) => shardOf(key, env).find(key) as Promise<Found>,
  async put(key, answer, exchange) {
    unflushed.set(key, answer)
    if (Date.now() < flushedByMs) return
    flushedByMs = Date.now() + FLUSH_AFTER_MS + FLUSHED_WITHIN_MS
    await flush(exchange)
  },
  leases: {
    // The function tells the object that this request is still there: it is gone with it.
    wait: (key, patienceMs, env) => shardOf(key, env).wait(key, patienceMs, () => true),
    hold,
  },
}

function hold(key: string, lease: number, { env, waitUntil }: Exchange): Release {
  const shard = shardOf(key, env)
  const renewing = setInterval(
    () => void quietly(undefined, RENEW_EVERY_MS, () => shard.renew(key, lease)),
    RENEW_EVERY_MS,
  )
  return (ending) => {
    clearInterval(renewing)
    if (ending !== null) waitUntil(quietly(undefined, RENEW_EVERY_MS, () => shard.end(key, lease, ending)))
  }
}

/** Sixteen objects: many enough to share the load, and few enough that answers of one moment share a transaction. */
function shardOf(key: string, env: Environment): DurableObjectStub<CacheStore> {
  return (env.CACHE_STORE as DurableObjectNamespace<CacheStore>).getByName(key.slice(0, 1))
}

async function flush({ env }: Exchange): Promise<void> {
  await scheduler.wait(FLUSH_AFTER_MS)
  const rows = [...unflushed]
  unflushed.clear()
  flushedByMs = 0
  await Promise.all(callsOf(rows).map((some) => shardOf(some[0]?.[0] ?? '', env).put(some)))
}

/** Rows that one call can take: of one shard, and not too large together. */
function callsOf(rows: Rows): Rows[] {
  const calls: Rows[] = []
  const open = new Map<string, { readonly rows: Rows; size: number }>()
  for (const row of rows) {
    const shard = row[0].slice(0, 1)
    const size = row[1].body.byteLength
    const last = open.get(shard)
    if (last !== undefined && last.size + size <= MOST_BYTES) {
      last.rows.push(row)
      last.size += size
    } else {
      const fresh = { rows: [row], size }
      open.set(shard, fresh)
      calls.push(fresh.rows)
    }
  }
  return calls
}
