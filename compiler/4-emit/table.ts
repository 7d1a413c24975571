// The routing table: a line for each gateway and host name, `key TAB json`, sorted in UTF-16 order, between newlines.
// What runtime/table.ts searches. JSON holds no raw newline or tab, and ids and host names are plain ASCII.

import type { GatewayPlan } from '../3-plan/ir.ts'
import { json } from '../literal.ts'

/** Host names stand as `@host` and give the gateway's id; `*management`, `*metrics` and `*binding` give the ids of those that offer it. */
export function tableText(gateways: readonly GatewayPlan[]): string {
  const lines = gateways.flatMap(({ record, hostname }) => [
    ...(hostname === null ? [] : [`@${hostname}\t${json(record.id)}`]),
    `${record.id}\t${json(record)}`,
  ])
  for (const endpoint of ['management', 'metrics', 'binding'] as const) {
    const ids = gateways.filter(({ record }) => isOffered(record.endpoints[endpoint])).map(({ record }) => record.id)
    if (ids.length > 0) lines.push(`*${endpoint}\t${json(ids)}`)
  }
  return `\n${lines.sort(byKey).join('\n')}\n`
}

function isOffered(said: boolean | 'off' | 'bound' | 'on'): boolean {
  return said !== false && said !== 'off'
}

function byKey(a: string, b: string): number {
  return a.slice(0, a.indexOf('\t')) < b.slice(0, b.indexOf('\t')) ? -1 : 1
}
