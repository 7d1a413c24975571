// An HTTP/1.1 upstream on loopback that a test scripts: it records exactly what arrives and answers as told.
// Comes in: an answer, replaceable at any time. Goes out: every request as it stood on the wire. Promises never to
// decode, normalise or drop anything of it: tests assert on raw targets and raw header names.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { type Answer, reply } from './answers.ts'

/** One request as it arrived. `body` grows until `complete` settles. */
export interface Arrival {
  readonly method: string
  /** The request line's target, untouched: `/v1/chat?x=1`, or the whole URL where the gateway is started with `capture`. */
  readonly target: string
  /** Names and values as sent, in order. */
  readonly rawHeaders: readonly (readonly [name: string, value: string])[]
  /** Names in lower case; a repeated header's values joined by `, `. */
  readonly headers: { readonly [name: string]: string }
  readonly body: Buffer
  /** Settles when the body has arrived whole; rejects when the sender left before. */
  readonly complete: Promise<Buffer>
  /** Settles when the connection to the gateway is over or the answer was sent: `answered` or `aborted`. */
  readonly over: Promise<'answered' | 'aborted'>
}

/** A running upstream. Its `requests` are in the order of arrival. */
export interface Upstream {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly url: string
  readonly port: number
  readonly requests: Arrival[]
  /** Answers from here on with this. */
  answer(answer: Answer): void
  /** The next request whose head arrives, or the first one of those nobody took yet. */
  next(): Promise<Arrival>
  /** Forgets what arrived, and answers with the plain default again. */
  reset(): void
  stop(): Promise<void>
}

/** Starts an upstream on a free port. Without an answer it says `200` and `{"ok":true}`. */
export async function startUpstream(first: Answer = reply()): Promise<Upstream> {
  let answer = first
  const requests: Arrival[] = []
  const untaken: Arrival[] = []
  const waiting: ((arrival: Arrival) => void)[] = []
  const sockets = new Set<Socket>()

  // A request line with a whole URL in it comes without a Host header.
  const options = { keepAliveTimeout: 60_000, maxHeaderSize: 128 * 1024, requireHostHeader: false }
  const server = createServer(options, (request, response) => {
    const arrival = record(request, response)
    requests.push(arrival)
    const taker = waiting.shift()
    if (taker === undefined) untaken.push(arrival)
    else taker(arrival)
    // A test that ends while an answer is still being sent is no failure of the answer.
    Promise.resolve(answer(arrival, response)).catch(() => response.destroy())
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo

  return {
    url: `http://127.0.0.1:${port}`,
    port,
    requests,
    answer: (next) => {
      answer = next
    },
    next: () => {
      const arrival = untaken.shift()
      return arrival === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(arrival)
    },
    reset: () => {
      requests.length = 0
      untaken.length = 0
      answer = reply()
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

function record(request: IncomingMessage, response: ServerResponse): Arrival {
  const chunks: Buffer[] = []
  const complete = new Promise<Buffer>((resolve, reject) => {
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => resolve(Buffer.concat(chunks)))
    request.on('error', reject)
    request.on('close', () => reject(new Error('the sender left before its body was whole')))
  })
  complete.catch(() => {})
  const over = new Promise<'answered' | 'aborted'>((resolve) => {
    response.on('close', () => resolve(response.writableFinished ? 'answered' : 'aborted'))
  })
  const rawHeaders = pairs(request.rawHeaders)
  return {
    method: request.method ?? '',
    target: request.url ?? '',
    rawHeaders,
    headers: fold(rawHeaders),
    get body() {
      return Buffer.concat(chunks)
    },
    complete,
    over,
  }
}

/** Node's flat list of names and values, as pairs. */
export function pairs(flat: readonly string[]): readonly (readonly [string, string])[] {
  const out: (readonly [string, string])[] = []
  for (let index = 0; index + 1 < flat.length; index += 2) out.push([flat[index] ?? '', flat[index + 1] ?? ''])
  return out
}

/** Pairs as a map with lower-case names; repeated ones joined by `, `. */
export function fold(headers: readonly (readonly [string, string])[]): { readonly [name: string]: string } {
  const out: { [name: string]: string } = Object.create(null)
  for (const [name, value] of headers) {
    const key = name.toLowerCase()
    const before = out[key]
    out[key] = before === undefined ? value : `${before}, ${value}`
  }
  return out
}
