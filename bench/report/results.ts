// What a run gave, in, the text of results.md out. The section that people write is theirs: it is carried over from the text that was
// there, word for word.

import type { Contestant } from '../contestants/contestant.ts'
import type { Experiment } from '../experiments/experiment.ts'
import type { Judged, Results } from '../rows/judge.ts'
import { contestants } from '../stage.ts'
import { budgetTable } from './budget.ts'
import { experimentTable } from './experiment.ts'

/** The heading of the section that is kept. Everything from it to the end is. */
export const BY_HAND = '## What was tried'

/** A run. */
export interface Run {
  readonly machine: readonly (readonly [name: string, value: string])[]
  readonly command: string
  readonly rounds: number
  readonly seconds: number
  readonly judged: readonly Judged[]
  readonly experiments: readonly Experiment[]
  readonly results: Results
}

/** `before`: the text that was there; empty: none. */
export function resultsText(run: Run, before: string): string {
  const kept = before.indexOf(BY_HAND)
  const measured = run.experiments.filter(({ name }) => run.results[name] !== undefined)
  return [
    '# Results',
    `Written by \`${run.command}\`; run it to repeat them. Everything in a table was measured in one run, side by side: contestants take turns, ${run.rounds} rounds of ${run.seconds} s, and a ratio is the median of the ratios of paired rounds, with the least and the most of them beside it. Where the ends lie far apart the machine was busy with something else.`,
    run.machine.map(([name, value]) => `- ${name}: ${value}`).join('\n'),
    '## Budget',
    budgetTable(run.judged),
    '## Who takes part',
    contestantsOf(run.results)
      .map(({ name, says }) => `- \`${name}\`: ${says}`)
      .join('\n'),
    ...measured.flatMap(({ name, says, baseline }) => {
      return [`## ${name}`, says, experimentTable(run.results[name] ?? {}, baseline)]
    }),
    kept < 0 ? `${BY_HAND}\n\nNothing yet.` : before.slice(kept).trimEnd(),
  ]
    .map((part) => `${part}\n`)
    .join('\n')
}

/** Those who stood between a client and the upstream in some experiment. */
function contestantsOf(results: Results): readonly Contestant[] {
  return contestants.filter(({ name }) => Object.values(results).some((samples) => samples[name] !== undefined))
}
