// Plan -> its hash: what the manifest, every answer (`cf-aig-build`) and a deployed version are told apart by.

import { createHash } from 'node:crypto'
import type { Plan } from './3-plan/ir.ts'
import { origin } from './prices/origin.gen.ts'

/** SHA-256, 64 hex digits. It changes when, and only when, what the Worker does changes: lines, columns and descriptions are left out. */
export function planHash({ worker, gateways, rows, secrets, network }: Plan): string {
  const reckonsCosts = gateways.some(({ record }) => record.observed !== null)
  const meaning = {
    worker,
    gateways: gateways.map(({ record, hostname }) => ({ record, hostname })),
    rows: rows.map(({ name, row }) => ({ name, row })),
    secrets: secrets.map(({ name }) => name),
    network,
    ...(reckonsCosts ? { prices: origin.version } : {}),
  }
  return createHash('sha256').update(JSON.stringify(meaning)).digest('hex')
}

/** How much of it names a build where people read it. */
export function buildName(plan: Plan): string {
  return planHash(plan).slice(0, 16)
}
