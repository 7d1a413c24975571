// What goes to a log store in one call: rows, their bodies put together into compressed chunks, and how much the gateway keeps.

import type { LogRow } from '../logs/row.ts'
import type { LogsRecord } from '../records.ts'

/** Of a chunk before compression. */
export const CHUNK_BYTES = 1024 * 1024

/**
 * Where a body is: in which chunk it begins, and how many bytes behind that one's beginning. What does not fit in there goes on at the
 * beginning of the next. `isWhole`: whether that is all of the body.
 */
export type PayloadPlace = readonly [chunk: number, offset: number, length: number, isWhole: 0 | 1]

/** A row without its bodies, and where those are: a chunk in it is one of the batch's, from 0. */
export interface SentRow {
  readonly row: LogRow
  readonly request: PayloadPlace | null
  readonly response: PayloadPlace | null
}

/** At least one row. Sent again as it is until it is answered: it is known by its first row and when it was sent first. */
export interface Batch {
  /** In epoch milliseconds. */
  readonly sentAtMs: number
  readonly rows: readonly SentRow[]
  /** Bodies one behind the other, by gzip. */
  readonly chunks: readonly ArrayBuffer[]
  readonly keep: number
  readonly whenFull: LogsRecord['whenFull']
}
