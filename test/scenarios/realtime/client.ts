// A WebSocket client that says all that happens to it: the 101's headers or the refusal, the frames in order, the end.

import { WebSocket } from 'ws'
import { fold, pairs } from '../../support/upstream.ts'

/** A frame as it came. */
export type Frame = string | Buffer

/** An upgrade that was not one. */
export interface Refused {
  readonly status: number
  readonly headers: { readonly [name: string]: string }
  readonly body: string
}

/** An open socket. */
export interface Opened {
  readonly socket: WebSocket
  /** Of the 101. */
  readonly headers: { readonly [name: string]: string }
  readonly frames: readonly Frame[]
  /** Waits until there are as many frames as that. */
  received(count: number): Promise<readonly Frame[]>
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>
}

/** How a client asks. */
export interface Asking {
  readonly protocols?: readonly string[]
  readonly headers?: { readonly [name: string]: string }
}

/** Opens a socket. Rejects with the {@link Refused} where it is none. */
export function open(url: string, { protocols = [], headers = {} }: Asking = {}): Promise<Opened> {
  const socket = new WebSocket(url, [...protocols], { headers, maxPayload: 0 })
  const frames: Frame[] = []
  const waiting: { readonly count: number; readonly resolve: (frames: readonly Frame[]) => void }[] = []
  let answered: Opened['headers'] = {}
  socket.on('upgrade', ({ rawHeaders }) => {
    answered = fold(pairs(rawHeaders))
  })
  socket.on('message', (data, isBinary) => {
    frames.push(isBinary ? (data as Buffer) : data.toString())
    for (const { count, resolve } of waiting) if (frames.length >= count) resolve(frames)
  })
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }))
  })
  return new Promise((resolve, reject) => {
    socket.on('error', reject)
    socket.on('unexpected-response', async (_, response) => {
      const chunks: Buffer[] = []
      for await (const chunk of response) chunks.push(chunk)
      const body = Buffer.concat(chunks).toString()
      reject({ status: response.statusCode ?? 0, headers: fold(pairs(response.rawHeaders)), body } satisfies Refused)
    })
    socket.on('open', () => {
      const received: Opened['received'] = (count) =>
        frames.length >= count ? Promise.resolve(frames) : new Promise((resolve) => waiting.push({ count, resolve }))
      resolve({ socket, headers: answered, frames, received, closed })
    })
  })
}

/** Opens a socket that must be refused. */
export function refused(url: string, asking: Asking = {}): Promise<Refused> {
  return open(url, asking).then(
    ({ socket }) => {
      socket.terminate()
      throw new Error('the upgrade was taken')
    },
    (refusal: Refused | Error) => {
      if (refusal instanceof Error) throw refusal
      return refusal
    },
  )
}
