// Whole answers, as many as go through: requests per second, how long each takes, and what of the processor they cost.

import { type Loaded, load } from '../load/load.ts'
import { readStreams } from '../load/streams.ts'
import { contestants } from '../stage.ts'
import { cpuMs } from '../support/processes.ts'
import { type Figures, takeTurns } from '../support/rounds.ts'
import type { KindName } from '../upstream/kinds.ts'
import type { Experiment } from './experiment.ts'

/** Those that the budget compares. */
const BUDGETED = ['bare', 'hand', 'none', 'guarded', 'all', 'map', 'hit', 'portkey-node', 'portkey-workerd']
/** Everybody who answers whole. */
const EVERYBODY = contestants.map(({ name }) => name).filter((name) => name !== 'translated-stream')

/** One experiment for each number of connections, and one with an upstream that thinks. */
export const requests: readonly Experiment[] = [
  ...[1, 16, 64].map((connections) => experiment(`requests-${connections}`, 'json', connections)),
  experiment('requests-after-50-ms', 'json-50', 64),
]

function experiment(name: string, kind: KindName, connections: number): Experiment {
  const budgeted = name === 'requests-16'
  const thinks = kind === 'json' ? 'at once' : 'after 50 ms'
  return {
    name,
    group: 'requests',
    says: `JSON of 1 KB that the upstream gives ${thinks}, over ${connections} connections.`,
    baseline: 'bare',
    budgeted,
    run: async (stage, { quick, rounds, seconds }) => {
      const names = quick ? BUDGETED : EVERYBODY
      for (const each of names) {
        const { ask } = await stage.ready(each, kind)
        // A short one in a hurry: wrk counts whole seconds.
        await (quick
          ? readStreams(ask, { connections, seconds: 0.3, spreadMs: 0 })
          : load(ask, { connections, seconds: 1 }))
      }
      return takeTurns(names, rounds, async (each) => {
        const { ask, pid } = await stage.ready(each, kind)
        const before = pid === null ? 0 : cpuMs(pid)
        const loaded = await load(ask, { connections, seconds })
        return figuresOf(loaded, pid === null ? null : cpuMs(pid) - before)
      })
    },
  }
}

function figuresOf({ requests, perSecond, p50Ms, p99Ms }: Loaded, usedMs: number | null): Figures {
  const cpu = usedMs === null ? {} : { cpuSecondsPer1000: usedMs / requests }
  return { perSecond, p50Ms, p99Ms, ...cpu }
}
