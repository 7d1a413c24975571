// The routing table: a line for each gateway and host name, `key TAB json`, sorted in UTF-16 order, between newlines.
// What runtime/table.ts searches. JSON holds no raw newline or tab, and ids and host names are plain ASCII.
// A large table says once what its lines share; runtime/shared-table.ts reads that.

import type { GatewayPlan } from '../3-plan/ir.ts'
import { json } from '../literal.ts'
import { type Line, sharing } from './sharing.ts'

/** Up to here a table costs a cold start nothing that could be measured, and people can read it. */
const LARGE_BYTES = 64 * 1024

/** The table's text, and whether its lines refer to what they share. */
export interface RoutingTable {
  readonly text: string
  readonly isShared: boolean
}

/** As people read it, unless it is large. */
export function routingTable(gateways: readonly GatewayPlan[]): RoutingTable {
  const isShared = isLarge(gateways)
  return { text: isShared ? sharedTableText(gateways) : tableText(gateways), isShared }
}

/** Every line whole. */
export function tableText(gateways: readonly GatewayPlan[]): string {
  return textOf(linesOf(gateways).map(([key, value]) => [key, json(value)]))
}

/** Lines that refer to what they share. */
export function sharedTableText(gateways: readonly GatewayPlan[]): string {
  return textOf(sharing(linesOf(gateways)))
}

/** Host names stand as `@host` and give the gateway's id; `*management`, `*metrics` and `*binding` give the ids of those that offer it. */
function linesOf(gateways: readonly GatewayPlan[]): readonly Line[] {
  const lines = gateways.flatMap(({ record, hostname }): Line[] => [
    ...(hostname === null ? [] : [[`@${hostname}`, record.id] as const]),
    [record.id, record],
  ])
  for (const endpoint of ['management', 'metrics', 'binding'] as const) {
    const ids = gateways.filter(({ record }) => isOffered(record.endpoints[endpoint])).map(({ record }) => record.id)
    if (ids.length > 0) lines.push([`*${endpoint}`, ids])
  }
  return lines
}

function textOf(lines: readonly (readonly [key: string, json: string])[]): string {
  const sorted = lines.toSorted(([a], [b]) => (a < b ? -1 : 1))
  return `\n${sorted.map(([key, value]) => `${key}\t${value}`).join('\n')}\n`
}

function isLarge(gateways: readonly GatewayPlan[]): boolean {
  let sizeBytes = 0
  return gateways.some(({ record }) => {
    sizeBytes += json(record).length
    return sizeBytes > LARGE_BYTES
  })
}

function isOffered(said: boolean | 'off' | 'bound' | 'on'): boolean {
  return said !== false && said !== 'off'
}
