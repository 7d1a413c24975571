// A client that leaves takes its upstream request with it, also where the gateway has its hands on the stream: held back behind a
// chain, guarded by a time limit, or both. The platform sees a reset at once, and a tidy end as soon as there is something to send.

import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { PassThrough } from 'node:stream'
import { afterEach, describe, expect, it } from 'vitest'
import { hang, reply, streamed } from '../../support/answers.ts'
import { byTarget } from '../../support/by-target.ts'
import { call } from '../../support/call.ts'
import { setScene } from '../../support/scene.ts'

const { gateway, upstream } = await setScene(({ url }) => ({
  'demo.yaml': `
authentication: off
cache: off
providers:
  custom-one: { dialect: openai, url: "${url}/one" }
  custom-idle: { dialect: openai, url: "${url}/idle", idle_timeout: 10s }
  custom-retry: { dialect: openai, url: "${url}/retry", retries: { attempts: 3, delay: 5s } }
`,
}))
const event = 'data: {"n":0}\n\n'
const chain = (provider: string) =>
  JSON.stringify([provider, 'custom-one'].map((provider) => ({ provider, endpoint: 'x', query: { stream: true } })))

function client(path: string, body: string): Socket {
  const { port, hostname } = new URL(gateway.url)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => {})
  const target = new URL(gateway.base('demo')).pathname + path
  socket.write(`POST ${target} HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n${body}`)
  return socket
}

async function received(socket: Socket, text: string): Promise<void> {
  let all = ''
  while (!all.includes(text)) all += String((await once(socket, 'data'))[0])
}

afterEach(async () => {
  upstream.reset()
  expect((await call(`${gateway.base('demo')}/custom-one/x`, { body: '{}' })).status).toBe(200)
  expect(gateway.stderr()).toBe('')
})

describe.each([
  ['behind a chain', '', chain('custom-one')],
  ['with an idle timeout', '/custom-idle/x', '{}'],
  ['behind a chain, with an idle timeout', '', chain('custom-idle')],
  ['with retries', '/custom-retry/x', '{}'],
])('%s', (_, path, body) => {
  async function midStream() {
    const source = new PassThrough()
    upstream.answer(streamed(source))
    const socket = client(path, body)
    const arrival = await upstream.next()
    source.write(event)
    await received(socket, event)
    return { source, socket, arrival }
  }

  it('a reset, while nothing comes', async () => {
    const { socket, arrival } = await midStream()
    socket.resetAndDestroy()
    expect(await arrival.over).toBe('aborted')
    expect(upstream.requests).toHaveLength(1)
  })

  it('an end: the next chunks tell', async () => {
    const { source, socket, arrival } = await midStream()
    socket.destroy()
    const chunks = setInterval(() => source.write(event), 5)
    expect(await arrival.over).toBe('aborted')
    clearInterval(chunks)
    expect(upstream.requests).toHaveLength(1)
  })

  it('a reset before the answer: nobody else is asked', async () => {
    upstream.answer(hang())
    const socket = client(path, body)
    const arrival = await upstream.next()
    await arrival.complete
    socket.resetAndDestroy()
    expect(await arrival.over).toBe('aborted')
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(upstream.requests).toHaveLength(1)
  })
})

it('a client that leaves between two attempts ends them', async () => {
  upstream.answer(byTarget({ '/retry': reply({ status: 503 }) }))
  const socket = client('/custom-retry/x', '{}')
  const arrival = await upstream.next()
  expect(await arrival.over).toBe('answered')
  socket.resetAndDestroy()
  await new Promise((resolve) => setTimeout(resolve, 5200))
  expect(upstream.requests).toHaveLength(1)
})
