// Facts -> totals since the store began, a row for each series. They never go down and none is ever dropped; when there are too many,
// attempts at models that have none yet are counted under OTHER, and at last by their answer alone.

import { type Fact, OTHER } from './fact.ts'
import { count, noTotal, type Series, type SeriesTotal, seriesOf, type Total } from './total.ts'

/** How many series there may be before models, and before whoever asked whom, are no longer told apart: callers make up names of models. */
const MOST_WITH_MODEL = 1000
const MOST = 1500

/** Whoever it was: what is left to tell apart is the answer. */
const ANYBODY = { provider: OTHER, model: OTHER, modelType: OTHER, route: OTHER, token: OTHER } as const

type Row = { readonly series: string; readonly total: string }

/** Both columns are JSON. */
export function createTotals(sql: SqlStorage): void {
  sql.exec('CREATE TABLE IF NOT EXISTS rollup_totals (series TEXT PRIMARY KEY, total TEXT NOT NULL) WITHOUT ROWID')
}

/** Totals that are being added to, by the text of their series; `null`: there is no such series, and no place for it. */
export interface OpenTotals {
  readonly totals: Map<string, Total | null>
  /** Where the facts so far were counted, by their {@link shortKeyOf}. */
  readonly places: Map<string, Total>
  /** How many series there are, in storage or not. */
  size: number
}

/** Before anything is added. */
export function openTotals(sql: SqlStorage): OpenTotals {
  const { size } = sql.exec<{ size: number }>('SELECT COUNT(*) AS size FROM rollup_totals').one()
  return { totals: new Map(), places: new Map(), size }
}

/** Adds a fact to the total of its series. */
export function addToTotals(sql: SqlStorage, open: OpenTotals, fact: Fact): void {
  const whose = shortKeyOf(fact)
  let total = open.places.get(whose)
  if (total === undefined) {
    total = placeOf(sql, open, seriesOf(fact))
    open.places.set(whose, total)
  }
  count(total, fact)
}

/** The series in fewer words: its JSON for each attempt would cost more than all the counting. No text has a NUL in it. */
function shortKeyOf(fact: Fact): string {
  const [, , isSuccess, , provider, model, modelType, route, token, status, cacheStatus] = fact
  const texts = [model, modelType, route, token, cacheStatus].map((text) => (text === null ? '' : `=${text}`))
  return `${isSuccess}\0${status}\0${provider}\0${texts.join('\0')}`
}

function placeOf(sql: SqlStorage, open: OpenTotals, series: Series): Total {
  return (
    totalOf(sql, open, series, MOST_WITH_MODEL) ??
    totalOf(sql, open, { ...series, model: OTHER }, MOST) ??
    totalOf(sql, open, { ...series, ...ANYBODY }, Number.POSITIVE_INFINITY) ??
    noTotal()
  )
}

function totalOf(sql: SqlStorage, open: OpenTotals, series: Series, most: number): Total | null {
  const key = JSON.stringify(series)
  let total = open.totals.get(key)
  if (total !== undefined) return total
  total = readTotal(sql, key)
  if (total === null && open.size < most) {
    total = noTotal()
    open.size += 1
  }
  open.totals.set(key, total)
  return total
}

/** Keeps what was added. For use in the transaction in which they were opened. */
export function writeTotals(sql: SqlStorage, { totals }: OpenTotals): void {
  for (const [key, total] of totals) {
    if (total !== null) sql.exec('REPLACE INTO rollup_totals VALUES (?, ?)', key, JSON.stringify(total))
  }
}

function readTotal(sql: SqlStorage, key: string): Total | null {
  const [row] = sql.exec<Row>('SELECT * FROM rollup_totals WHERE series = ?', key)
  return row === undefined ? null : JSON.parse(row.total)
}

/** All of them. */
export function readTotals(sql: SqlStorage): SeriesTotal[] {
  const rows = sql.exec<Row>('SELECT * FROM rollup_totals')
  return Array.from(rows, ({ series, total }) => ({ series: JSON.parse(series), total: JSON.parse(total) }))
}
