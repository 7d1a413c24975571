// autocannon: a load generator in Node, for machines without wrk. It runs in this process, which only waits for it.

import { createRequire } from 'node:module'
import { type Ask, NUMBER, seed } from './ask.ts'
import type { Loaded, Push } from './load.ts'

/** What is used of the package, which comes without types. */
type Autocannon = (options: {
  readonly url: string
  readonly method: 'POST'
  readonly headers: { readonly [name: string]: string }
  readonly body: string
  readonly connections: number
  readonly duration: number
  readonly requests?: readonly { readonly setupRequest: (request: object) => object }[]
}) => Promise<{
  readonly requests: { readonly total: number }
  readonly latency: { readonly p50: number; readonly p99: number }
  readonly duration: number
  readonly errors: number
  readonly timeouts: number
  readonly non2xx: number
}>

/** One run. */
export async function withAutocannon(
  { url, headers, body, distinct }: Ask,
  { connections, seconds }: Push,
): Promise<Loaded & { readonly failed: number }> {
  const autocannon: Autocannon = createRequire(import.meta.url)('autocannon')
  let number = distinct ? seed() : 0
  const numbered = () => body.replace(NUMBER, String(++number).padStart(NUMBER.length, '0'))
  const result = await autocannon({
    url,
    method: 'POST',
    headers: { ...headers },
    body,
    connections,
    duration: seconds,
    ...(distinct
      ? {
          requests: [
            { setupRequest: (request) => ({ ...request, method: 'POST', headers: { ...headers }, body: numbered() }) },
          ],
        }
      : {}),
  })
  const requests = result.requests.total
  return {
    requests,
    perSecond: requests / result.duration,
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
    failed: result.errors + result.timeouts + result.non2xx,
  }
}
