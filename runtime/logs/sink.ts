// Where rows go when they are complete. Types only.

import type { Exchange } from '../exchange.ts'
import type { LogRow } from './row.ts'

/** Takes rows. */
export interface Sink {
  /** Says that somebody is asked whose row will have this id, and that the answer ends only when {@link take} has settled: see there. */
  readonly expect?: (id: string) => void
  /** Says that this answer will not wait after all. Its row will come. */
  readonly unexpect?: (id: string) => void
  /**
   * Never throws or rejects, whatever became of the row: a failure to take note is a line in the Worker's own log. It keeps itself alive
   * with `exchange.waitUntil`. Settles when the answer may end: where nothing less will do (`durability: strict`) when the row is
   * safe, else at once; except for the last of the answers under way, which waits for the rows of those before it, because workerd
   * ends a process when its answers have ended, and waits for nothing else.
   */
  readonly take: (row: LogRow, exchange: Exchange) => Promise<void>
}
