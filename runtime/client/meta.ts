// The headers of an answer in, what they say of it out. Source: the wire contract, "headers" 3.2.

import type { Names } from './names.ts'

/** What the gateway says of an answer. `null`: it does not say. */
export interface Meta<N extends Names = Names> {
  readonly provider: N['providers'] | null
  /** As the provider calls it. */
  readonly model: string | null
  /** Which step of the route, or of the universal request, answered: from 0. */
  readonly step: number
  readonly cacheStatus: 'HIT' | 'MISS' | 'STALE' | null
  /** Where the request is in the log. */
  readonly logId: string | null
  readonly requestId: string | null
  readonly eventId: string | null
  /** Fields of the request that the provider's API has no words for. */
  readonly dropped: readonly string[]
}

/** An answer with what the gateway says of it. */
export type Told<Body, N extends Names> = Body & { readonly meta: Meta<N> }

/** `slugs`: the providers of the steps that were asked for. */
export function metaOf(headers: Headers, slugs: readonly string[] = []): Meta {
  const step = Number(headers.get('cf-aig-step') ?? 0)
  return {
    provider: headers.get('cf-aig-provider') ?? slugs[step] ?? null,
    model: headers.get('cf-aig-model'),
    step,
    cacheStatus: headers.get('cf-aig-cache-status') as Meta['cacheStatus'],
    logId: headers.get('cf-aig-log-id'),
    requestId: headers.get('cf-aig-request-id'),
    eventId: headers.get('cf-aig-event-id'),
    dropped: headers.get('cf-aig-dropped')?.split(', ') ?? [],
  }
}
