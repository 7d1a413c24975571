// What is counted since a store began, of attempts that metrics do not tell apart: a series. Types, and how one attempt is counted in it.

import { bucketAt, SECONDS, TOKENS } from '../../telemetry/buckets.ts'
import { type Fact, OTHER } from './fact.ts'

/** Whose attempts a total counts. */
export interface Series {
  /** The slug. */
  readonly provider: string
  readonly model: string | null
  readonly modelType: string | null
  readonly route: string | null
  readonly token: string | null
  readonly status: string
  readonly cacheStatus: string | null
  /** The status; OTHER where that was well and the answer was not. `null`: no error. */
  readonly error: string | null
}

/** How many values there were up to each bound and behind the last, and what they come to together. */
export interface Distribution {
  readonly counts: number[]
  sum: number
}

/** Counters and distributions of a series. */
export interface Total {
  requests: number
  attempts: number
  errors: number
  /** How often a provider was asked again. */
  retries: number
  /** Attempts that used tokens whose price nobody knows. */
  unpriced: number
  /** US dollars. */
  cost: number
  readonly tokens: { input: number; output: number; cached: number; cacheWrite: number; reasoning: number }
  /** Of what was asked of a provider, in milliseconds by {@link SECONDS}; the second of answers that stream. */
  readonly duration: Distribution
  readonly timeToFirstChunk: Distribution
  /** Of what a provider answered, by {@link TOKENS}. */
  readonly inputTokens: Distribution
  readonly outputTokens: Distribution
}

/** A series, and what is counted of it. */
export interface SeriesTotal {
  readonly series: Series
  readonly total: Total
}

/** A total before anything was counted. */
export function noTotal(): Total {
  return {
    requests: 0,
    attempts: 0,
    errors: 0,
    retries: 0,
    unpriced: 0,
    cost: 0,
    tokens: { input: 0, output: 0, cached: 0, cacheWrite: 0, reasoning: 0 },
    duration: noValues(SECONDS),
    timeToFirstChunk: noValues(SECONDS),
    inputTokens: noValues(TOKENS),
    outputTokens: noValues(TOKENS),
  }
}

/** Nothing, in as many buckets as there are between and behind bounds. */
export function noValues(bounds: readonly number[]): Distribution {
  return { counts: [...bounds.map(() => 0), 0], sum: 0 }
}

/** The series that an attempt belongs to. */
export function seriesOf(fact: Fact): Series {
  const [, , isSuccess, , provider, model, modelType, route, token, status, cacheStatus] = fact
  const error = isSuccess === 1 ? null : status < 400 ? OTHER : String(status)
  return { provider, model, modelType, route, token, status: String(status), cacheStatus, error }
}

/** Counts an attempt. What the cache answered was asked of no provider, and is in no distribution. */
export function count(total: Total, fact: Fact): void {
  const [, isServed, isSuccess, isStream, , , , , , , cacheStatus, retries, durationMs, firstByteMs, usage, cost] = fact
  total.attempts += 1
  total.requests += isServed
  total.errors += isServed & ~isSuccess
  total.retries += retries
  total.cost += cost ?? 0
  const isAsked = cacheStatus !== 'HIT' && cacheStatus !== 'STALE'
  if (isAsked && durationMs !== null) take(total.duration, SECONDS, durationMs, 1000)
  if (isAsked && isStream === 1 && firstByteMs !== null) take(total.timeToFirstChunk, SECONDS, firstByteMs, 1000)
  if (usage === null) return
  const [input, output, cached, cacheWrite, reasoning] = usage
  total.unpriced += Number(cost === null)
  total.tokens.input += input
  total.tokens.output += output
  total.tokens.cached += cached
  total.tokens.cacheWrite += cacheWrite
  total.tokens.reasoning += reasoning
  if (!isAsked) return
  take(total.inputTokens, TOKENS, input, 1)
  take(total.outputTokens, TOKENS, output, 1)
}

function take(distribution: Distribution, bounds: readonly number[], value: number, perUnit: number): void {
  const bucket = bucketAt(bounds, value / perUnit)
  distribution.counts[bucket] = (distribution.counts[bucket] ?? 0) + 1
  distribution.sum += value
}
