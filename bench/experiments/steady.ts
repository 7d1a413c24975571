// A fixed rate that nobody here is pushed by: what a contestant adds to the time that a caller waits.

import { askSteadily } from '../load/steady.ts'
import { contestants } from '../stage.ts'
import { takeTurns } from '../support/rounds.ts'
import type { Experiment } from './experiment.ts'

const PER_SECOND = 300
/** A bench of misses would have to make bodies while it is timing. */
const ABSENT = ['miss', 'all', 'translated-stream']

/** Times from when a request was due. */
export const steady: Experiment = {
  name: 'steady',
  group: 'steady',
  says: `${PER_SECOND} requests a second, each timed from when it was due, whether those before it were answered or not.`,
  baseline: 'direct',
  budgeted: false,
  run: async (stage, { rounds, seconds }) => {
    const names = contestants.map(({ name }) => name).filter((name) => !ABSENT.includes(name))
    for (const name of names) await askSteadily((await stage.ready(name, 'json')).ask, PER_SECOND, 1)
    return takeTurns(names, rounds, async (name) => {
      const { p50Ms, p99Ms } = await askSteadily((await stage.ready(name, 'json')).ask, PER_SECOND, seconds)
      return { p50Ms, p99Ms }
    })
  },
}
