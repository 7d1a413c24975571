// Answers that stream: when their first byte comes, what lies between two events, how many bytes a second go through, and what
// of the processor a stream costs.

import { readStreams } from '../load/streams.ts'
import { cpuMs } from '../support/processes.ts'
import { takeTurns } from '../support/rounds.ts'
import { type KindName, kinds } from '../upstream/kinds.ts'
import type { Experiment } from './experiment.ts'

interface Streams {
  readonly kind: KindName
  readonly connections: number
  /** Those that the budget compares; nobody: it is for the full run alone. */
  readonly quick: readonly string[]
  readonly full: readonly string[]
}

const SAME = [
  'direct',
  'bare',
  'hand',
  'none',
  'auth',
  'miss',
  'limit',
  'logs',
  'logs-rows',
  'guarded',
  'all',
  'compat',
  'hono',
]

/** What streams, how many at a time, through whom. */
export const streams: readonly Experiment[] = [
  experiment({
    kind: 'paced-200',
    connections: 100,
    quick: ['bare', 'none', 'logs', 'translated-stream'],
    full: [...SAME, 'translated-stream'],
  }),
  experiment({ kind: 'paced-100', connections: 16, quick: [], full: [...SAME, 'translated-stream'] }),
  experiment({ kind: 'paced-2000', connections: 16, quick: [], full: ['direct', 'bare', 'none', 'logs', 'hono'] }),
  experiment({
    kind: 'stream-100',
    connections: 16,
    quick: ['bare', 'none', 'hono'],
    full: [...SAME, 'translated-stream'],
  }),
  experiment({ kind: 'stream-2000', connections: 16, quick: [], full: ['direct', 'bare', 'none', 'logs', 'hono'] }),
  experiment({ kind: 'bytes-64k', connections: 16, quick: ['bare', 'none', 'logs'], full: SAME }),
  experiment({ kind: 'bytes-10m', connections: 4, quick: [], full: ['direct', 'bare', 'none', 'logs', 'hono'] }),
]

function experiment({ kind, connections, quick: few, full }: Streams): Experiment {
  const spreadMs = Math.min(1_000, kinds[kind].events * kinds[kind].everyMs)
  return {
    name: kind,
    group: 'streams',
    says: `${whatOf(kind)}, ${connections} at a time.`,
    baseline: 'bare',
    budgeted: few.length > 0,
    run: async (stage, { quick, rounds, seconds }) => {
      const names = quick ? few : full
      for (const name of names)
        await readStreams((await stage.ready(name, kind)).ask, { connections, seconds: 0.3, spreadMs })
      return takeTurns(names, rounds, async (name) => {
        const { ask, pid } = await stage.ready(name, kind)
        const before = pid === null ? 0 : cpuMs(pid)
        const { streams, bytesPerSecond, ...times } = await readStreams(ask, {
          connections,
          seconds: (quick ? seconds / 2 : seconds) + spreadMs / 1_000,
          spreadMs,
        })
        const cpu = pid === null ? {} : { cpuMsPerStream: (cpuMs(pid) - before) / streams }
        return { ...cpu, ...times, megabytesPerSecond: bytesPerSecond / 1e6 }
      })
    },
  }
}

function whatOf(kind: KindName): string {
  const { form, events, everyMs, sizeBytes } = kinds[kind]
  if (form === 'bytes') return `An event stream of ${sizeBytes / 1024} KiB in one piece`
  return `Streams of ${events} events, each a chunk of its own, ${everyMs === 0 ? 'all at once' : `${everyMs} ms apart`}`
}
