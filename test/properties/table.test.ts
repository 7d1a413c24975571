// The routing table against a Map: for any set of gateways and host names, what the compiler writes is what the runtime finds.

import fc from 'fast-check'
import { expect, it, vi } from 'vitest'
import type { GatewayPlan } from '../../compiler/3-plan/ir.ts'
import { sharedTableText, tableText } from '../../compiler/4-emit/table.ts'
import { openSharedTable } from '../../runtime/shared-table.ts'
import { openTable } from '../../runtime/table.ts'
import { gatewayRecord } from './records.ts'

const id = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/)
const label = fc.stringMatching(/^[a-z0-9](?:[a-z0-9-]{0,5}[a-z0-9])?$/)
const hostname = fc.array(label, { minLength: 1, maxLength: 3 }).map((labels) => labels.join('.'))
/** Short ones share prefixes and often collide with what is absent. */
const short = fc.stringMatching(/^[ab_-]{1,3}$/)
const plans = fc
  .tuple(
    fc.uniqueArray(fc.oneof(id, short), { maxLength: 60 }),
    // Two gateways with one host name are an error before there is a plan.
    fc.uniqueArray(hostname, { maxLength: 60 }),
  )
  .map(([ids, hostnames]) => ids.map((id, index) => gatewayPlan(id, hostnames[index] ?? null, index)))
/** What a request may ask for: anything at all that can stand in a path. */
const asked = fc.oneof(
  id,
  short,
  fc.string({ minLength: 1 }),
  fc.constantFrom('__proto__', 'constructor', '@', '#', '#0', '"', '{'),
)

it('finds every gateway and host name, and nothing else', () => {
  fc.assert(
    fc.property(plans, fc.array(asked), (gateways, others) => {
      const map = model(gateways)
      const lookUp = openTable(tableText(gateways))
      for (const key of [...map.keys(), ...others, ...map.keys()]) expect(lookUp(key)).toEqual(map.get(key))
    }),
  )
})

it('finds the same where lines refer to what they share', () => {
  fc.assert(
    fc.property(plans, fc.array(asked), (gateways, others) => {
      const map = model(gateways)
      const lookUp = openSharedTable(sharedTableText(gateways))
      for (const key of [...map.keys(), ...others, ...map.keys()]) expect(lookUp(key)).toEqual(map.get(key))
    }),
  )
})

it('finds nothing where there is nothing', () => {
  fc.assert(fc.property(asked, (key) => openTable(tableText([]))(key) === undefined))
})

it('forgets lines when it remembers too many, and finds them again', () => {
  const gateways = Array.from({ length: 2500 }, (_, index) => gatewayPlan(`g${index}`, null, index))
  const map = model(gateways)
  const lookUp = openTable(tableText(gateways))
  for (const key of [...map.keys(), ...map.keys()]) expect(lookUp(key)).toEqual(map.get(key))
})

it('gives the same object for the same key while it remembers it: secrets are hashed once a gateway', () => {
  const lookUp = openTable(tableText([gatewayPlan('a', null, 0), gatewayPlan('b', null, 1)]))
  expect(lookUp('a')).toBe(lookUp('a'))
})

it('remembers what is asked for again and again, whatever else is asked for once', () => {
  const gateways = Array.from({ length: 10_000 }, (_, index) => gatewayPlan(`g${index}`, null, index))
  const text = tableText(gateways)
  const read = vi.fn(JSON.parse)
  const lookUp = openTable(text, read)
  const hot = gateways.slice(3000, 3100).map(({ record }) => record.id)
  gateways.forEach(({ record }, index) => {
    lookUp(record.id)
    if (index >= 3100) lookUp(hot[index % hot.length] ?? '')
  })
  expect(read).toHaveBeenCalledTimes(10_000)
})

function model(gateways: readonly GatewayPlan[]): ReadonlyMap<string, unknown> {
  const map = new Map<string, unknown>()
  for (const { record, hostname } of gateways) {
    map.set(record.id, record)
    if (hostname !== null) map.set(`@${hostname}`, record.id)
  }
  return map
}

function gatewayPlan(id: string, hostname: string | null, index: number): GatewayPlan {
  return {
    record: gatewayRecord({
      id,
      endpoints: {
        native: index % 2 === 0,
        universal: index % 3 === 0,
        compat: index % 5 === 0,
        rest: true,
        websocket: index % 7 === 0,
        realtime: true,
        management: false,
        metrics: false,
        binding: 'off',
      },
    }),
    description: null,
    hostname,
    place: { file: 'gateways/a.yaml', line: 1, column: 1 },
    client: { dialects: {}, closed: [] },
  }
}
