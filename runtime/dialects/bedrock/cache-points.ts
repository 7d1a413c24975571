// Marks for the prompt cache -> cache points. Bedrock refuses the whole request, with 403, where the model has no such cache: there the mark
// is named instead.

import type { CacheControl, JsonObject } from '../chat.ts'
import { unsaid } from '../common/unsaid.ts'
import type { Loss } from '../dialect.ts'
import { stated } from '../loose.ts'
import type { Family } from './models.ts'

/** A point behind what is marked; nothing where there is no mark. */
export type PointOf = (mark: CacheControl | null) => readonly JsonObject[]

/** For what is marked at this place. Source: AWS's user guide, "Prompt caching". */
export function cachePoints(place: 'messages' | 'tools', { caches, keepsHour }: Family, loss: Loss): PointOf {
  const isCached = caches === 'all' || caches === place
  return (mark) => {
    if (mark === null) return []
    const ttl = keepsHour && (mark.ttl === '5m' || mark.ttl === '1h') ? mark.ttl : null
    if (isCached) unsaid({ 'cache_control.ttl': (mark.ttl === '1h' && !ttl) || null }, loss)
    else loss.drop('cache_control')
    return isCached ? [{ cachePoint: stated({ type: 'default', ttl }) }] : []
  }
}
