// A page of the log. Rows that are alike in what they are ordered by are told apart by their ids, so that pages one behind the other have
// each row once while none comes or goes. Promises that nothing of a question is in a statement's text: it is bound, or chosen from a list.

import type { Extremes, KeptRow, LogPage, LogQuery, OrderBy } from '../logs/query.ts'
import { type Found, found } from './log-filters.ts'
import { countRows } from './log-keep.ts'
import { keptRowOf, type StoredRow } from './log-rows.ts'

/** Columns of the same names. */
const ORDERS: readonly OrderBy[] = [
  'created_at',
  'provider',
  'model',
  'model_type',
  'success',
  'cached',
  'cost',
  'tokens_in',
  'tokens_out',
  'duration',
  'feedback',
]

/** By what extremes are asked. */
const MEASURES = {
  cost: 'cost',
  duration: 'duration',
  tokensIn: 'tokens_in',
  tokensOut: 'tokens_out',
  totalTokens: 'tokens_in + tokens_out',
} as const satisfies { readonly [measure in keyof Extremes]: string }

/**
 * One page. Pages are counted from where the order begins at that moment: rows that come between two pages move those behind them on, and
 * the next page begins with some that were seen. None is skipped unless rows go. A filter of `created_at` up to a moment keeps new ones out.
 */
export function listLogs(sql: SqlStorage, query: LogQuery): LogPage {
  const { filters, search, page, perPage } = query
  const rows = found([filters], search)
  const before = (page - 1) * perPage
  const seqs = numbersOf(sql, rows, query, perPage, before)
  const isAll = filters.length === 0 && search === null
  // A page that is not full is the last one, and tells how many there are.
  const isLast = seqs.length < perPage && (seqs.length > 0 || page === 1)
  const extremes = query.extremes ? extremesOf(sql, rows) : null
  return {
    rows: rowsOf(sql, seqs),
    totalCount: isLast ? before + seqs.length : isAll ? countRows(sql) : count(sql, rows),
    extremes,
  }
}

/** What follows `FROM`, in this order; rows without a value come first, or last in the other direction. Takes a limit and an offset. */
export function inOrder({ values }: Found, { orderBy, direction }: Pick<LogQuery, 'orderBy' | 'direction'>): string {
  const column = ORDERS.find((each) => each === orderBy)
  if (column === undefined) throw new Error(`A log is not ordered by '${orderBy}'.`)
  const towards = direction === 'asc' ? 'ASC' : 'DESC'
  const [limit, offset] = [values.length + 1, values.length + 2]
  return `ORDER BY ${column} ${towards}, id ${towards} LIMIT ?${limit} OFFSET ?${offset}`
}

/** An index has all that this needs; the rows themselves are read for the page alone. */
function numbersOf(sql: SqlStorage, rows: Found, query: LogQuery, limit: number, offset: number): readonly number[] {
  const { from, values } = rows
  const listed = sql.exec<{ seq: number }>(`SELECT seq ${from} ${inOrder(rows, query)}`, ...values, limit, offset)
  return listed.toArray().map(({ seq }) => seq)
}

/** In the order of these. */
function rowsOf(sql: SqlStorage, seqs: readonly number[]): readonly KeptRow[] {
  const among = 'SELECT * FROM logs WHERE seq IN (SELECT value FROM json_each(?))'
  const stored = new Map<number, StoredRow>()
  for (const row of sql.exec<StoredRow>(among, JSON.stringify(seqs))) stored.set(row.seq, row)
  return seqs.flatMap((seq) => {
    const row = stored.get(seq)
    return row === undefined ? [] : [keptRowOf(row)]
  })
}

function count(sql: SqlStorage, { from, values }: Found): number {
  return sql.exec<{ count: number }>(`SELECT COUNT(*) AS count ${from}`, ...values).one().count
}

/** `null`: there are no rows. */
function extremesOf(sql: SqlStorage, { from, values }: Found): Extremes | null {
  const columns = Object.values(MEASURES).flatMap((measure) => [`MIN(${measure})`, `MAX(${measure})`])
  const [[count, ...extremes] = []] = sql.exec(`SELECT COUNT(*), ${columns.join(', ')} ${from}`, ...values).raw()
  if (count === 0) return null
  const pairs = Object.keys(MEASURES).map((name, index) => [name, extremes.slice(2 * index, 2 * index + 2)])
  return Object.fromEntries(pairs) as Extremes
}
