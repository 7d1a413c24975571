// One provider's record -> what of it is not usual, for people. A key of the record that is not taken here does not compile.

import type { ProviderRecord, RetryRecord } from '../../runtime/records.ts'
import type { ProviderBehaviour } from './behaviour.ts'
import { cacheBehaviour } from './cache-behaviour.ts'
import { shownHeaders, shownUrl, shownValue } from './shown.ts'

/** Header values without what looks like a key; keys by the names of their secrets. */
export function providerBehaviour(record: ProviderRecord): ProviderBehaviour {
  const { row, url, values, keys, alias, headers, controls, timeoutMs, idleTimeoutMs, ...more } = record
  const { retries, cache, limit, binding, ...rest } = more
  rest satisfies { readonly [none in never]: never }
  const kept = cacheBehaviour(cache)
  return {
    row,
    ...(url === null ? {} : { url: shownUrl(url) }),
    ...(isEmpty(values) ? {} : { values }),
    ...(isEmpty(keys) ? {} : { keys }),
    ...(alias === 'default' ? {} : { alias }),
    ...(headers.length === 0 ? {} : { headers: shownHeaders(headers) }),
    ...(isEmpty(controls)
      ? {}
      : {
          controls: Object.fromEntries(
            Object.entries(controls).map(([name, value]) => [name, shownValue(name, value)]),
          ),
        }),
    ...(timeoutMs === null ? {} : { timeoutMs }),
    ...(idleTimeoutMs === null ? {} : { idleTimeoutMs }),
    ...(isUsual(retries) ? {} : { retries }),
    ...(isSilent(kept) ? {} : { cache: kept }),
    ...(limit === null ? {} : { limit }),
    ...(binding === null ? {} : { binding }),
  }
}

function isUsual({ attempts, delayMs, backoff }: RetryRecord): boolean {
  return attempts === 1 && delayMs === 500 && backoff === 'exponential'
}

/** What a provider has of whose cache nobody says anything. */
function isSilent(cache: ProviderBehaviour['cache']): boolean {
  return JSON.stringify(cache) === JSON.stringify(SILENT)
}

const SILENT = cacheBehaviour({
  ttlSeconds: null,
  streams: true,
  store: 'edge',
  staleWhileRevalidateSeconds: 0,
  staleIfErrorSeconds: 0,
  salt: '',
})

function isEmpty(map: object): boolean {
  return Object.keys(map).length === 0
}
