// The relay behind `dev`: bytes as they are, each half of a connection closed by itself, a break passed on as a break,
// and no connection refused while one workerd takes over from another.

import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'
import { openRelay, type Relay } from '../../compiler/cli/dev/relay.ts'

/** An upstream that does with each connection what the test says. */
async function upstream(serve: (socket: Socket) => void): Promise<{ readonly port: number; readonly server: Server }> {
  const sockets = new Set<Socket>()
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    serve(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  return { port: (server.address() as AddressInfo).port, server }
}

async function relayTo(port: number | null): Promise<Relay> {
  const relay = await openRelay('127.0.0.1', 0)
  onTestFinished(relay.close)
  if (port !== null) relay.turn({ kind: 'port', port })
  return relay
}

/** Sends and closes its half; the answer is all that comes until the other half closes. */
function talk(port: number, text: string | Uint8Array): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
    const chunks: Buffer[] = []
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('end', () => resolve(Buffer.concat(chunks)))
    socket.on('error', reject)
    socket.end(text)
  })
}

const echo = (socket: Socket) => socket.pipe(socket)

it('passes megabytes unchanged, and answers after the client has closed its half', async () => {
  const { port } = await upstream((socket) => {
    const chunks: Buffer[] = []
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('end', () => socket.end(Buffer.concat(chunks)))
  })
  const relay = await relayTo(port)
  const bytes = Buffer.from(Array.from({ length: 3_000_000 }, (_, n) => (n * 31) % 256))
  expect((await talk(relay.port, bytes)).equals(bytes)).toBe(true)
})

it('passes a break of the upstream on as a break, not as an end', async () => {
  const { port } = await upstream((socket) => {
    socket.write('half of it')
    setTimeout(() => socket.resetAndDestroy(), 50)
  })
  const relay = await relayTo(port)
  await expect(talk(relay.port, 'x')).rejects.toMatchObject({ code: 'ECONNRESET' })
})

it('tells the upstream when the client breaks off', async () => {
  const gone = Promise.withResolvers<string>()
  const { port } = await upstream((socket) => {
    socket.write('hello')
    socket.on('error', ({ message }) => gone.resolve(message))
  })
  const relay = await relayTo(port)
  const client = connect({ port: relay.port, host: '127.0.0.1' })
  client.on('error', () => {})
  client.once('data', () => client.resetAndDestroy())
  expect(await gone.promise).toContain('ECONNRESET')
})

it('lets connections wait until there is somewhere to go', async () => {
  const { port } = await upstream(echo)
  const relay = await relayTo(null)
  const answer = talk(relay.port, 'early')
  await sleep(100)
  relay.turn({ kind: 'port', port })
  expect((await answer).toString()).toBe('early')
})

it('tries again where it turns out that nobody listens any more', async () => {
  const [former, next] = [await upstream(echo), await upstream(echo)]
  const relay = await relayTo(former.port)
  former.server.close()
  const answer = talk(relay.port, 'moved')
  await sleep(50)
  relay.turn({ kind: 'port', port: next.port })
  expect((await answer).toString()).toBe('moved')
})

it('leaves a connection where it began', async () => {
  const [former, next] = [await upstream(echo), await upstream((socket) => socket.end('next'))]
  const relay = await relayTo(former.port)
  const client = connect({ port: relay.port, host: '127.0.0.1' }).setEncoding('utf8')
  const heard = () => new Promise((resolve) => client.once('data', resolve))
  client.write('one')
  expect(await heard()).toBe('one')
  relay.turn({ kind: 'port', port: next.port })
  client.write('two')
  expect(await heard()).toBe('two')
  expect((await talk(relay.port, '')).toString()).toBe('next')
  client.destroy()
})

it('answers 503 with the reason where there is nothing to serve', async () => {
  const relay = await relayTo(null)
  relay.turn({ kind: 'down', reason: 'Nothing is served yet: “why”.' })
  const response = await fetch(`http://127.0.0.1:${relay.port}/`, { method: 'POST', body: 'x'.repeat(100_000) })
  expect(response.status).toBe(503)
  expect(await response.json()).toMatchObject({ success: false, error: [{ message: 'Nothing is served yet: “why”.' }] })
})

it('says which port is in use, and another to try', async () => {
  const { port } = await relayTo(null)
  await expect(openRelay('127.0.0.1', port)).rejects.toMatchObject({
    message: `Port ${port} on 127.0.0.1 is in use.`,
    hint: expect.stringContaining(`--port ${port + 1}`),
  })
  await expect(openRelay('203.0.113.1', 0)).rejects.toMatchObject({ message: expect.stringContaining('203.0.113.1') })
})
