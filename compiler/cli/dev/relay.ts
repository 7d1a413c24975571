// The port that users know: bytes in, bytes out, to whichever workerd serves at the moment. It reads nothing of what passes.
// A connection stays with the workerd it began with; while one starts, new connections wait rather than fail.

import { connect, createServer, type Server, type Socket } from 'node:net'
import { listenRefusal } from '../running/listen-refusal.ts'

/** Where new connections go: to a port on this machine, nowhere yet, or to an answer that says why there is no port. */
export type Direction =
  | { readonly kind: 'port'; readonly port: number }
  | { readonly kind: 'wait' }
  | { readonly kind: 'down'; readonly reason: string }

/** A port that is open. */
export interface Relay {
  /** The port it listens on; another than asked for only where 0 was asked for. */
  readonly port: number
  readonly turn: (direction: Direction) => void
  /** Ends every connection. */
  readonly close: () => Promise<void>
}

const retryMs = 20
const retryLimit = 50

/** Listens. Raises CliError where the system refuses. */
export async function openRelay(host: string, port: number): Promise<Relay> {
  let direction: Direction = { kind: 'wait' }
  const sockets = new Set<Socket>()
  const waiting = new Set<Socket>()
  const keep = (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => {
      sockets.delete(socket)
      waiting.delete(socket)
    })
    // A close follows; what the other side must know of it is `cutTogether`'s.
    socket.on('error', () => {})
  }
  const forward = (client: Socket, tries = 0) => {
    if (client.destroyed) return
    if (direction.kind === 'wait') {
      waiting.add(client)
    } else if (direction.kind === 'down') {
      refuse(client, direction.reason)
    } else {
      const again = () =>
        tries < retryLimit ? setTimeout(forward, retryMs, client, tries + 1) : client.resetAndDestroy()
      keep(join(client, direction.port, again))
    }
  }
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true, noDelay: true }, (client) => {
    keep(client)
    forward(client)
  })
  await listen(server, host, port)
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    turn: (next) => {
      direction = next
      const clients = [...waiting]
      waiting.clear()
      for (const client of clients) forward(client)
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

// Nothing is read from the client before the other side is connected, so a refused attempt has lost nothing.
function join(client: Socket, port: number, again: () => void): Socket {
  const upstream = connect({ host: '127.0.0.1', port, allowHalfOpen: true, noDelay: true })
  upstream.once('error', again)
  upstream.once('connect', () => {
    upstream.off('error', again)
    cutTogether(client, upstream)
    if (client.destroyed) upstream.destroy()
    // `pipe` ends the other side when one side ends: each half closes by itself.
    client.pipe(upstream)
    upstream.pipe(client)
  })
  return upstream
}

// A connection that breaks must not look as if it had ended well: the other side is reset, not closed.
function cutTogether(a: Socket, b: Socket): void {
  for (const [broken, other] of [
    [a, b],
    [b, a],
  ] as const) {
    broken.on('error', () => other.resetAndDestroy())
    broken.on('close', () => other.destroySoon())
  }
}

function refuse(client: Socket, reason: string): void {
  const error = { code: 7000, message: reason }
  const body = JSON.stringify({ success: false, result: [], messages: [], error: [error] })
  const head = [
    'HTTP/1.1 503 Service Unavailable',
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
    'retry-after: 1',
    'connection: close',
  ]
  // The request is read, not looked at: a client that is still sending would not see the answer.
  client.resume()
  client.once('data', () => client.end(`${head.join('\r\n')}\r\n\r\n${body}`))
  client.once('end', () => client.end())
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    // Once it listens this is deaf on purpose: a connection that could not be accepted is the client's loss alone.
    server.on('error', (error) => reject(listenRefusal(error, host, port)))
    server.listen({ host, port }, resolve)
  })
}
