// Requests at a fixed rate, from a process of its own: what a caller waits when nobody is pushing.

import { join } from 'node:path'
import { output } from '../support/processes.ts'
import type { Ask } from './ask.ts'

/** What was seen, from when a request was due to the end of its answer. */
export interface Steady {
  readonly p50Ms: number
  readonly p99Ms: number
}

/** Runs it. Throws when a request fails. */
export async function askSteadily(ask: Ask, perSecond: number, seconds: number): Promise<Steady> {
  const text = await output(process.execPath, [
    join(import.meta.dirname, 'steady-main.ts'),
    JSON.stringify({ ask, perSecond, seconds }),
  ])
  const { failed, ...steady }: Steady & { readonly failed: number } = JSON.parse(text)
  if (failed > 0) throw new Error(`${failed} requests to ${ask.url} failed`)
  return steady
}
