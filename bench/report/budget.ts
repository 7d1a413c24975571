// Verdicts in, the budget table out.

import type { Judged } from '../rows/judge.ts'
import type { Row } from '../rows/row.ts'
import { between, number, ratioText } from './figures.ts'
import { table } from './table.ts'

/** One line for each row: what, against what, what is promised, what came out. */
export function budgetTable(judged: readonly Judged[]): string {
  const lines = judged.map(({ row, spread, verdict }) => [
    row.what,
    row.against,
    budgetOf(row),
    spread === null ? '' : show(row, spread.median),
    spread === null ? '' : between(spread, (value) => show(row, value)),
    verdict,
  ])
  return table([['what', 'against', 'budget', 'median', 'spread', ''], ...lines], [2, 3, 4])
}

function budgetOf(row: Row): string {
  return 'atLeast' in row.budget ? `≥ ${show(row, row.budget.atLeast)}` : `≤ ${show(row, row.budget.atMost)}`
}

function show({ unit }: Row, value: number): string {
  switch (unit) {
    case 'ratio':
      return ratioText(value)
    case 'bytes':
      return `${Math.round(value).toLocaleString('en')} B`
    case 'ms':
      return `${number(value)} ms`
    default:
      return unit satisfies never
  }
}
