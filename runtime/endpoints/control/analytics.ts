// `GET …/gateways/{g}/analytics?from=&to=&per=minute|hour|day&by=…`: its query -> a question to the log store -> its answer as JSON. This is
// ours: the hosted service has its analytics elsewhere.

import type { AnalyticsPoint, AnalyticsQuery, Percentiles } from '../../logs/query.ts'
import { MOST_POINTS, STEP_MS, stepStart } from '../../logs/steps.ts'
import { GatewayError } from '../../problem.ts'
import { refusal, wordIn } from './parameters.ts'

/** What is asked of a log store; {@link LogStore} over RPC. */
export interface AnalyticsStore {
  readonly analytics: (query: AnalyticsQuery) => Promise<readonly AnalyticsPoint[]>
}

/** The answer's `result`. Times are ISO 8601 in UTC. Steps and values in which nothing happened are left out. */
export interface AnalyticsAnswer {
  /** Of the first step, which is the one that the asked beginning is in. */
  readonly from: string
  /** No step begins at this time or later. */
  readonly to: string
  readonly per: AnalyticsQuery['per']
  readonly by: AnalyticsQuery['by']
  /** In order of time. */
  readonly points: readonly AnalyticsAnswerPoint[]
}

/** One step of time, or one value of `by` in it. */
export interface AnalyticsAnswerPoint {
  /** When the step begins. */
  readonly start: string
  /** `null` without `by`, and for attempts that have no such value. `_OTHER` for values that were too many for one step. */
  readonly value: string | null
  /** Of clients, counted by the attempt that answered; attempts are more. */
  readonly requests: number
  readonly attempts: number
  /** Requests that failed. */
  readonly errors: number
  /** Requests that the cache answered; the rate is of all requests, and `null` where there were none. */
  readonly cached: number
  readonly cache_hit_rate: number | null
  /** Of all attempts, and so is the cost: US dollars, of what has a known price. */
  readonly tokens_in: number
  readonly tokens_out: number
  readonly tokens_cached: number
  readonly tokens_reasoning: number
  readonly cost: number
  /** Percentiles over all attempts but realtime sessions, exact to 5 %; `null` where there is nothing to tell of. */
  readonly duration_ms: Percentiles | null
  readonly time_to_first_byte_ms: Percentiles | null
}

/** Two months of hours, or a day of minutes. */
const MOST_STEPS = 1500
const PARAMETERS = ['from', 'to', 'per', 'by']
const WORDS = ['provider', 'model', 'route', 'token', 'status'] as const

/** Throws `invalidRequest`, which says what may be asked. */
export async function analyticsAnswer(store: AnalyticsStore, search: URLSearchParams): Promise<AnalyticsAnswer> {
  const query = readAnalyticsQuery(search, Date.now())
  const points = await store.analytics(query)
  if (points.length > MOST_POINTS) {
    const advice = "Ask for less time, for longer steps with 'per', or by something else."
    throw new GatewayError('invalidRequest', `That is more than ${MOST_POINTS} points. ${advice}`)
  }
  return { from: iso(query.fromMs), to: iso(query.toMs), per: query.per, by: query.by, points: points.map(told) }
}

/** Without parameters: the last 24 hours by hour, the one that is not over among them. Throws `invalidRequest`. */
export function readAnalyticsQuery(search: URLSearchParams, nowMs: number): AnalyticsQuery {
  for (const name of search.keys()) {
    if (PARAMETERS.includes(name)) continue
    const shown = name.slice(0, 100)
    throw new GatewayError(
      'invalidRequest',
      `There is no parameter '${shown}' here. There are ${PARAMETERS.join(', ')}.`,
    )
  }
  const per = wordIn(search, 'per', ['minute', 'hour', 'day']) ?? 'hour'
  const lengthMs = STEP_MS[per]
  const toMs = timeIn(search, 'to') ?? nowMs
  const askedMs = timeIn(search, 'from') ?? toMs - STEP_MS.day + lengthMs * Number(per !== 'day')
  const fromMs = stepStart(askedMs, lengthMs)
  if (fromMs >= toMs) throw new GatewayError('invalidRequest', "Parameter 'from' takes a time before that of 'to'.")
  const steps = Math.ceil((toMs - fromMs) / lengthMs)
  if (steps > MOST_STEPS) {
    const advice = `Ask for ${MOST_STEPS} at most: less time between 'from' and 'to', or longer steps with 'per'.`
    throw new GatewayError('invalidRequest', `These are ${steps} steps of one ${per}. ${advice}`)
  }
  return { fromMs, toMs, per, by: byIn(search) }
}

/** ISO 8601, in UTC where it names no zone, or milliseconds since 1970. */
function timeIn(search: URLSearchParams, name: string): number | null {
  const text = search.get(name)
  if (text === null) return null
  const isDate = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?$/.test(text)
  const hasZone = !text.includes('T') || /(?:Z|[+-]\d\d:\d\d)$/.test(text)
  const timeMs = /^\d{1,14}$/.test(text) ? Number(text) : isDate ? Date.parse(hasZone ? text : `${text}Z`) : Number.NaN
  if (Number.isFinite(timeMs)) return timeMs
  throw refusal(name, text, 'a time like 2026-01-31, 2026-01-31T12:00:00Z or 1769860800000')
}

function byIn(search: URLSearchParams): AnalyticsQuery['by'] {
  const text = search.get('by')
  if (text === null) return null
  const word = WORDS.find((each) => each === text)
  if (word !== undefined) return word
  if (/^metadata\../s.test(text)) return text as `metadata.${string}`
  throw refusal('by', text, `one of ${WORDS.join(', ')}, or metadata.<key>`)
}

function told(point: AnalyticsPoint): AnalyticsAnswerPoint {
  const { requests, cached } = point
  return {
    start: iso(point.startMs),
    value: point.value,
    requests,
    attempts: point.attempts,
    errors: point.errors,
    cached,
    cache_hit_rate: requests === 0 ? null : cached / requests,
    tokens_in: point.tokensIn,
    tokens_out: point.tokensOut,
    tokens_cached: point.tokensCached,
    tokens_reasoning: point.tokensReasoning,
    cost: point.cost,
    duration_ms: rounded(point.duration),
    time_to_first_byte_ms: rounded(point.timeToFirstByte),
  }
}

/** The rest of the digits is the buckets'. */
function rounded(percentiles: Percentiles | null): Percentiles | null {
  if (percentiles === null) return null
  const { p50, p90, p95, p99 } = percentiles
  const round = (timeMs: number) => Math.round(timeMs * 1000) / 1000
  return { p50: round(p50), p90: round(p90), p95: round(p95), p99: round(p99) }
}

function iso(timeMs: number): string {
  return new Date(timeMs).toISOString()
}
