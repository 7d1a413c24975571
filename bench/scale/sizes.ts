// How large a build of 1 to 10,000 gateways is: what is uploaded, and of it the routing table, plain and compressed.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Experiment } from '../experiments/experiment.ts'
import { buildOf, COUNTS } from './builds.ts'

/** Bytes. The bundle is the Worker and its table. */
export const sizes: Experiment = {
  name: 'scale-sizes',
  group: 'scale',
  says: 'The Worker and its routing table as `build` writes them, and with gzip at level 9.',
  baseline: null,
  budgeted: true,
  run: async () => {
    const samples: { [name: string]: { [figure: string]: readonly number[] } } = {}
    for (const count of COUNTS) {
      const { folder } = await buildOf(count)
      const [worker, table] = ['worker.js', 'gateways.txt'].map((name) => readFileSync(join(folder, name)))
      if (worker === undefined || table === undefined) throw new Error('unreachable: a build has a Worker and a table')
      samples[`${count} gateways`] = {
        bundleBytes: [worker.length + table.length],
        bundleGzipBytes: [gzipSync(worker, { level: 9 }).length + gzipSync(table, { level: 9 }).length],
        tableBytes: [table.length],
        tableGzipBytes: [gzipSync(table, { level: 9 }).length],
        tableBytesPerGateway: [table.length / count],
      }
    }
    return samples
  },
}
