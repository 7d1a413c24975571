// Many sockets with many requests each, whole and streaming, interleaved: nothing is lost, mixed up or out of order.

import { expect, it } from 'vitest'
import { events, reply } from '../../support/answers.ts'
import { setScene } from '../../support/scene.ts'
import { openSocket, type SocketClient } from './client.ts'

const { gateway, upstream } = await setScene(({ url }) => ({
  'demo.yaml': `authentication: off\ncache: off\nproviders: { custom-one: { dialect: openai, url: "${url}" } }\n`,
}))
const SOCKETS = 200
const REQUESTS = 50
const EVENTS = 5

it(`${SOCKETS} sockets with ${REQUESTS} requests each`, { timeout: 120_000 }, async () => {
  // Each answer tells whose it is, and later requests are answered sooner.
  upstream.answer(async (request, response) => {
    const { id, delayMs, stream } = JSON.parse(String(await request.complete))
    await new Promise((resolve) => setTimeout(resolve, delayMs))
    const said = stream ? Array.from({ length: EVENTS }, (_, n) => ({ id, n })) : []
    await (stream ? events(...said) : reply({ body: { id } }))(request, response)
  })
  const clients = await Promise.all(Array.from({ length: SOCKETS }, () => openSocket(gateway.base('demo'))))
  await Promise.all(clients.map((client, index) => served(client, index)))
  expect(upstream.requests).toHaveLength(SOCKETS * REQUESTS)
  expect(gateway.stderr()).toBe('')
})

async function served(client: SocketClient, index: number): Promise<void> {
  const numbers = Array.from({ length: REQUESTS }, (_, number) => number)
  for (const number of numbers) {
    const query = { id: `${index}/${number}`, delayMs: (REQUESTS - number) % 7, stream: number % 2 === 0 }
    const request = { eventId: String(number), provider: 'custom-one', endpoint: 'x', query }
    client.send({ type: 'universal.create', request })
  }
  await Promise.all(numbers.map((number) => client.whole(String(number))))
  for (const number of numbers) {
    const frames = client.frames.filter(({ metadata }) => metadata.eventId === String(number))
    const id = `${index}/${number}`
    const told = frames.map(({ type, response }) => [type, response])
    const streamed = [
      ['universal.created', undefined],
      ...Array.from({ length: EVENTS }, (_, n) => ['universal.stream', { id, n }]),
      ['universal.stream', '[DONE]'],
      ['universal.done', undefined],
    ]
    expect(told).toEqual(number % 2 === 0 ? streamed : [['universal.created', { id }]])
  }
  client.socket.close()
}
