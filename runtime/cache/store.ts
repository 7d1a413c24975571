// What the cache keeps, and the one shape of everything that keeps it. Types only.

import type { Environment, Exchange } from '../exchange.ts'

/** A whole answer of a provider. Plain data: it is sent to other objects and isolates as it is. */
export interface Answer {
  readonly status: number
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** Decoded: no content-encoding applies to it. */
  readonly body: ArrayBuffer
  readonly storedAtMs: number
  /** When its TTL is over, by the settings of the request that brought it in. */
  readonly freshUntilMs: number
  /** When nothing may use it any more, not even as a stale one. */
  readonly keptUntilMs: number
}

/**
 * Whose turn it is to ask the provider. A number: the caller's own, and it is the name of the lease. `taken`: another request
 * is at it, and can be waited for. `anyone`: nobody keeps count.
 */
export type Turn = number | 'taken' | 'anyone'

/** What a look-up gives; a fresh answer comes with no turn. */
export interface Found {
  /** Fresh or stale; `null`: none. */
  readonly answer: Answer | null
  readonly turn: Turn
}

/** How a lease ended without an answer: `failed`: somebody else may try. `uncacheable`: nobody has to wait for another. */
export type Ending = 'failed' | 'uncacheable'

/** Where answers are kept. May fail at any time: the request goes on without it. */
export interface Store {
  /** Whether this Worker has it. */
  readonly isIn: (env: Environment) => boolean
  /** Takes the turn with it where there is one to take and the answer is not fresh. */
  readonly find: (key: string, env: Environment) => Promise<Found>
  /** Keeps an answer, and ends the lease under its key. */
  readonly put: (key: string, answer: Answer, exchange: Exchange) => Promise<void>
  /** `null`: identical requests in flight do not know of each other here. */
  readonly leases: Leases | null
}

/** Ends a lease; `null`: without an ending of its own, because its answer is on the way to the store. */
export type Release = (ending: Ending | null) => void

/** Identical requests in flight: one of them asks the provider, the others wait for it. */
export interface Leases {
  /** Until there is an answer to {@link Store.find}, or the lease is the caller's, or there is nothing to wait for. */
  readonly wait: (key: string, patienceMs: number, env: Environment) => Promise<number | 'stored' | 'anyone'>
  /** Keeps a lease for as long as its holder lives, or ends it. */
  readonly hold: (key: string, lease: number, exchange: Exchange) => Release
}

/** The stores that a bundle holds, as the YAML names them. */
export interface Stores {
  readonly edge?: Store
  readonly durable?: Store
  readonly kv?: Store
}
