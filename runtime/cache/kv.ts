// Workers KV as a store, bound as CACHE_KV: everywhere, and what one place keeps another sees within a minute.

import type { Environment } from '../exchange.ts'
import { pack, unpack } from './pack.ts'
import type { Store } from './store.ts'

/** KV takes no shorter time to live; an answer's own is in the answer. */
const LEAST_SECONDS = 60
/** KV takes no larger value. */
const MOST_BYTES = 25 * 1024 * 1024

/** The store `kv`. */
export const kv: Store = {
  isIn: (env) => env.CACHE_KV !== undefined,
  async find(key, env) {
    const packed = await namespace(env).get(key, 'arrayBuffer')
    return { answer: packed === null ? null : unpack(packed), turn: 'anyone' }
  },
  async put(key, answer, { env }) {
    const packed = pack(answer)
    if (packed.byteLength > MOST_BYTES) return
    const seconds = Math.ceil((answer.keptUntilMs - Date.now()) / 1000)
    await namespace(env).put(key, packed, { expirationTtl: Math.max(seconds, LEAST_SECONDS) })
  },
  leases: null,
}

function namespace(env: Environment): KVNamespace {
  return env.CACHE_KV as KVNamespace
}
