// A WebSocket upstream on loopback that a test scripts: it records each upgrade as it stood on the wire, and accepts or refuses it as
// told. Without a word it accepts, chooses no subprotocol and sends every frame back.

import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { fold, pairs } from './upstream.ts'

/** An upgrade as it arrived. */
export interface Knock {
  /** The request line's target, untouched: the whole URL where the gateway is started with `capture`. */
  readonly target: string
  /** Names in lower case; a repeated header's values joined by `, `. */
  readonly headers: { readonly [name: string]: string }
  /** The subprotocols that were offered, in order. */
  readonly protocols: readonly string[]
}

/** How an upgrade is met. */
export interface Manner {
  /** The bytes of an HTTP answer in place of a 101. */
  readonly refusal?: string
  /** The one of the offered subprotocols to choose; left out: none. */
  readonly protocol?: string
  /** Headers of the 101. */
  readonly headers?: readonly string[]
  /** What is done with an open socket; left out: every frame goes back. */
  readonly open?: (socket: WebSocket, knock: Knock, stream: Duplex) => void
  /** Says nothing at all. */
  readonly isSilent?: boolean
}

/** A running upstream. */
export interface WebSocketUpstream {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly url: string
  readonly port: number
  readonly knocks: Knock[]
  /** Meets upgrades from here on like this. */
  meet(manner: Manner): void
  /** How the last socket that closed did. */
  closed(): Promise<{ readonly code: number; readonly reason: string }>
  /** Forgets what arrived, and sends frames back again. */
  reset(): void
  stop(): Promise<void>
}

/** Starts it on a free port. */
export async function startWebSocketUpstream(): Promise<WebSocketUpstream> {
  let manner: Manner = {}
  let closing = Promise.withResolvers<{ code: number; reason: string }>()
  const knocks: Knock[] = []
  const streams = new Set<Socket>()
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: 0,
    handleProtocols: () => manner.protocol ?? false,
  })
  sockets.on('headers', (headers) => headers.push(...(manner.headers ?? [])))
  const server = createServer({ requireHostHeader: false })
  server.on('connection', (stream) => {
    streams.add(stream)
    stream.on('error', () => {})
    stream.on('close', () => streams.delete(stream))
  })
  server.on('upgrade', (request, stream, head) => {
    const knock = knockOf(request)
    knocks.push(knock)
    const { refusal, isSilent, open = echo } = manner
    if (isSilent) return
    if (refusal !== undefined) return stream.end(refusal)
    sockets.handleUpgrade(request, stream, head, (socket) => {
      const { resolve } = closing
      socket.on('error', () => {})
      socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }))
      open(socket, knock, stream)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    knocks,
    meet: (next) => {
      manner = next
    },
    closed: () => closing.promise,
    reset: () => {
      knocks.length = 0
      manner = {}
      closing = Promise.withResolvers()
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const stream of streams) stream.destroy()
      }),
  }
}

/** An HTTP answer to an upgrade, whole. */
export function refusal(status: string, body: string, headers: readonly string[] = []): string {
  const lines = [`HTTP/1.1 ${status}`, ...headers, `Content-Length: ${Buffer.byteLength(body)}`, 'Connection: close']
  return `${lines.join('\r\n')}\r\n\r\n${body}`
}

function echo(socket: WebSocket): void {
  socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }))
}

function knockOf({ url = '', rawHeaders }: IncomingMessage): Knock {
  const headers = fold(pairs(rawHeaders))
  const offered = headers['sec-websocket-protocol']
  return { target: url, headers, protocols: offered === undefined ? [] : offered.split(/, */) }
}
