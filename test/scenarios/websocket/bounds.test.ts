// What one socket may ask for at most, and what happens beyond: requests wait for their turn, then are refused; bytes are refused.

import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hang, reply } from '../../support/answers.ts'
import { setScene } from '../../support/scene.ts'
import { openSocket, type SocketClient } from './client.ts'

const { gateway, upstream } = await setScene(({ url }) => ({
  'demo.yaml': `authentication: off\ncache: off\nproviders: { custom-one: { dialect: openai, url: "${url}" } }\n`,
}))
const MIB = 1024 * 1024
const step = { provider: 'custom-one', endpoint: 'x', query: {} }
const create = (eventId: string) => ({ type: 'universal.create', request: { eventId, ...step } })
let client: SocketClient

beforeEach(async () => {
  client = await openSocket(gateway.base('demo'))
})
afterEach(() => {
  client.socket.terminate()
  // The platform's own word on a frame that it does not take.
  expect(gateway.stderr().replace(/^.*Message is too large\n/m, '')).toBe('')
})

describe('requests at once', () => {
  const ids = Array.from({ length: 32 + 256 }, (_, index) => `r${index}`)

  it('32 run, 256 wait, any more are refused; all that were taken are served, first come first', async () => {
    const held: (() => void)[] = []
    upstream.answer((request, response) => {
      held.push(() => void reply()(request, response))
    })
    for (const id of ids) client.send(create(id))
    client.send(create('one-more'))
    expect(await client.whole('one-more')).toMatchObject([
      { type: 'universal.error', status: 429, error: [{ code: 2003, message: 'Rate limited' }] },
    ])
    await expect.poll(() => held.length).toBe(32)
    await sleep(50)
    expect(held).toHaveLength(32)
    for (let served = 0; served < ids.length; served++) {
      await expect.poll(() => held.length, { interval: 1 }).toBeGreaterThan(served)
      held[served]?.()
    }
    await client.until((frames) => frames.length === ids.length + 1)
    expect(new Set(client.frames.map(({ metadata }) => metadata.eventId))).toEqual(new Set([...ids, 'one-more']))
    expect(client.frames.filter(({ type }) => type === 'universal.created')).toHaveLength(ids.length)
  })

  it('what waits can be taken back, and is never asked', async () => {
    upstream.answer(hang())
    for (const id of ids.slice(0, 33)) client.send(create(id))
    await expect.poll(() => upstream.requests.length).toBe(32)
    client.send({ type: 'universal.cancel', eventId: 'r32' })
    expect(await client.whole('r32')).toMatchObject([{ status: 499 }])
    client.send({ type: 'universal.cancel', eventId: 'r0' })
    await client.whole('r0')
    await sleep(100)
    expect(upstream.requests).toHaveLength(32)
  })
})

describe('bytes', () => {
  const large = (eventId: string, mib: number) => ({
    type: 'universal.create',
    request: { eventId, ...step, query: { text: 'x'.repeat(mib * MIB) } },
  })

  it('24 MiB are taken', async () => {
    client.send(large('a', 24))
    expect(await client.whole('a')).toMatchObject([{ type: 'universal.created' }])
    expect(upstream.requests[0]?.body.length).toBe(24 * MIB + '{"text":""}'.length)
  })

  it('25 MiB and more are refused, as over HTTP', async () => {
    client.send(large('a', 25))
    expect(await client.whole('a')).toMatchObject([{ type: 'universal.error', status: 413, error: [{ code: 7001 }] }])
  })

  it('of all that is in flight, 64 MiB are', async () => {
    upstream.answer(hang())
    for (const id of ['a', 'b', 'c', 'd']) client.send(large(id, 20))
    expect(await client.whole('d')).toMatchObject([{ type: 'universal.error', status: 429 }])
    expect(client.frames).toHaveLength(1)
  })

  it('a frame that no platform takes closes the socket', async () => {
    const closed = new Promise((resolve) => client.socket.once('close', resolve))
    client.socket.on('error', () => {})
    client.send(large('a', 33))
    expect(await closed).toBe(1009)
  })

  it('an answer that no frame holds is an error', async () => {
    upstream.answer(reply({ body: Buffer.alloc(26 * MIB) }))
    expect(await client.ask('a', step)).toMatchObject([
      { type: 'universal.error', status: 502, description: expect.stringContaining('25 MB') },
    ])
  })
})
