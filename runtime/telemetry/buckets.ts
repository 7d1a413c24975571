// The buckets in which metrics count times and tokens. Source: OpenTelemetry's semantic conventions for generative AI metrics, which advise
// these bounds for each of their histograms. What a store has counted is in them: other bounds need other histograms.

/** In seconds, for how long operations take and how soon their first bytes come. */
export const SECONDS = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92] as const

/** Of an operation. */
export const TOKENS = [
  1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864,
] as const

/** The first bucket whose bound is not below the value; behind the last of them is one for the rest. */
export function bucketAt(bounds: readonly number[], value: number): number {
  const index = bounds.findIndex((bound) => value <= bound)
  return index === -1 ? bounds.length : index
}
