// A row and what was measured in, a verdict out: the median of the rounds against the budget, and how far the rounds lie apart.

import type { Samples } from '../support/rounds.ts'
import { pairedRatios, type Spread, spreadOf } from '../support/statistics.ts'
import type { Row, Series } from './row.ts'

/** What came out, by the experiment's name. */
export interface Results {
  readonly [experiment: string]: Samples
}

/** A row with its figure; `null`: its experiment did not take place. */
export interface Judged {
  readonly row: Row
  readonly spread: Spread | null
  readonly verdict: 'pass' | 'miss' | 'not measured'
}

/** Holds a row to its budget. */
export function judge(row: Row, results: Results): Judged {
  const measured = seriesIn(results, row.measured)
  const by = row.by === null ? null : seriesIn(results, row.by)
  if (measured === null || (row.by !== null && by === null)) return { row, spread: null, verdict: 'not measured' }
  const spread = spreadOf(by === null ? measured : pairedRatios(measured, by))
  const { budget } = row
  const holds = 'atLeast' in budget ? spread.median >= budget.atLeast : spread.median <= budget.atMost
  return { row, spread, verdict: holds ? 'pass' : 'miss' }
}

function seriesIn(results: Results, { experiment, contestant, figure }: Series): readonly number[] | null {
  return results[experiment]?.[contestant]?.[figure] ?? null
}
