// Cold starts with 1 to 10,000 gateways and of an empty Worker, in turns: from the start of workerd to the first whole answer, and
// the memory that is in use then.

import type { Experiment } from '../experiments/experiment.ts'
import { bytesOf, open } from '../load/connection.ts'
import { residentBytes } from '../support/processes.ts'
import { type Figures, takeTurns } from '../support/rounds.ts'
import { startWorkerd } from '../support/workerd.ts'
import { askFor } from './asking.ts'
import { buildOf, COUNTS, emptyWorker } from './builds.ts'

/** Milliseconds; bytes. */
export const coldWithMany: Experiment = {
  name: 'scale-cold',
  group: 'scale',
  says: 'From the start of workerd to the first answer of a gateway in the middle of the table. Builds are made beforehand.',
  baseline: 'empty',
  budgeted: true,
  run: async (_, { rounds }) => {
    const builds = await Promise.all(COUNTS.map((count) => buildOf(count)))
    const folders = new Map([['empty', { folder: emptyWorker(), id: 'none' }]])
    for (const [index, { folder, ids }] of builds.entries()) {
      folders.set(`${COUNTS[index]} gateways`, { folder, id: ids[ids.length >> 1] ?? '' })
    }
    // The files are in the machine's memory after the first.
    for (const started of folders.values()) await firstAnswer(started)
    return takeTurns([...folders.keys()], Math.max(5, rounds * 2), (name) => {
      const started = folders.get(name)
      if (started === undefined) throw new Error(`unreachable: nobody is called ${name}`)
      return firstAnswer(started)
    })
  },
}

async function firstAnswer({ folder, id }: { readonly folder: string; readonly id: string }): Promise<Figures> {
  const startedAt = performance.now()
  const workerd = await startWorkerd(folder)
  const connection = await open(workerd.url)
  const { status } = await connection.ask(bytesOf(askFor(workerd.url, id)))
  const firstAnswerMs = performance.now() - startedAt
  const memoryBytes = residentBytes(workerd.pid)
  connection.close()
  await workerd.stop()
  if (status !== 200) throw new Error(`the first answer has status ${status}: nothing is to be learnt from that`)
  return { firstAnswerMs, memoryBytes }
}
