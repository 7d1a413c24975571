// Plan and bundle -> manifest.json: what is in this build, for people and pipelines. Sizes are of minified, uncompressed bytes.

import { createHash } from 'node:crypto'
import type { Plan } from '../3-plan/ir.ts'
import type { Module } from '../4-emit/module.ts'
import { PRICES, TABLE } from '../layout.ts'
import { origin } from '../prices/origin.gen.ts'
import type { BundledWorker } from './esbuild.ts'

/** Names tokens and secrets, never a value. The plan's hash changes when, and only when, what the Worker does changes. */
export function manifestText(plan: Plan, worker: BundledWorker, texts: readonly Module[]): string {
  const manifest = {
    plan: hashOf(plan, hasPrices(texts) ? origin.version : null),
    worker: plan.worker,
    gateways: plan.gateways.map(({ record, description, hostname }) => ({
      id: record.id,
      ...(description === null ? {} : { description }),
      ...(hostname === null ? {} : { hostname }),
      authentication: record.tokens === null ? 'off' : { tokens: record.tokens.map(({ name }) => name) },
      providers: Object.keys(record.providers),
    })),
    secrets: plan.secrets.map(({ name }) => name),
    ...(hasPrices(texts) ? { prices: origin } : {}),
    bytes: {
      worker: Buffer.byteLength(worker.code),
      table: sizeOf(texts, TABLE),
      ...(hasPrices(texts) ? { prices: sizeOf(texts, PRICES) } : {}),
      features: Object.fromEntries(worker.features.map(({ path, bytes }) => [path, bytes])),
      modules: Object.fromEntries(worker.modules.map(({ path, bytes }) => [path, bytes])),
    },
  }
  return `${JSON.stringify(manifest, null, 2)}\n`
}

/** Whether costs are reckoned: then the vendors' prices lie beside the Worker. */
function hasPrices(texts: readonly Module[]): boolean {
  return texts.some(({ path }) => path === PRICES)
}

function sizeOf(texts: readonly Module[], name: string): number {
  return Buffer.byteLength(texts.find(({ path }) => path === name)?.text ?? '')
}

/** Lines, columns and descriptions are left out: moving text about changes nothing that runs. */
function hashOf({ worker, gateways, rows, secrets, network }: Plan, prices: string | null): string {
  const meaning = {
    worker,
    gateways: gateways.map(({ record, hostname }) => ({ record, hostname })),
    rows: rows.map(({ name, row }) => ({ name, row })),
    secrets: secrets.map(({ name }) => name),
    network,
    ...(prices === null ? {} : { prices }),
  }
  return createHash('sha256').update(JSON.stringify(meaning)).digest('hex')
}
