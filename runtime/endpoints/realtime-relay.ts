// Two ends of a session -> the same frames from each to the other, text and binary, until one of them closes; then the other is
// closed with the same code and reason. What passed is counted. Inbound frames cannot be held back here, so that an end which
// does not read what it is sent ends the session before the queue for it grows without bound.

import type { SocketContext } from '../streams/socket.ts'
import type { Passed, Traffic } from './realtime-record.ts'

/** A frame of the largest size that the platform takes may wait for an end that reads, and more behind it may not. */
const MOST_WAITING_BYTES = 32 * 1024 * 1024
/** What a waiting frame costs the platform besides its bytes, as measured. */
const BYTES_BESIDE_A_FRAME = 128
/** A Close frame waits behind what is queued, and for its answer: who has not closed by then is cut off, sooner who did not read before. */
const MOST_CLOSING_MS = 60_000
const MOST_CLOSING_SLOW_MS = 2000
/** So is who sends this much more. */
const MOST_DISCARDED_BYTES = 32 * 1024 * 1024
const TOO_SLOW = 1013
const BROKEN = 1006
const UNSTATED = 1005

/** One direction: where frames go, and what has gone. */
interface Way {
  readonly to: WebSocket
  frames: number
  bytes: number
}

/** Begins at once and gives the client's end of it. `read` sees the provider's frames, `over` how it went; neither may throw. */
export function relay(
  provider: WebSocket,
  context: SocketContext,
  read: (message: string | ArrayBuffer) => void,
  over: (passed: Passed) => void,
): WebSocket {
  const { 0: outer, 1: client } = new WebSocketPair()
  const sent: Way = { to: provider, frames: 0, bytes: 0 }
  const received: Way = { to: client, frames: 0, bytes: 0 }
  const cutOff = () => context.abort('gatewright: one side of this session does not read, or does not stop to send')
  let isOver = false
  let discardedBytes = 0
  const end = (closeCode: number, closedBy: Passed['closedBy']) => {
    if (isOver) return
    isOver = true
    const mostMs = closedBy === 'gateway' ? MOST_CLOSING_SLOW_MS : MOST_CLOSING_MS
    setTimeout(() => [client, provider].every(hasClosed) || cutOff(), mostMs)
    over({ sent: trafficOf(sent), received: trafficOf(received), closeCode, closedBy })
  }
  const tooSlow = () => {
    end(TOO_SLOW, 'gateway')
    for (const socket of [client, provider]) close(socket, TOO_SLOW, 'The other side does not read.')
  }
  for (const [from, way, name] of [
    [client, sent, 'client'],
    [provider, received, 'provider'],
  ] as const) {
    from.binaryType = 'arraybuffer'
    from.accept({ allowHalfOpen: true })
    from.addEventListener('message', ({ data }: { readonly data: string | ArrayBuffer }) => {
      if (!isOver && isFull(way)) tooSlow()
      if (isOver) {
        discardedBytes += sizeOf(data)
        return discardedBytes > MOST_DISCARDED_BYTES && cutOff()
      }
      pass(data, way)
      if (way === received) read(data)
    })
    from.addEventListener('close', ({ code, reason, wasClean }) => {
      end(code, name)
      close(way.to, code, reason)
      if (wasClean) close(from, code, reason)
    })
    // What follows is a close event, which says it all.
    from.addEventListener('error', () => {})
  }
  return outer
}

/** The platform tells how many bytes wait; of how many frames they are their usual size tells. */
function isFull({ to, frames, bytes }: Way): boolean {
  const waitingBytes = to.bufferedAmount
  return waitingBytes > 0 && waitingBytes * (1 + (BYTES_BESIDE_A_FRAME * frames) / bytes) > MOST_WAITING_BYTES
}

/** A frame's size on the wire is what it adds to the queue: text is not encoded twice. Nothing goes to an end that has closed. */
function pass(data: string | ArrayBuffer, way: Way): void {
  const { to } = way
  if (to.readyState !== WebSocket.READY_STATE_OPEN) return
  const before = to.bufferedAmount
  to.send(data)
  way.frames += 1
  way.bytes += to.bufferedAmount - before
}

/** Closes an end that may have closed already. Codes that cannot be sent say that the other side broke off. */
function close(socket: WebSocket, code: number, reason: string): void {
  try {
    if (code === UNSTATED) socket.close()
    else if (code === BROKEN) socket.close(1011, 'The other side broke off.')
    else socket.close(code, reason)
  } catch {
    try {
      socket.close(1011, `The other side closed with ${code}.`)
    } catch {
      // It has closed.
    }
  }
}

function hasClosed({ readyState }: WebSocket): boolean {
  return readyState === WebSocket.READY_STATE_CLOSED
}

/** Near enough for text. */
function sizeOf(data: string | ArrayBuffer): number {
  return typeof data === 'string' ? data.length : data.byteLength
}

function trafficOf({ frames, bytes }: Way): Traffic {
  return { frames, bytes }
}
