// Requests to one of 10,000 gateways against requests to the only one: the same work but for finding the gateway. Ids are drawn from all
// of them alike, or, nine times in ten, from a hundred that are hot.

import type { Experiment } from '../experiments/experiment.ts'
import { bytesOf, type Connection, open } from '../load/connection.ts'
import { cpuMs, residentBytes } from '../support/processes.ts'
import { type Figures, takeTurns } from '../support/rounds.ts'
import { startWorkerd, type Workerd } from '../support/workerd.ts'
import { askFor } from './asking.ts'
import { buildOf, MANY } from './builds.ts'
import { chanceOf } from './chance.ts'

const CONNECTIONS = 16
const HOT = 100

/** Requests per second; milliseconds of workerd's processor time for a thousand requests; bytes resident after the round. */
export const lookup: Experiment = {
  name: 'scale-lookup',
  group: 'scale',
  says: `Requests with a token to the built-in provider, ${CONNECTIONS} connections: to the only gateway, and to any of ${MANY.toLocaleString('en-US')} alike ones.`,
  baseline: 'the only one',
  budgeted: true,
  run: async (_, { rounds, seconds }) => {
    const [one, many] = [await buildOf(1, true), await buildOf(MANY, true)]
    const [small, large] = [await startWorkerd(one.folder), await startWorkerd(many.folder)]
    const { below } = chanceOf(7)
    const hot = Array.from({ length: HOT }, () => below(MANY))
    const contestants = {
      'the only one': { workerd: small, requests: requestsTo(small, one.ids), draw: () => 0 },
      'any of many': { workerd: large, requests: requestsTo(large, many.ids), draw: () => below(MANY) },
      'a hot one of many': {
        workerd: large,
        requests: requestsTo(large, many.ids),
        draw: () => (below(10) === 0 ? below(MANY) : (hot[below(HOT)] ?? 0)),
      },
    }
    const names = Object.keys(contestants) as (keyof typeof contestants)[]
    // What is measured is a gateway that has been running: each has been asked for before.
    for (const name of names) await once(contestants[name])
    const samples = await takeTurns(names, Math.max(5, rounds), (name) => push(contestants[name], seconds * 1_000))
    await Promise.all([small.stop(), large.stop()])
    return samples
  },
}

interface Contestant {
  readonly workerd: Workerd
  readonly requests: readonly Buffer[]
  readonly draw: () => number
}

function requestsTo({ url }: Workerd, ids: readonly string[]): readonly Buffer[] {
  return ids.map((id) => bytesOf(askFor(url, id)))
}

async function push({ workerd, requests, draw }: Contestant, lengthMs: number): Promise<Figures> {
  const connections = await Promise.all(Array.from({ length: CONNECTIONS }, () => open(workerd.url)))
  const before = cpuMs(workerd.pid)
  const startedAt = performance.now()
  const counts = await Promise.all(
    connections.map((connection) => askUntil(connection, requests, draw, startedAt + lengthMs)),
  )
  const seconds = (performance.now() - startedAt) / 1_000
  const count = counts.reduce((sum, more) => sum + more, 0)
  for (const connection of connections) connection.close()
  return {
    perSecond: count / seconds,
    cpuMsPerThousand: ((cpuMs(workerd.pid) - before) / count) * 1_000,
    memoryBytes: residentBytes(workerd.pid),
  }
}

async function once({ workerd, requests }: Contestant): Promise<void> {
  const connection = await open(workerd.url)
  for (const request of requests) await connection.ask(request)
  connection.close()
}

async function askUntil(
  connection: Connection,
  requests: readonly Buffer[],
  draw: () => number,
  endAt: number,
): Promise<number> {
  let count = 0
  while (performance.now() < endAt) {
    const { status } = await connection.ask(requests[draw()] ?? Buffer.alloc(0))
    if (status !== 200) throw new Error(`a request was answered with ${status}: nothing is to be learnt from that`)
    count++
  }
  return count
}
