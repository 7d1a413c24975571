// Deletes rows that filters find. Promises that of what it says is removed nothing is left: no row, and no byte of a body.

import type { LogQuery } from '../logs/query.ts'
import { found } from './log-filters.ts'
import { countRows, deleteRows } from './log-keep.ts'
import { inOrder } from './log-page.ts'
import { erasePayloads } from './log-payloads.ts'

/** In one transaction; others get their turn between two. */
const ROUND = 2000

/** Which rows: the first so many of an order. */
export interface Removal extends Pick<LogQuery, 'filters' | 'orderBy' | 'direction'> {
  /** `null`: all of them. */
  readonly limit: number | null
}

/** Returns how many there were. Of rows that come meanwhile it takes no more than there were rows at all when it began. */
export async function removeLogs(storage: DurableObjectStorage, removal: Removal): Promise<number> {
  const { sql } = storage
  const rows = found([removal.filters], null)
  const statement = `SELECT id FROM logs WHERE seq IN (SELECT seq FROM (${inOrder(rows, removal)}))`
  const most = Math.min(removal.limit ?? Number.POSITIVE_INFINITY, countRows(sql))
  let removed = 0
  while (removed < most) {
    const ids = sql.exec<{ id: string }>(statement, ...rows.values, Math.min(most - removed, ROUND), 0).toArray()
    if (ids.length === 0) break
    const listed = ids.map(({ id }) => id)
    removed += storage.transactionSync(() => deleteRows(sql, listed))
    await scheduler.wait(0)
  }
  await erasePayloads(storage)
  return removed
}
