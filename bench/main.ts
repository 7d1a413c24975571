// `npm run bench`: runs the experiments side by side, prints their tables and the budget with a verdict on each row. With --write the
// results go to results.md. Ends with 1 when a row is missed, so that a pipeline on a quiet machine can hold to it.

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Effort, Experiment } from './experiments/experiment.ts'
import { experiments } from './experiments/experiments.ts'
import { budgetTable } from './report/budget.ts'
import { experimentTable } from './report/experiment.ts'
import { machine } from './report/machine.ts'
import { resultsText } from './report/results.ts'
import { judge, type Results } from './rows/judge.ts'
import { rows } from './rows/rows.ts'
import { openStage } from './stage.ts'

const groups = [...new Set(experiments.map(({ group }) => group))]
const USAGE = `npm run bench -- [options]

  --quick         only what the budget needs, in about three minutes
  --only NAME     one group or one experiment; may be given again: ${groups.join(', ')}
  --rounds N      how often everybody has their turn
  --seconds N     how long each is under load in a round
  --write         writes results.md; its section "What was tried" stays as it is
`

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [] },
    rounds: { type: 'string' },
    seconds: { type: 'string' },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) process.stdout.write(USAGE)
else process.exitCode = await bench(chosen(values.only))

async function bench(taking: readonly Experiment[]): Promise<number> {
  const about = machine(new Date())
  const effort: Effort = {
    quick: values.quick,
    rounds: positive('rounds', values.rounds, values.quick ? 3 : 5),
    seconds: positive('seconds', values.seconds, values.quick ? 1 : 3),
  }
  print(about.map(([name, value]) => `${name}: ${value}`).join('\n'))
  const stage = await openStage()
  const results: { [experiment: string]: Results[string] } = {}
  const verdicts = () =>
    rows
      .map((row) => judge(row, results))
      .filter(({ verdict }) => values.only.length === 0 || verdict !== 'not measured')
  const startedAt = performance.now()
  try {
    for (const { name, says, baseline, run } of taking) {
      results[name] = await run(stage, effort)
      print(`\n${name} (${elapsed(startedAt)}): ${says}\n\n${experimentTable(results[name], baseline)}`)
      // A run that is cut short leaves what it had.
      const judged = verdicts()
      if (values.write) write({ ...effort, machine: about, judged, results, experiments, command: command() })
    }
  } finally {
    await stage.close()
  }
  print(`\nBudget (${elapsed(startedAt)})\n\n${budgetTable(verdicts())}`)
  return verdicts().some(({ verdict }) => verdict === 'miss') ? 1 : 0
}

function write(run: Parameters<typeof resultsText>[0]): void {
  const path = join(import.meta.dirname, 'results.md')
  writeFileSync(path, resultsText(run, existsSync(path) ? readFileSync(path, 'utf8') : ''))
}

function chosen(only: readonly string[]): readonly Experiment[] {
  const unknown = only.find((name) => !groups.includes(name) && experiments.every((it) => it.name !== name))
  if (unknown !== undefined)
    throw new Error(`There is nothing called "${unknown}" to measure. There is: ${groups.join(', ')}.`)
  return experiments.filter(({ name, group, budgeted }) => {
    const isWanted = only.length === 0 || only.includes(name) || only.includes(group)
    return isWanted && (budgeted || !values.quick)
  })
}

function positive(name: string, text: string | undefined, otherwise: number): number {
  const value = text === undefined ? otherwise : Number(text)
  if (value > 0) return value
  throw new Error(`--${name} is a number above 0, not "${text}".`)
}

function command(): string {
  const words = process.argv.slice(2)
  return words.length === 0 ? 'npm run bench' : `npm run bench -- ${words.join(' ')}`
}

function elapsed(startedAt: number): string {
  return `${Math.round((performance.now() - startedAt) / 1_000)} s`
}

function print(text: string): void {
  process.stdout.write(`${text}\n`)
}
