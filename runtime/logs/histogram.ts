// Times in, percentiles out: counts by buckets that grow by a tenth, so that what is told of a time is within 5 % of it. Histograms can be
// added to each other and taken from each other, and their text is short: most of what a gateway sees is in a few dozen buckets.

import type { Percentiles } from './query.ts'

/** How many times there were in a bucket, by its number; buckets without any are not in it. */
export type Histogram = Map<number, number>

/** The middle of a bucket is off by (growth - 1) / (growth + 1) at most: 4.8 %. */
const GROWTH = 1.1
const RADIX = 36

/** Bucket 0 is of what took less than a millisecond; bucket n + 1 of what took more than 1.1^(n - 1) ms, and up to 1.1^n. */
export function bucketOf(timeMs: number): number {
  return timeMs < 1 ? 0 : 1 + Math.ceil(Math.log(timeMs) / Math.log(GROWTH))
}

/** Counts `count` more times in a bucket. */
export function addToBucket(histogram: Histogram, bucket: number, count: number): void {
  histogram.set(bucket, (histogram.get(bucket) ?? 0) + count)
}

/** Adds another's counts, or with a factor of -1 takes them away. */
export function addHistogram(histogram: Histogram, other: Histogram, factor: 1 | -1): void {
  for (const [bucket, count] of other) addToBucket(histogram, bucket, factor * count)
}

/** `gap:count` for each bucket, the gap from the one before; a count of one is left out. Numbers have base 36. */
export function histogramText(histogram: Histogram): string {
  let before = 0
  return inOrder(histogram)
    .map(([bucket, count]) => {
      const gap = (bucket - before).toString(RADIX)
      before = bucket
      return count === 1 ? gap : `${gap}:${count.toString(RADIX)}`
    })
    .join(' ')
}

/** Reads what {@link histogramText} wrote. */
export function readHistogram(text: string): Histogram {
  const histogram: Histogram = new Map()
  if (text === '') return histogram
  let bucket = 0
  for (const entry of text.split(' ')) {
    const [gap = '', count = '1'] = entry.split(':')
    bucket += Number.parseInt(gap, RADIX)
    histogram.set(bucket, Number.parseInt(count, RADIX))
  }
  return histogram
}

/** Of the nearest rank: the 95th percentile of twenty times is the nineteenth. `null`: there are no times. */
export function percentilesOf(histogram: Histogram): Percentiles | null {
  const upTo: (readonly [bucket: number, count: number])[] = []
  let total = 0
  for (const [bucket, count] of inOrder(histogram)) {
    total += count
    upTo.push([bucket, total])
  }
  if (total === 0) return null
  const at = (percent: number) => middleOf(upTo.find(([, count]) => count * 100 >= percent * total)?.[0] ?? 0)
  return { p50: at(50), p90: at(90), p95: at(95), p99: at(99) }
}

/** As far from the least of a bucket as from the most, in proportion to them. */
function middleOf(bucket: number): number {
  return bucket === 0 ? 0 : (2 * GROWTH ** (bucket - 1)) / (GROWTH + 1)
}

/** Buckets that have any, the lowest first. */
function inOrder(histogram: Histogram): readonly (readonly [bucket: number, count: number])[] {
  return [...histogram].filter(([, count]) => count > 0).sort(([one], [other]) => one - other)
}
