// What a process has in memory after ten thousand requests, and after fifty thousand. Each round is a new process: what one grew to
// is not where the next one starts.

import { load } from '../load/load.ts'
import type { Stage } from '../stage.ts'
import { residentBytes } from '../support/processes.ts'
import { type Figures, takeTurns } from '../support/rounds.ts'
import type { Experiment } from './experiment.ts'

const FIRST = 10_000
const LAST = 50_000
const PUSH = { connections: 16, seconds: 1 }

/** Megabytes after so many requests. */
export const memory: Experiment = {
  name: 'memory',
  group: 'memory',
  says: `Resident memory after ${FIRST.toLocaleString('en')} requests of JSON over ${PUSH.connections} connections, and after ${LAST.toLocaleString('en')}.`,
  baseline: 'bare',
  budgeted: true,
  run: async (stage, { quick, rounds }) => {
    const names = quick ? ['none'] : ['bare', 'none', 'hit', 'logs', 'all', 'portkey-node', 'portkey-workerd']
    return takeTurns(names, quick ? 1 : Math.min(rounds, 3), (name) => grow(stage, name))
  },
}

async function grow(stage: Stage, name: string): Promise<Figures> {
  await stage.dismiss(name)
  const { ask, pid } = await stage.ready(name, 'json')
  if (pid === null) return {}
  const started = residentBytes(pid)
  let requests = 0
  let first = 0
  while (requests < LAST) {
    requests += (await load(ask, PUSH)).requests
    if (first === 0 && requests >= FIRST) first = residentBytes(pid)
  }
  const megabytes = { startedMegabytes: started, after10000Megabytes: first, after50000Megabytes: residentBytes(pid) }
  return Object.fromEntries(Object.entries(megabytes).map(([figure, bytes]) => [figure, bytes / 1e6]))
}
