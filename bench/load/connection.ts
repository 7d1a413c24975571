// One connection to an HTTP/1.1 server, kept: bytes of a request out, and what came back with its times. Raw sockets, because
// a client that takes longer than the server tells nothing about the server.

import { connect, type Socket } from 'node:net'
import type { Ask } from './ask.ts'

/** An answer that has arrived whole. */
export interface Reply {
  readonly status: number
  readonly sizeBytes: number
  /** From the request's last byte to the answer's first. */
  readonly firstByteMs: number
  /** Between one arrival of bytes and the next. */
  readonly gapsMs: readonly number[]
}

/** A connection that takes one request after the other. */
export interface Connection {
  /** Rejects when the connection ends before the answer does. */
  ask(request: Buffer): Promise<Reply>
  /** Settles when the first byte of the answer under way arrives. */
  readonly firstByte: Promise<void>
  close(): void
}

const LAST_CHUNK = Buffer.from('0\r\n\r\n')
const HEAD_END = '\r\n\r\n'

/** The bytes of a request. */
export function bytesOf({ url, headers, body }: Ask): Buffer {
  const { host, pathname, search } = new URL(url)
  const lines = Object.entries({ host, ...headers, 'content-length': String(Buffer.byteLength(body)) })
  return Buffer.from(
    `POST ${pathname}${search} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`,
  )
}

/** Opens one. */
export async function open(url: string): Promise<Connection> {
  const { hostname, port } = new URL(url)
  const socket = connect({ host: hostname, port: Number(port), noDelay: true })
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('error', reject)
  })
  socket.on('error', () => socket.destroy())
  let began = () => {}
  return {
    ask: (request) => ask(socket, request, () => began()),
    firstByte: new Promise((resolve) => {
      began = resolve
    }),
    close: () => socket.destroy(),
  }
}

function ask(socket: Socket, request: Buffer, began: () => void): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const askedAt = performance.now()
    const gapsMs: number[] = []
    let lastAt = 0
    let head = ''
    let status = 0
    let firstByteMs = 0
    let sizeBytes = 0
    /** Of the body; -1: it ends with the last chunk. */
    let expected = -1
    let tail: Buffer = Buffer.alloc(0)

    const take = (bytes: Buffer) => {
      const now = performance.now()
      if (lastAt === 0) {
        firstByteMs = now - askedAt
        began()
      } else gapsMs.push(now - lastAt)
      lastAt = now
      // A head may well end as a body does, with "0" and an empty line.
      const body = status === 0 ? afterHead(bytes) : bytes
      sizeBytes += body.length
      if (status === 0) return
      if (expected >= 0) {
        if (sizeBytes >= expected) settle()
        return
      }
      // The last chunk may come in two pieces.
      tail = (body.length < LAST_CHUNK.length ? Buffer.concat([tail, body]) : body).subarray(-LAST_CHUNK.length)
      if (tail.equals(LAST_CHUNK)) settle()
    }
    const afterHead = (bytes: Buffer): Buffer => {
      head += bytes.toString('latin1')
      const end = head.indexOf(HEAD_END)
      if (end < 0) return Buffer.alloc(0)
      status = Number(head.slice(9, 12))
      const [, length] = /\r\ncontent-length: *(\d+)/i.exec(head.slice(0, end + 2)) ?? []
      if (length !== undefined) expected = Number(length)
      return bytes.subarray(bytes.length - (head.length - end - HEAD_END.length))
    }
    const settle = () => {
      socket.off('data', take)
      socket.off('close', fail)
      resolve({ status, sizeBytes, firstByteMs, gapsMs })
    }
    const fail = () => {
      socket.off('data', take)
      reject(new Error(`the connection ended ${status === 0 ? 'before' : 'in the middle of'} an answer`))
    }
    socket.on('data', take)
    socket.once('close', fail)
    socket.write(request)
  })
}
