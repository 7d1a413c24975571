// What is kept of a provider's answers, without the salt of its keys: that is a hash, and says only that something changed.

import type { CacheRecord } from '../../runtime/records.ts'
import type { CacheBehaviour } from './behaviour.ts'

/** `off`: also where a request asks for it. */
export function cacheBehaviour(cache: CacheRecord | null): CacheBehaviour | 'off' {
  if (cache === null) return 'off'
  const { salt, ...kept } = cache
  return { ...kept, dropsOnChange: salt !== '' }
}
