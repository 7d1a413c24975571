// Plan and bundle -> manifest.json: what is in this build, for people and pipelines. Sizes are of minified, uncompressed bytes.

import { createHash } from 'node:crypto'
import type { Plan } from '../3-plan/ir.ts'
import type { BundledWorker } from './esbuild.ts'

/** Names tokens and secrets, never a value. The plan's hash changes when, and only when, what the Worker does changes. */
export function manifestText(plan: Plan, worker: BundledWorker, table: string): string {
  const manifest = {
    plan: hashOf(plan),
    worker: plan.worker,
    gateways: plan.gateways.map(({ record, description, hostname }) => ({
      id: record.id,
      ...(description === null ? {} : { description }),
      ...(hostname === null ? {} : { hostname }),
      authentication: record.tokens === null ? 'off' : { tokens: record.tokens.map(({ name }) => name) },
      providers: Object.keys(record.providers),
    })),
    secrets: plan.secrets.map(({ name }) => name),
    bytes: {
      worker: Buffer.byteLength(worker.code),
      table: Buffer.byteLength(table),
      features: Object.fromEntries(worker.features.map(({ path, bytes }) => [path, bytes])),
      modules: Object.fromEntries(worker.modules.map(({ path, bytes }) => [path, bytes])),
    },
  }
  return `${JSON.stringify(manifest, null, 2)}\n`
}

/** Lines, columns and descriptions are left out: moving text about changes nothing that runs. */
function hashOf({ worker, gateways, rows, secrets, network }: Plan): string {
  const meaning = {
    worker,
    gateways: gateways.map(({ record, hostname }) => ({ record, hostname })),
    rows: rows.map(({ name, row }) => ({ name, row })),
    secrets: secrets.map(({ name }) => name),
    network,
  }
  return createHash('sha256').update(JSON.stringify(meaning)).digest('hex')
}
