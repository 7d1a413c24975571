// Which counter a client falls under: for any address, each IPv4 one is its own however it is written, each IPv6 one its /64, and
// nothing of a value is in a counter's name or key.

import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Attempt, Exchange } from '../../runtime/exchange.ts'
import { type Counter, counterOf } from '../../runtime/limits/counter.ts'
import type { LimitRecord } from '../../runtime/records.ts'

const group = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffff }))
const groups = (count: number) => fc.array(group, { minLength: count, maxLength: count })
const ports = fc.integer({ min: 1, max: 65_535 })

it("counts an IPv6 client's /64 together, however its zeros are written", async () => {
  await fc.assert(
    fc.asyncProperty(groups(4), groups(4), groups(4), ports, async (network, one, other, port) => {
      const full = [...network, ...one].map((value) => value.toString(16)).join(':')
      const short = new URL(`http://[${[...network, ...other].map((value) => value.toString(16)).join(':')}]`).hostname
      const counter = await onCloudflare(full)
      expect(await onCloudflare(short.slice(1, -1))).toEqual(counter)
      expect(await onWorkerd(`${short}:${port}`)).toEqual(counter)
    }),
  )
})

it('counts other networks apart', async () => {
  await fc.assert(
    fc.asyncProperty(groups(4), groups(4), groups(4), async (one, other, host) => {
      fc.pre(one.join() !== other.join())
      const [first, second] = [one, other].map((network) => [...network, ...host].map((value) => value.toString(16)))
      expect(await onCloudflare(first?.join(':') ?? '')).not.toEqual(await onCloudflare(second?.join(':') ?? ''))
    }),
  )
})

it('counts each IPv4 address apart, mapped into IPv6 or not', async () => {
  await fc.assert(
    fc.asyncProperty(fc.ipV4(), fc.ipV4(), ports, async (one, other, port) => {
      const counter = await onCloudflare(one)
      expect(await onWorkerd(`${one}:${port}`)).toEqual(counter)
      expect(await onWorkerd(`[::ffff:${one}]:${port}`)).toEqual(counter)
      if (one !== other) expect(await onCloudflare(other)).not.toEqual(counter)
    }),
  )
})

it('counts together who has no address', async () => {
  expect(await counterFor('address', {})).toEqual({ object: 'demo//address/60000', key: '' })
})

it('says nothing of a value in a name, and keeps 32 objects at most', async () => {
  const objects = new Set<string>()
  for (let index = 0; index < 500; index++) {
    const user = `someone-${index}`
    const { object, key } = await counterFor('metadata.user', { 'cf-aig-metadata': JSON.stringify({ user }) })
    expect(object + key).not.toContain(user)
    expect(key).toHaveLength(44)
    objects.add(object)
  }
  expect(objects.size).toBe(32)
})

function onCloudflare(address: string): Promise<Counter> {
  return counterFor('address', { 'cf-connecting-ip': address })
}

/** The socket's peer counts, and no header that a client may have sent. */
function onWorkerd(clientIp: string): Promise<Counter> {
  return counterFor('address', { 'cf-connecting-ip': '192.0.2.1' }, clientIp)
}

function counterFor(
  by: LimitRecord['by'],
  sent: { readonly [name: string]: string },
  clientIp?: string,
): Promise<Counter> {
  const record: LimitRecord = { requests: 5, windowMs: 60_000, technique: 'fixed', by, onFailure: 'allow' }
  const headers = new Headers(sent)
  const request = { headers, ...(clientIp === undefined ? {} : { cf: { clientIp } }) }
  const exchange = { gateway: { id: 'demo' }, caller: null, request } as unknown as Exchange
  return counterOf(record, '', { headers } as Attempt, exchange)
}
