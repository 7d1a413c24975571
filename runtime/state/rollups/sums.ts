// What facts come to when they are added up: one entry of a step of time. Promises that sums of sums are the sums of all.

import {
  addHistogram,
  addToBucket,
  bucketOf,
  type Histogram,
  histogramText,
  readHistogram,
} from '../../logs/histogram.ts'
import type { AnalyticsPoint } from '../../logs/query.ts'
import type { Fact, FactUsage } from './fact.ts'

/** The numbers of an entry, in the order in which they are kept. */
export const SUMMED = [
  'requests',
  'attempts',
  'errors',
  'cached',
  'tokensIn',
  'tokensOut',
  'tokensCached',
  'tokensReasoning',
  'cost',
] as const satisfies readonly (keyof AnalyticsPoint)[]

/** Of all attempts together that an entry is about. */
export interface Sums {
  /** As {@link SUMMED} names them. */
  readonly numbers: number[]
  readonly duration: Histogram
  readonly timeToFirstByte: Histogram
}

/** Of nothing. */
export function noSums(): Sums {
  return { numbers: SUMMED.map(() => 0), duration: new Map(), timeToFirstByte: new Map() }
}

/** What one attempt adds to every entry that it is counted in. */
export interface Addend {
  readonly numbers: readonly number[]
  /** Buckets; `null`: nothing was timed. */
  readonly duration: number | null
  readonly timeToFirstByte: number | null
}

/** Requests are counted by the attempt that answered them; one is cached when the cache answered, fresh or stale. */
export function addendOf(fact: Fact): Addend {
  const [, isServed, isSuccess, , , , , , , , cacheStatus, , durationMs, timeToFirstByteMs, usage, cost] = fact
  const [input, output, cached, , reasoning] = usage ?? NO_USAGE
  const isCached = Number(cacheStatus === 'HIT' || cacheStatus === 'STALE')
  return {
    numbers: [isServed, 1, isServed & ~isSuccess, isServed & isCached, input, output, cached, reasoning, cost ?? 0],
    duration: durationMs === null ? null : bucketOf(durationMs),
    timeToFirstByte: timeToFirstByteMs === null ? null : bucketOf(timeToFirstByteMs),
  }
}

const NO_USAGE: FactUsage = [0, 0, 0, 0, 0]

/** Counts one attempt more. */
export function addOne(sums: Sums, { numbers, duration, timeToFirstByte }: Addend): void {
  addNumbers(sums.numbers, numbers, 1)
  if (duration !== null) addToBucket(sums.duration, duration, 1)
  if (timeToFirstByte !== null) addToBucket(sums.timeToFirstByte, timeToFirstByte, 1)
}

/** Adds other sums, or with a factor of -1 takes them away. */
export function addSums(sums: Sums, other: Sums, factor: 1 | -1 = 1): void {
  addNumbers(sums.numbers, other.numbers, factor)
  addHistogram(sums.duration, other.duration, factor)
  addHistogram(sums.timeToFirstByte, other.timeToFirstByte, factor)
}

function addNumbers(numbers: number[], others: readonly number[], factor: 1 | -1): void {
  for (let index = 0; index < numbers.length; index += 1) {
    numbers[index] = (numbers[index] ?? 0) + factor * (others[index] ?? 0)
  }
}

/** As it is kept. */
export function sumsText({ numbers, duration, timeToFirstByte }: Sums): string {
  return JSON.stringify([...numbers, histogramText(duration), histogramText(timeToFirstByte)])
}

/** Reads what {@link sumsText} wrote; nothing: no sums. */
export function readSums(text: string | undefined): Sums {
  if (text === undefined) return noSums()
  const kept: (number | string)[] = JSON.parse(text)
  const [duration, timeToFirstByte] = kept.splice(SUMMED.length) as string[]
  return {
    numbers: kept as number[],
    duration: readHistogram(duration ?? ''),
    timeToFirstByte: readHistogram(timeToFirstByte ?? ''),
  }
}
