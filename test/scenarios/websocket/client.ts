// A client of the universal WebSocket: requests out, frames in, each with the request that it belongs to.

import { once } from 'node:events'
import { WebSocket } from 'ws'

/** A frame as it came. */
export interface Frame {
  readonly type: 'universal.created' | 'universal.stream' | 'universal.done' | 'universal.error'
  readonly metadata: { readonly eventId: string | null; readonly [name: string]: unknown }
  readonly response?: unknown
  readonly status?: number
  readonly error?: readonly { readonly code: number; readonly message: string }[]
  readonly description?: string
}

/** An open socket. */
export interface SocketClient {
  readonly socket: WebSocket
  /** All that came, in order. */
  readonly frames: Frame[]
  /** The texts that they came as. */
  readonly texts: string[]
  send(frame: object | string): void
  /** Sends a request, and gives its frames once the last is there. */
  ask(eventId: string, request: object): Promise<readonly Frame[]>
  /** A request's frames, once the last is there. */
  whole(eventId: string | null): Promise<readonly Frame[]>
  /** Waits until this is true of what came. */
  until(isSo: (frames: readonly Frame[]) => boolean): Promise<void>
}

/** How to open it. */
export interface Opening {
  readonly headers?: { readonly [name: string]: string }
  readonly protocols?: readonly string[]
  /** `ws` offers it unless told otherwise. */
  readonly compressed?: boolean
}

/** The address of a gateway's socket. */
export function socketUrl(base: string): string {
  return base.replace(/^http/, 'ws')
}

/** Rejects with `Unexpected server response: {status}` where it is refused. */
export async function openSocket(
  base: string,
  { headers = {}, protocols = [], compressed = true }: Opening = {},
): Promise<SocketClient> {
  const socket = new WebSocket(socketUrl(base), [...protocols], { headers, perMessageDeflate: compressed })
  const frames: Frame[] = []
  const texts: string[] = []
  /** The requests that are over. */
  const over = new Set<string | null>()
  const waiting = new Set<{ look: () => void; fail: (reason: Error) => void }>()
  socket.on('message', (data) => {
    texts.push(String(data))
    const frame: Frame = JSON.parse(String(data))
    frames.push(frame)
    if (isLast(frame)) over.add(frame.metadata.eventId)
    for (const { look } of waiting) look()
  })
  socket.on('close', (code) => {
    for (const { fail } of waiting) fail(new Error(`the socket was closed with ${code} before`))
  })
  await once(socket, 'open')
  const until: SocketClient['until'] = (isSo) =>
    new Promise((resolve, reject) => {
      const waiter = {
        fail: reject,
        look: () => {
          if (!isSo(frames)) return
          waiting.delete(waiter)
          resolve()
        },
      }
      waiting.add(waiter)
      waiter.look()
    })
  const send = (frame: object | string) => socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame))
  const whole = async (eventId: string | null) => {
    await until(() => over.has(eventId))
    return frames.filter(({ metadata }) => metadata.eventId === eventId)
  }
  return {
    socket,
    frames,
    texts,
    send,
    until,
    whole,
    ask: (eventId, request) => {
      send({ type: 'universal.create', request: { eventId, ...request } })
      return whole(eventId)
    },
  }
}

/** Whether nothing more comes of its request. */
export function isLast(frame: Frame): boolean {
  return frame.type === 'universal.created' ? 'response' in frame : frame.type !== 'universal.stream'
}
