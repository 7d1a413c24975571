// A store's failure is nobody's: whoever needed it goes on without it, after a while also when it does not answer at all.

import { within } from '../within.ts'

let told = false

/** What `work` gives, or `otherwise` when it fails or takes too long. The log hears of the first failure. */
export async function quietly<T>(otherwise: T, mostMs: number, work: () => Promise<T>): Promise<T> {
  try {
    return await within(mostMs, work())
  } catch (thrown) {
    if (!told) console.warn('gatewright: a cache store failed, requests go on without it; said once', thrown)
    told = true
    return otherwise
  }
}
