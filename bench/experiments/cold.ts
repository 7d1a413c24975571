// A cold start: from the start of a process to the first whole answer through it, one process after the other.

import { contestants, type Stage } from '../stage.ts'
import { type Figures, takeTurns } from '../support/rounds.ts'
import type { Experiment } from './experiment.ts'

const NAMES = ['bare', 'none', 'guarded', 'all', 'compat', 'hono', 'portkey-node', 'portkey-workerd']

/** Milliseconds. */
export const cold: Experiment = {
  name: 'cold',
  group: 'cold',
  says: 'From the start of a process to its first answer. Builds are made beforehand.',
  baseline: 'bare',
  budgeted: false,
  run: (stage, { rounds }) => {
    const present = contestants.map(({ name }) => name).filter((name) => NAMES.includes(name))
    return takeTurns(present, rounds, (name) => startOf(stage, name))
  },
}

async function startOf(stage: Stage, name: string): Promise<Figures> {
  const firstAnswerMs = await stage.restart(name, 'json')
  await stage.dismiss(name)
  return { firstAnswerMs }
}
