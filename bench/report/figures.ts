// Numbers as people read them: three digits that count, and what the rounds lie between.

import type { Spread } from '../support/statistics.ts'

/** `4,466`, `26.1`, `0.812`. */
export function number(value: number): string {
  const size = Math.abs(value)
  if (size >= 1_000) return Math.round(value).toLocaleString('en')
  return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3)
}

/** `0.81`. */
export function ratioText(value: number): string {
  return value.toFixed(2)
}

/** `0.78–0.84`; nothing where there was one round. */
export function between({ least, most, rounds }: Spread, show: (value: number) => string): string {
  return rounds === 1 ? '' : `${show(least)}–${show(most)}`
}

/** A figure's name as a column's head: `cpuMsPerStream` is `cpu ms per stream`. */
export function words(figure: string): string {
  return figure
    .replace(/([a-z])([A-Z]|\d)/g, '$1 $2')
    .replace(/(\d)([A-Z])/g, '$1 $2')
    .toLowerCase()
}
