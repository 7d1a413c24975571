// A question about a time -> its points, from the sums that were written with the rows; and all totals since the store began, for metrics.

import { percentilesOf } from '../logs/histogram.ts'
import type { AnalyticsPoint, AnalyticsQuery } from '../logs/query.ts'
import { MOST_POINTS, STEP_MS, stepStart } from '../logs/steps.ts'
import { addUp } from './log-rollups.ts'
import { ALL } from './rollups/steps.ts'
import { addSums, readSums, SUMMED, type Sums } from './rollups/sums.ts'
import type { SeriesTotal } from './rollups/total.ts'
import { readTotals } from './rollups/totals.ts'

type Row = { readonly start: number; readonly value: string; readonly sums: string }

/**
 * The steps that begin in the asked time, from the one that its beginning is in, in order of time, and of values within a step; what has
 * none is last. Steps and values of which nothing is known are left out. More than {@link MOST_POINTS}: not all of them. For use in a
 * transaction.
 */
export function analytics(sql: SqlStorage, query: AnalyticsQuery): AnalyticsPoint[] {
  addUp(sql)
  const all = read(sql, query, ALL)
  if (query.by === null) return all.map(({ start, sums }) => pointOf(start, null, readSums(sums)))
  const apart = Map.groupBy(read(sql, query, query.by), ({ start }) => start)
  return all.flatMap(({ start, sums }) => {
    const rest = readSums(sums)
    const points = (apart.get(start) ?? []).map(({ value, sums: told }) => {
      const its = readSums(told)
      addSums(rest, its, -1)
      return pointOf(start, value, its)
    })
    const without = pointOf(start, null, rest)
    // What is left of a sum of dollars is off by what a double cannot say; nothing costs as little.
    return without.attempts > 0 ? [...points, { ...without, cost: Math.round(without.cost * 1e9) / 1e9 }] : points
  })
}

function read(sql: SqlStorage, { fromMs, toMs, per }: AnalyticsQuery, dimension: string): readonly Row[] {
  const lengthMs = STEP_MS[per]
  return sql
    .exec<Row>(
      `SELECT start, value, sums FROM rollup_steps WHERE per = ? AND dimension = ? AND start >= ? AND start < ?
      ORDER BY start, value LIMIT ?`,
      lengthMs,
      dimension,
      stepStart(fromMs, lengthMs),
      toMs,
      MOST_POINTS + 1,
    )
    .toArray()
}

function pointOf(startMs: number, value: string | null, sums: Sums): AnalyticsPoint {
  const numbers = Object.fromEntries(SUMMED.map((name, index) => [name, sums.numbers[index]]))
  return {
    startMs,
    value,
    ...(numbers as Pick<AnalyticsPoint, (typeof SUMMED)[number]>),
    duration: percentilesOf(sums.duration),
    timeToFirstByte: percentilesOf(sums.timeToFirstByte),
  }
}

/** What was counted since the store began, by series. For use in a transaction. */
export function totals(sql: SqlStorage): SeriesTotal[] {
  addUp(sql)
  return readTotals(sql)
}
