// One WebSocket at a time to one address: opened when it is first needed and again after it was lost, ever more slowly while that fails.
// Frames that come are handed on. Browsers, Workers, Deno, Bun and Node from 22 on have what it needs.

import { GatewayError } from '../error.ts'

/** What is used of the platform's, whose types differ from place to place. */
interface Wire {
  readonly readyState: number
  onopen: (() => void) | null
  onmessage: ((event: { readonly data: unknown }) => void) | null
  onerror: (() => void) | null
  onclose: ((event: { readonly code: number; readonly reason: string }) => void) | null
  send(frame: string): void
  close(code?: number): void
}

/** Whoever is told what happens. */
export interface Listener {
  hear(frame: string): void
  /** What was sent and not answered is lost. */
  lose(error: GatewayError): void
}

/** The way to a gateway. */
export interface Link {
  /** Opens the socket where none is open. Gives what sends a frame on it. Throws a GatewayError. */
  open(): Promise<(frame: string) => void>
  close(): void
}

const OPEN = 1
/** What no subprotocol may have. Source: RFC 6455 4.1, RFC 9110 5.6.2. */
const UNSENDABLE_TOKEN = /[^\w!#$%&'*+.^`|~-]/
const MOST_TRIES = 5
const FIRST_DELAY_MS = 100
const MOST_DELAY_MS = 5000

/** `token` goes as a subprotocol: browsers can send no headers. */
export function linkTo(url: string, token: string | undefined, { hear, lose }: Listener): Link {
  let current: Wire | null = null
  let opening: Promise<void> | null = null
  let isClosed = false
  /** In a row: without a frame in between. */
  let failures = 0

  async function reach(): Promise<void> {
    if (UNSENDABLE_TOKEN.test(token ?? '')) {
      throw new GatewayError(
        "A socket's token goes as a subprotocol, which is of letters, digits and !#$%&'*+-.^_`|~ alone.",
      )
    }
    for (let tries = 1; ; tries++) {
      if (failures > 0) await pause(Math.min(MOST_DELAY_MS, FIRST_DELAY_MS * 2 ** failures))
      if (isClosed) return
      try {
        return await dial()
      } catch (thrown) {
        failures++
        if (tries === MOST_TRIES) throw thrown
      }
    }
  }

  function dial(): Promise<void> {
    const { WebSocket: Socket } = globalThis as unknown as {
      readonly WebSocket?: new (url: string, protocols: string[]) => Wire
    }
    if (!Socket) throw new GatewayError('There is no WebSocket here. Node has it from version 22 on.')
    return new Promise((resolve, reject) => {
      const socket = new Socket(url, token === undefined ? [] : [`cf-aig-authorization.${token}`])
      const end = (why: string) => {
        if (current === socket) {
          current = null
          failures++
          lose(new GatewayError(`The socket to ${url} ended before the answer did${why}. Ask again.`))
        }
        reject(
          new GatewayError(`No socket to ${url} opens${why}. See that the gateway runs there and takes the token.`),
        )
      }
      socket.onopen = () => {
        current = socket
        if (isClosed) socket.close(1000)
        resolve()
      }
      socket.onmessage = ({ data }) => {
        failures = 0
        hear(String(data))
      }
      socket.onerror = () => end('')
      socket.onclose = ({ code, reason }) => end(` (code ${code}${reason && `, ${reason}`})`)
    })
  }

  return {
    async open() {
      for (;;) {
        if (isClosed) throw new GatewayError('This socket was closed by its owner: ask for another with .socket().')
        const socket = current
        if (socket?.readyState === OPEN)
          return (frame) => {
            if (socket.readyState === OPEN) socket.send(frame)
          }
        opening ??= reach().finally(() => {
          opening = null
        })
        await opening
      }
    },
    close() {
      isClosed = true
      current?.close(1000)
    },
  }
}

/** Not all at once, where many have lost the same gateway. */
function pause(delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs * (0.5 + Math.random() / 2)))
}
