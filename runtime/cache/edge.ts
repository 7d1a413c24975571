// Cloudflare's Cache API as a store: near the caller, without a binding, and each location for itself. A workerd that has no
// cache configured has none here either, and is not asked again.

import { pack, unpack } from './pack.ts'
import type { Store } from './store.ts'

const NAME = 'gatewright'
let missing = false

/** The store `edge`. */
export const edge: Store = {
  isIn: () => !missing,
  async find(key) {
    try {
      const response = await (await caches.open(NAME)).match(urlOf(key))
      return { answer: response === undefined ? null : unpack(await response.arrayBuffer()), turn: 'anyone' }
    } catch (thrown) {
      if (!isMissing(thrown)) throw thrown
      missing = true
      return { answer: null, turn: 'anyone' }
    }
  },
  async put(key, answer) {
    const seconds = Math.ceil((answer.keptUntilMs - Date.now()) / 1000)
    const response = new Response(pack(answer), { headers: { 'cache-control': `max-age=${seconds}` } })
    try {
      await (await caches.open(NAME)).put(urlOf(key), response)
    } catch (thrown) {
      if (!isMissing(thrown)) throw thrown
      missing = true
    }
  },
  leases: null,
}

/** The Cache API takes URLs; this one's host exists nowhere. */
function urlOf(key: string): string {
  return `https://cache.invalid/${key}`
}

/** What workerd throws where its configuration names no cache: no failure, just another kind of place. */
function isMissing(thrown: unknown): boolean {
  return thrown instanceof Error && thrown.message.startsWith('No Cache was configured')
}
