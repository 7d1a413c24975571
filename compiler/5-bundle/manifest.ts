// Plan and bundle -> manifest.json: what is in this build, for people and pipelines. Sizes are of minified, uncompressed bytes.

import type { Plan } from '../3-plan/ir.ts'
import type { Module } from '../4-emit/module.ts'
import { behaviourOf } from '../diff/behaviour.ts'
import { PRICES, TABLE } from '../layout.ts'
import { planHash } from '../plan-hash.ts'
import { origin } from '../prices/origin.gen.ts'
import type { BundledWorker } from './esbuild.ts'
import { limitWarnings } from './platform-limits.ts'

/** Names tokens and secrets, never a value. The plan's hash changes when, and only when, what the Worker does changes. */
export function manifestText(plan: Plan, worker: BundledWorker, texts: readonly Module[]): string {
  const workerBytes = Buffer.byteLength(worker.code)
  const uploadBytes = texts.reduce((sum, { text }) => sum + Buffer.byteLength(text), workerBytes)
  const warnings = limitWarnings({ uploadBytes, secrets: plan.secrets.length })
  const manifest = {
    plan: planHash(plan),
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
    ...(warnings.length === 0 ? {} : { warnings }),
    behaviour: null,
    bytes: {
      worker: workerBytes,
      table: sizeOf(texts, TABLE),
      ...(hasPrices(texts) ? { prices: sizeOf(texts, PRICES) } : {}),
      features: Object.fromEntries(worker.features.map(({ path, bytes }) => [path, bytes])),
      modules: Object.fromEntries(worker.modules.map(({ path, bytes }) => [path, bytes])),
    },
  }
  // A function, for a replacement text has signs of its own.
  return `${JSON.stringify(manifest, null, 2).replace(/^ {2}"behaviour": null/m, () => behaviourText(plan))}\n`
}

/** What a later build is compared with, `gatewright diff`: a line for each gateway, as there may be thousands. */
function behaviourText(plan: Plan): string {
  const { gateways, ...rest } = behaviourOf(plan)
  const head = Object.entries(rest).map(([name, value]) => `    ${JSON.stringify(name)}: ${JSON.stringify(value)},\n`)
  const lines = Object.entries(gateways).map(([id, value]) => `      ${JSON.stringify(id)}: ${JSON.stringify(value)}`)
  return `  "behaviour": {\n${head.join('')}    "gateways": {\n${lines.join(',\n')}\n    }\n  }`
}

/** Whether costs are reckoned: then the vendors' prices lie beside the Worker. */
function hasPrices(texts: readonly Module[]): boolean {
  return texts.some(({ path }) => path === PRICES)
}

function sizeOf(texts: readonly Module[], name: string): number {
  return Buffer.byteLength(texts.find(({ path }) => path === name)?.text ?? '')
}
