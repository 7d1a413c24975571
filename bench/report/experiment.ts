// What an experiment measured in, a table out: the median of each figure, and what it is of the baseline's, with the spread of the
// paired rounds.

import type { Samples } from '../support/rounds.ts'
import { median, pairedRatios, spreadOf } from '../support/statistics.ts'
import { between, number, ratioText, words } from './figures.ts'
import { table } from './table.ts'

/** One line for each contestant, two columns for each figure: the figure, and the ratio where there is a baseline. */
export function experimentTable(samples: Samples, baseline: string | null): string {
  const figures = [...new Set(Object.values(samples).flatMap((series) => Object.keys(series)))]
  const base = baseline === null ? undefined : samples[baseline]
  const head = figures.flatMap((figure) => [words(figure), ...(base?.[figure] ? [`by ${baseline}`] : [])])
  const lines = Object.entries(samples).map(([contestant, series]) => [
    contestant,
    ...figures.flatMap((figure) => {
      const values = series[figure]
      const others = base?.[figure]
      const shown = values === undefined ? '' : number(median(values))
      return others === undefined ? [shown] : [shown, values === undefined ? '' : ratioCell(values, others)]
    }),
  ])
  return table(
    [['', ...head], ...lines],
    head.map((_, column) => column + 1),
  )
}

function ratioCell(values: readonly number[], others: readonly number[]): string {
  const spread = spreadOf(pairedRatios(values, others))
  const range = between(spread, ratioText)
  return `${ratioText(spread.median)}${range === '' ? '' : ` (${range})`}`
}
