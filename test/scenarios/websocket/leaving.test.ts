// What ends early: a request that is taken back, a client that leaves, a provider that dies. What was asked upstream ends with it, nobody
// else is asked, and the socket, where there still is one, serves on.

import { PassThrough } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeEach, describe, expect, it } from 'vitest'
import { cut, hang, reply, streamed } from '../../support/answers.ts'
import { call } from '../../support/call.ts'
import { setScene } from '../../support/scene.ts'
import { openSocket, type SocketClient } from './client.ts'

const { gateway, upstream } = await setScene(({ url }) => ({
  'demo.yaml': `
authentication: off
providers:
  custom-one: { dialect: openai, url: "${url}/one" }
  custom-idle: { dialect: openai, url: "${url}/idle", idle_timeout: 10s, timeout: 10s }
  custom-once: { dialect: openai, url: "${url}/once", rate_limit: { requests: 1, per: 1h } }
  custom-retry: { dialect: openai, url: "${url}/retry", retries: { attempts: 3, delay: 10ms } }
`,
}))
const event = 'data: {"n":0}\n\n'
const step = { endpoint: 'x', query: { stream: true } }
let client: SocketClient

beforeEach(async () => {
  client = await openSocket(gateway.base('demo'))
  return async () => {
    upstream.reset()
    client.socket.close()
    expect((await call(`${gateway.base('demo')}/custom-one/x`, { body: '{}' })).status).toBe(200)
    expect(gateway.stderr()).toBe('')
  }
})

const ways = [
  ['a step', (provider: string) => ({ provider, ...step })],
  [
    'a chain',
    (provider: string) => [
      { provider, ...step },
      { provider: 'custom-one', ...step },
    ],
  ],
  ['a step that is cached', (provider: string) => ({ provider, ...step, headers: { 'cf-aig-cache-ttl': 60 } })],
] as const
const providers = ['custom-one', 'custom-idle', 'custom-retry']

describe.each(
  ways.flatMap(([name, request]) => providers.map((provider) => [name, provider, request(provider)] as const)),
)('%s of %s', (_, __, request) => {
  const start = () => client.send({ type: 'universal.create', eventId: 'a', request })

  async function midStream() {
    const source = new PassThrough()
    upstream.answer(streamed(source))
    start()
    const arrival = await upstream.next()
    source.write(event)
    await client.until((frames) => frames.length === 2)
    return arrival
  }

  it.each(['terminate', 'close'] as const)('ends in the middle when the client leaves: %s', async (leave) => {
    const arrival = await midStream()
    client.socket[leave]()
    expect(await arrival.over).toBe('aborted')
    expect(upstream.requests).toHaveLength(1)
  })

  it('ends before the answer when the client leaves', async () => {
    upstream.answer(hang())
    start()
    const arrival = await upstream.next()
    client.socket.terminate()
    expect(await arrival.over).toBe('aborted')
    await sleep(100)
    expect(upstream.requests).toHaveLength(1)
  })

  it('ends in the middle when it is taken back, with one last frame', async () => {
    const arrival = await midStream()
    client.send({ type: 'universal.cancel', eventId: 'a' })
    expect(await arrival.over).toBe('aborted')
    const frames = await client.whole('a')
    expect(frames.at(-1)).toEqual({
      type: 'universal.error',
      metadata: { eventId: 'a' },
      status: 499,
      error: [{ code: 499, message: 'Cancelled' }],
    })
    await sleep(100)
    expect(client.frames).toHaveLength(3)
    expect(upstream.requests).toHaveLength(1)
  })

  it('ends before the answer when it is taken back, and nobody else is asked', async () => {
    upstream.answer(hang())
    start()
    const arrival = await upstream.next()
    client.send({ type: 'universal.cancel', eventId: 'a' })
    expect(await arrival.over).toBe('aborted')
    await sleep(100)
    expect(client.frames).toMatchObject([{ type: 'universal.error', status: 499 }])
    expect(upstream.requests).toHaveLength(1)
  })
})

it('the others go on when one is taken back, and its eventId can be used again', async () => {
  const sources = [new PassThrough(), new PassThrough()]
  const [first, second] = sources
  upstream.answer((request, response) => streamed(sources.shift() ?? new PassThrough())(request, response))
  client.send({ type: 'universal.create', request: { eventId: 'a', provider: 'custom-one', ...step } })
  await upstream.next()
  client.send({ type: 'universal.create', request: { eventId: 'b', provider: 'custom-one', ...step } })
  await upstream.next()
  first?.write(event)
  second?.write(event)
  await client.until((frames) => frames.length === 4)
  client.send({ type: 'universal.cancel', eventId: 'a' })
  await client.whole('a')
  second?.end(event)
  expect((await client.whole('b')).map(({ type }) => type)).toEqual([
    'universal.created',
    'universal.stream',
    'universal.stream',
    'universal.done',
  ])
  upstream.answer(reply())
  client.send({ type: 'universal.create', request: { eventId: 'a', provider: 'custom-one', ...step } })
  await client.until((frames) => frames.some(({ response }) => JSON.stringify(response) === '{"ok":true}'))
})

it('what is taken back counts against no limit of who was not asked', async () => {
  upstream.answer(hang())
  const request = [
    { provider: 'custom-one', ...step },
    { provider: 'custom-once', ...step },
  ]
  client.send({ type: 'universal.create', eventId: 'a', request })
  const arrival = await upstream.next()
  client.send({ type: 'universal.cancel', eventId: 'a' })
  expect(await arrival.over).toBe('aborted')
  upstream.answer(reply())
  expect(await client.ask('b', { provider: 'custom-once', ...step })).toMatchObject([{ type: 'universal.created' }])
  expect(await client.ask('c', { provider: 'custom-once', ...step })).toMatchObject([{ status: 429 }])
})

it('what is taken back and is not there is answered', async () => {
  client.send({ type: 'universal.cancel', eventId: 'nobody' })
  expect(await client.whole('nobody')).toMatchObject([
    { type: 'universal.error', status: 404, error: [{ code: 7002 }] },
  ])
})

it('a provider that dies in the middle ends its request alone', async () => {
  const source = new PassThrough()
  upstream.answer((request, response) =>
    (request.target.startsWith('/idle') ? cut('chunked', event) : streamed(source))(request, response),
  )
  client.send({ type: 'universal.create', request: { eventId: 'other', provider: 'custom-one', ...step } })
  const dead = await client.ask('dead', { provider: 'custom-idle', ...step })
  expect(dead.map(({ type, status }) => [type, status])).toEqual([
    ['universal.created', undefined],
    ['universal.stream', undefined],
    ['universal.error', 502],
  ])
  source.end(event)
  expect((await client.whole('other')).at(-1)?.type).toBe('universal.done')
})
