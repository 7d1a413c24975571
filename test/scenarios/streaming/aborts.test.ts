// A client that leaves takes its upstream request with it: nobody pays for an answer that nobody reads. The platform sees
// a connection that was reset at once, and one that was closed tidily as soon as there is something to send on it.

import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { PassThrough } from 'node:stream'
import { afterEach, describe, expect, it } from 'vitest'
import { hang, streamed } from '../../support/answers.ts'
import { call } from '../../support/call.ts'
import { setScene } from '../../support/scene.ts'

const { gateway, upstream } = await setScene(({ url }) => ({
  'demo.yaml': `authentication: off\nproviders: { openai: { url: "${url}/v1" } }\n`,
}))
const target = new URL(`${gateway.base('demo')}/openai/chat/completions`)
const body = '{"stream":true}'
const event = 'data: {"n":0}\n\n'

/** A client that has sent its request, all of it unless told otherwise. */
function client(sent = body): Socket {
  const socket = connect(Number(target.port), target.hostname)
  socket.on('error', () => {})
  socket.write(
    `POST ${target.pathname} HTTP/1.1\r\nHost: ${target.host}\r\nContent-Length: ${body.length}\r\n\r\n${sent}`,
  )
  return socket
}

/** Waits until the client has received this much of the stream. */
async function received(socket: Socket, text: string): Promise<void> {
  let all = ''
  while (!all.includes(text)) all += String((await once(socket, 'data'))[0])
}

/** A client that has received the first event of a stream, whose source is the test's. */
async function midStream() {
  const source = new PassThrough()
  upstream.answer(streamed(source))
  const socket = client()
  const arrival = await upstream.next()
  source.write(event)
  await received(socket, event)
  return { source, socket, arrival }
}

// The gateway is in good order after every client that left.
afterEach(async () => {
  upstream.reset()
  expect((await call(target.href, { body })).status).toBe(200)
})

describe('a client whose connection is reset', () => {
  it('before the head', async () => {
    upstream.answer(hang())
    const socket = client()
    const arrival = await upstream.next()
    await arrival.complete
    socket.resetAndDestroy()
    expect(await arrival.over).toBe('aborted')
  })

  it('in the middle of a stream, while nothing comes', async () => {
    const { socket, arrival } = await midStream()
    socket.resetAndDestroy()
    expect(await arrival.over).toBe('aborted')
  })

  it('in the middle of its own body', async () => {
    const socket = client(body.slice(0, 5))
    const arrival = await upstream.next()
    socket.resetAndDestroy()
    await expect(arrival.complete).rejects.toThrow()
  })
})

describe('a client that closes its connection', () => {
  it('in the middle of a stream: the next chunks tell', async () => {
    const { source, socket, arrival } = await midStream()
    socket.destroy()
    const chunks = setInterval(() => source.write(event), 5)
    expect(await arrival.over).toBe('aborted')
    clearInterval(chunks)
  })

  it('in the middle of its own body', async () => {
    const socket = client(body.slice(0, 5))
    const arrival = await upstream.next()
    socket.destroy()
    await expect(arrival.complete).rejects.toThrow()
  })
})
