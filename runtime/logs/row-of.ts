// The rows that attempts come to, for whoever around an attempt has to wait for what it cost.

import type { Attempt } from '../exchange.ts'
import type { LogRow } from './row.ts'

const rows = new WeakMap<Attempt, Promise<LogRow>>()

/** Says that an attempt comes to a row. Where a gateway observes anything that is before any layer inside hears of the attempt. */
export function expectRow(attempt: Attempt, row: Promise<LogRow>): void {
  rows.set(attempt, row)
}

/** The row that an attempt comes to, when its answer is over. Never rejects. `null`: nobody observes it. */
export function rowOf(attempt: Attempt): Promise<LogRow> | null {
  return rows.get(attempt) ?? null
}
