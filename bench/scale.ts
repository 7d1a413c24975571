// `npm run bench:scale`: what 1, 100, 1,000 and 10,000 gateways cost to compile, to upload, to start and to find, each figure by the
// number of gateways, and a verdict for each row of the budget. `--quick` takes the fewest rounds that give a figure.

import type { Effort, Experiment } from './experiments/experiment.ts'
import { table } from './report/table.ts'
import { type Judged, judge, type Results } from './rows/judge.ts'
import { coldWithMany } from './scale/cold.ts'
import { compiling } from './scale/compiling.ts'
import { lookup } from './scale/lookup.ts'
import { scaleRows } from './scale/rows.ts'
import { sizes } from './scale/sizes.ts'
import { type Spread, spreadOf } from './support/statistics.ts'

/** What is measured, in order. None of them stands on the stage of the others. */
export const scaleExperiments: readonly Experiment[] = [compiling, sizes, coldWithMany, lookup]

/** Measures all of it. Takes about four minutes, and one with `quick`. */
export async function measureScale(effort: Effort, say: (line: string) => void = () => {}): Promise<Results> {
  const results: { [experiment: string]: Results[string] } = {}
  for (const { name, says, run } of scaleExperiments) {
    say(`${name}: ${says}`)
    // They start what they need themselves.
    results[name] = await run(undefined as never, effort)
  }
  return results
}

/** The figures, a table for each experiment, and the budget. */
export function scaleReport(results: Results): string {
  const tables = scaleExperiments.map(
    ({ name, says }) => `## ${name}\n\n${says}\n\n${figuresTable(results[name] ?? {})}\n`,
  )
  return `${tables.join('\n')}\n## Budget\n\n${budgetTable(scaleRows.map((row) => judge(row, results)))}\n`
}

function figuresTable(samples: Results[string]): string {
  const figures = [...new Set(Object.values(samples).flatMap((series) => Object.keys(series)))]
  const rows = Object.entries(samples).map(([contestant, series]) => [
    contestant,
    ...figures.map((figure) => (series[figure] === undefined ? '' : number(spreadOf(series[figure]).median))),
  ])
  return table(
    [['', ...figures], ...rows],
    figures.map((_, index) => index + 1),
  )
}

function budgetTable(judged: readonly Judged[]): string {
  const rows = judged.map(({ row, spread, verdict }) => [
    row.what,
    row.against,
    'atLeast' in row.budget ? `≥ ${number(row.budget.atLeast)}` : `≤ ${number(row.budget.atMost)}`,
    spread === null ? '' : spreadText(spread),
    verdict,
  ])
  return table([['what', 'against', 'budget', 'measured (least to most)', ''], ...rows], [2, 3])
}

function spreadText({ median, least, most, rounds }: Spread): string {
  return rounds === 1 ? number(median) : `${number(median)} (${number(least)} to ${number(most)})`
}

/** Three digits at least, and no more behind the point than they take. */
function number(value: number): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3
  return value.toLocaleString('en-US', { maximumFractionDigits: digits })
}

if (import.meta.main) {
  const quick = process.argv.includes('--quick')
  const effort = { quick, rounds: quick ? 3 : 7, seconds: quick ? 1 : 3 }
  const results = await measureScale(effort, (line) => process.stderr.write(`${line}\n`))
  process.stdout.write(scaleReport(results))
}
