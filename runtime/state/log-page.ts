// A page of the log. Rows that are alike in what they are ordered by are told apart, by their ids or by the order in which they came, so that
// pages one behind the other have each row once while none comes or goes. Promises that nothing of a question is in a statement's text: it is
// bound, or chosen from a list.

import type { Extremes, KeptRow, LogPage, LogQuery, OrderBy } from '../logs/query.ts'
import { type Found, found } from './log-filters.ts'
import { countRows } from './log-keep.ts'
import { keptRowOf, type StoredRow } from './log-rows.ts'

/** Where a row is in the log, and in the log's own order. */
type Place = Pick<StoredRow, 'seq'> & Partial<Pick<StoredRow, 'created_at' | 'id'>>

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
  const { filters, search, page, orderBy } = query
  const rows = found([filters], search)
  const all = query.extremes ? extremesOf(sql, rows) : null
  const isAll = filters.length === 0 && search === null
  const isFar = page > 1 && orderBy !== 'created_at'
  const counted = all?.count ?? (isAll ? countRows(sql) : isFar ? count(sql, rows) : null)
  const places = counted === null ? placesOf(sql, rows, query) : nearer(sql, rows, query, counted)
  return {
    rows: rowsOf(sql, places),
    totalCount: counted ?? total(sql, rows, query, places),
    extremes: all?.extremes ?? null,
  }
}

/** Places of rows in this order; those without a value come first, or last in the other direction. Takes a limit and an offset. */
export function inOrder(
  { from, values }: Found,
  { orderBy, direction }: Pick<LogQuery, 'orderBy' | 'direction'>,
): string {
  const column = ORDERS.find((each) => each === orderBy)
  if (column === undefined) throw new Error(`A log is not ordered by '${orderBy}'.`)
  const towards = direction === 'asc' ? 'ASC' : 'DESC'
  const part = `LIMIT ?${values.length + 1} OFFSET ?${values.length + 2}`
  const inTime = `ORDER BY created_at ${towards}, id ${towards}`
  if (column === 'created_at') return `SELECT seq, created_at, id ${from} ${inTime} ${part}`
  // Rows that come as they are to stand are put in order in half of the time, and so are numbers in place of ids.
  const inner = `SELECT seq, ${column} AS value ${from} ${inTime} LIMIT -1`
  return `SELECT seq FROM (${inner}) ORDER BY value ${towards}, seq ${towards} ${part}`
}

/** An index has all that this needs; the rows themselves are read for the page alone. */
function placesOf(
  sql: SqlStorage,
  rows: Found,
  query: LogQuery,
  limit = query.perPage,
  offset = before(query),
): readonly Place[] {
  return sql.exec<Place>(inOrder(rows, query), ...rows.values, limit, offset).toArray()
}

/** How many rows are passed over. */
function before({ page, perPage }: LogQuery): number {
  return (page - 1) * perPage
}

/** From whichever end is nearer: what is passed over has to be put in order as well. */
function nearer(sql: SqlStorage, rows: Found, query: LogQuery, total: number): readonly Place[] {
  const { perPage, direction } = query
  const first = before(query)
  if (first >= total) return []
  const behind = total - first - perPage
  if (first <= behind) return placesOf(sql, rows, query)
  const back = { ...query, direction: direction === 'asc' ? 'desc' : 'asc' } as const
  return placesOf(sql, rows, back, Math.min(perPage, total - first), Math.max(behind, 0)).toReversed()
}

/** A page that is not full is the last one, and tells how many there are. Of one in the log's own order only those behind it are counted. */
function total(sql: SqlStorage, rows: Found, query: LogQuery, places: readonly Place[]): number {
  const { page, perPage, direction } = query
  const upTo = before(query) + places.length
  const last = places.at(-1)
  if (last === undefined && page > 1) return count(sql, rows)
  if (last === undefined || places.length < perPage) return upTo
  const { created_at, id } = last
  if (created_at === undefined || id === undefined) return count(sql, rows)
  const values = [...rows.values, created_at, id]
  const behind = `(created_at, id) ${direction === 'asc' ? '>' : '<'} (?${values.length - 1}, ?${values.length})`
  return upTo + count(sql, { from: `${rows.from} AND ${behind}`, values })
}

/** In the order of these. */
function rowsOf(sql: SqlStorage, places: readonly Place[]): readonly KeptRow[] {
  const among = 'SELECT * FROM logs WHERE seq IN (SELECT value FROM json_each(?))'
  const seqs = places.map(({ seq }) => seq)
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

/** Extremes are `null` where there are no rows. */
function extremesOf(sql: SqlStorage, { from, values }: Found): { count: number; extremes: Extremes | null } {
  const columns = Object.values(MEASURES).flatMap((measure) => [`MIN(${measure})`, `MAX(${measure})`])
  const [[count, ...extremes] = []] = sql.exec(`SELECT COUNT(*), ${columns.join(', ')} ${from}`, ...values).raw()
  const pairs = Object.keys(MEASURES).map((name, index) => [name, extremes.slice(2 * index, 2 * index + 2)])
  return { count: Number(count), extremes: count === 0 ? null : (Object.fromEntries(pairs) as Extremes) }
}
