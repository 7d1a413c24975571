// Analytics as a child would count them: every question looks at every row. The wording of the contract and nothing else.

import type { AnalyticsPoint, AnalyticsQuery, Percentiles } from '../../runtime/logs/query.ts'
import type { LogRow } from '../../runtime/logs/row.ts'

const LENGTHS_MS = { minute: 60_000, hour: 60 * 60_000, day: 24 * 60 * 60_000 }

/** In order of time, then of values as UTF-8 has them, rows without one last. */
export function naiveAnalytics(rows: readonly LogRow[], { fromMs, toMs, per, by }: AnalyticsQuery): AnalyticsPoint[] {
  const startOf = (timeMs: number) => Math.floor(timeMs / LENGTHS_MS[per]) * LENGTHS_MS[per]
  const asked = rows.filter(({ createdAtMs }) => {
    const startMs = startOf(createdAtMs)
    return startMs >= startOf(fromMs) && startMs < toMs
  })
  const groups = Map.groupBy(asked, (row) => JSON.stringify([startOf(row.createdAtMs), ofRow(row, by)]))
  return [...groups]
    .map(([key, group]) => {
      const [startMs, value] = JSON.parse(key) as [number, string | null]
      return point(startMs, value, group)
    })
    .sort((one, other) => one.startMs - other.startMs || compare(one.value, other.value))
}

function ofRow(row: LogRow, by: AnalyticsQuery['by']): string | null {
  if (by === null) return null
  if (by === 'status') return String(row.status)
  if (by === 'provider' || by === 'model' || by === 'route' || by === 'token') return row[by]
  const key = by.slice('metadata.'.length)
  return Object.hasOwn(row.metadata, key) ? String(row.metadata[key]) : null
}

function point(startMs: number, value: string | null, rows: readonly LogRow[]): AnalyticsPoint {
  const served = rows.filter(({ isServed }) => isServed)
  const sum = (read: (row: LogRow) => number | null | undefined) =>
    rows.reduce((total, row) => total + (read(row) ?? 0), 0)
  const timed = rows.filter(({ session }) => session === null)
  return {
    startMs,
    value,
    requests: served.length,
    attempts: rows.length,
    errors: served.filter(({ isSuccess }) => !isSuccess).length,
    cached: served.filter(({ cacheStatus }) => cacheStatus === 'HIT' || cacheStatus === 'STALE').length,
    tokensIn: sum(({ usage }) => usage?.inputTokens),
    tokensOut: sum(({ usage }) => usage?.outputTokens),
    tokensCached: sum(({ usage }) => usage?.cachedTokens),
    tokensReasoning: sum(({ usage }) => usage?.reasoningTokens),
    cost: sum(({ cost }) => cost),
    duration: percentiles(timed.map(({ durationMs }) => durationMs)),
    timeToFirstByte: percentiles(timed.flatMap(({ timeToFirstByteMs }) => timeToFirstByteMs ?? [])),
  }
}

function percentiles(times: readonly number[]): Percentiles | null {
  if (times.length === 0) return null
  const sorted = [...times].sort((one, other) => one - other)
  const at = (percent: number) => sorted[Math.ceil((percent * sorted.length) / 100) - 1] ?? Number.NaN
  return { p50: at(50), p90: at(90), p95: at(95), p99: at(99) }
}

function compare(one: string | null, other: string | null): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null)
  return Buffer.compare(Buffer.from(one), Buffer.from(other))
}
