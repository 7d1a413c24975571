// Who is asking a provider for what, and who waits for it: leases by key, in the memory of one object. A lease that is not renewed
// is over in a few seconds. Promises that one failure wakes all who wait and lets one of them go.

import type { Ending } from '../cache/store.ts'

/** How long a lease lasts without a renewal. */
export const LEASE_MS = 5000

type Landing = Ending | 'stored'

interface Flight {
  readonly lease: number
  endsAtMs: number
  readonly landed: Promise<Landing>
  readonly land: (landing: Landing) => void
}

/** Leases by key. */
export type Flights = Map<string, Flight>

/** The caller's lease; `null`: somebody else has it. */
export function takeOff(flights: Flights, key: string): number | null {
  const before = flights.get(key)
  if (before !== undefined && before.endsAtMs > Date.now()) return null
  const { promise: landed, resolve: land } = Promise.withResolvers<Landing>()
  // Unlike a counter's, a number of one life of this object is none of the next one's.
  const lease = Math.floor(Math.random() * Number.MAX_SAFE_INTEGER)
  flights.set(key, { lease, endsAtMs: Date.now() + LEASE_MS, landed, land })
  return lease
}

/** Makes a lease last from now on. */
export function renew(flights: Flights, key: string, lease: number): void {
  const flight = flights.get(key)
  if (flight?.lease === lease) flight.endsAtMs = Date.now() + LEASE_MS
}

/** Ends a lease: its own (`null`: whosever it is), not one that came after it. */
export function land(flights: Flights, key: string, lease: number | null, landing: Landing): void {
  const flight = flights.get(key)
  if (flight === undefined || (lease !== null && flight.lease !== lease)) return
  flights.delete(key)
  flight.land(landing)
}

/**
 * Waits until somebody's flight ends well, or takes a lease over: a failed one's or a dead one's. `isThere` tells whether who
 * waits still does: the gone get no lease.
 */
export async function waitFor(
  flights: Flights,
  key: string,
  patienceMs: number,
  isThere: () => Promise<boolean>,
): Promise<number | 'stored' | 'anyone'> {
  const endsAtMs = Date.now() + patienceMs
  while (Date.now() < endsAtMs) {
    const lease = takeOff(flights, key)
    if (lease !== null) {
      if (await isThere()) return lease
      land(flights, key, lease, 'failed')
      break
    }
    const flight = flights.get(key)
    if (flight === undefined) continue
    const nextMs = Math.min(endsAtMs, flight.endsAtMs) - Date.now()
    const landing = await Promise.race([flight.landed, scheduler.wait(Math.max(nextMs, 1)).then(() => null)])
    if (landing === 'stored') return 'stored'
    if (landing === 'uncacheable') break
  }
  return 'anyone'
}
