// Numbers of several rounds in, what they say together out. Ratios are of paired rounds: what else the machine did in a
// round it did to both sides, and a ratio of sums would not know.

/** The middle and the ends of what several rounds gave. */
export interface Spread {
  readonly median: number
  readonly least: number
  readonly most: number
  readonly rounds: number
}

/** The value below which this share of the values lies: the nearest one that was measured. Throws where there is none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const value = sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))]
  if (value === undefined) throw new Error('unreachable: nothing was measured')
  return value
}

/** The middle value; of an even number of them the mean of the middle two. Throws where there is none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const half = sorted.length / 2
  const [low, high] = [sorted[Math.ceil(half) - 1], sorted[Math.floor(half)]]
  if (low === undefined || high === undefined) throw new Error('unreachable: nothing was measured')
  return (low + high) / 2
}

/** What the rounds say together. Throws where there was none. */
export function spreadOf(values: readonly number[]): Spread {
  return { median: median(values), least: Math.min(...values), most: Math.max(...values), rounds: values.length }
}

/** A number for each round: this side's by the other's of the same round. */
export function pairedRatios(these: readonly number[], others: readonly number[]): readonly number[] {
  if (these.length !== others.length) throw new Error('unreachable: rounds are paired, and one side has more of them')
  return these.map((value, round) => value / (others[round] ?? Number.NaN))
}
