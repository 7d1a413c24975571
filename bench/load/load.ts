// As many requests as fit into a time, over a number of connections that are kept: with wrk where it is on PATH, else with
// autocannon, which takes more of the machine for itself. A run with a single failed request is no figure, and throws.

import type { Ask } from './ask.ts'
import { withAutocannon } from './autocannon.ts'
import { hasWrk, withWrk } from './wrk.ts'

/** How hard, and for how long. */
export interface Push {
  readonly connections: number
  readonly seconds: number
}

/** What a run gave. */
export interface Loaded {
  readonly requests: number
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
}

/** The generator's name, for the report. */
export const generator: string = hasWrk ? 'wrk' : 'autocannon'

/** Runs it. Throws when a request fails or its status is none of success. */
export async function load(ask: Ask, push: Push): Promise<Loaded> {
  const { failed, ...loaded } = await (hasWrk ? withWrk : withAutocannon)(ask, push)
  if (failed > 0 || loaded.requests === 0) {
    throw new Error(`${failed} of ${loaded.requests} requests to ${ask.url} failed: nothing is to be learnt from that`)
  }
  return loaded
}
