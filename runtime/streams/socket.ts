// Frames into one end of a WebSocket, one after the other and no faster than the other end reads: the platform queues without bound
// and says nothing, so what is queued is looked at before each frame. An end that stops reading ends the session.

/** What the platform lets be done for as long as a socket is open. */
export interface SocketContext {
  readonly waitUntil: (work: Promise<unknown>) => void
  /** Ends the socket at once, whatever is still to be sent: the client sees 1006. */
  readonly abort: (reason: string) => void
}

/** What may be queued before the next frame waits. */
const MOST_QUEUED_BYTES = 1024 * 1024
/** Small frames cost more than their bytes: with this many on their way the queue is let run dry. */
const MOST_QUEUED_FRAMES = 8192
/** An end that has read nothing for so long is gone, or might as well be. */
const MOST_STUCK_MS = 60_000
const FIRST_PAUSE_MS = 5
const LONGEST_PAUSE_MS = 80

/** Where frames go. Nothing here throws. */
export interface Outlet {
  /** Waits its turn and for room. `false`: the socket is over, and nothing was sent. */
  readonly send: (frame: string) => Promise<boolean>
  /** Waits for room. `false`: the socket is over. */
  readonly room: () => Promise<boolean>
  /** With what is queued before it; nothing can be sent after. */
  readonly close: (code: number, reason: string) => void
  /** The other end has left. */
  readonly end: () => void
}

/** The only one that sends and closes on this socket. A Close frame would wait behind the queue: who is stuck is cut off. */
export function outletOf(socket: WebSocket, context: SocketContext): Outlet {
  let isOver = false
  let framesQueued = 0
  let turn: Promise<boolean> = Promise.resolve(true)

  function isFull(): boolean {
    const bytes = socket.bufferedAmount
    if (bytes === 0) framesQueued = 0
    return bytes > MOST_QUEUED_BYTES || framesQueued > MOST_QUEUED_FRAMES
  }

  async function room(): Promise<boolean> {
    let least = Number.POSITIVE_INFINITY
    let movedAtMs = Date.now()
    for (let pauseMs = FIRST_PAUSE_MS; !isOver && isFull(); pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
      const queued = socket.bufferedAmount
      if (queued < least) {
        least = queued
        movedAtMs = Date.now()
      } else if (Date.now() - movedAtMs > MOST_STUCK_MS) {
        isOver = true
        context.abort(
          `gatewright: a WebSocket was closed, for its client had read nothing for ${MOST_STUCK_MS / 1000} s`,
        )
      }
      await scheduler.wait(pauseMs)
    }
    return !isOver
  }

  async function sendInTurn(frame: string): Promise<boolean> {
    if (!(await room())) return false
    framesQueued++
    return quietly(() => socket.send(frame))
  }

  function quietly(act: () => void): boolean {
    try {
      act()
      return true
    } catch {
      // It was closed a moment ago; the event that says so is on its way.
      isOver = true
      return false
    }
  }

  return {
    room,
    send(frame) {
      turn = turn.then(() => sendInTurn(frame))
      return turn
    },
    close(code, reason) {
      if (!isOver) quietly(() => socket.close(code, reason))
      isOver = true
    },
    end() {
      isOver = true
    },
  }
}
