// A request that asks to go on as a WebSocket, and the ways in for it: what endpoints/sockets.ts hands to the doors, and nothing after them
// knows.

import type { Abilities } from './attempts/attempt.ts'
import type { Recorder } from './endpoints/realtime-session.ts'
import type { Entry, Environment, Rows } from './exchange.ts'
import type { Gate } from './layers/gate.ts'
import type { Located } from './locate.ts'
import type { SocketContext } from './streams/socket.ts'

/** A request to go on as a WebSocket, of someone who was let in. */
export interface Upgrade {
  /** UUIDv7: the session's. */
  readonly requestId: string
  /** What came as subprotocols for the gateway are headers here, and of the handshake's own only the other subprotocols are left. */
  readonly request: Request
  readonly located: Located
  readonly entry: Entry
  readonly rows: Rows
  readonly env: Environment
  readonly context: SocketContext
  /** The subprotocols that the client offers, but for those that were for the gateway or a key. */
  readonly protocols: readonly string[]
  /** Of all the subprotocols that were offered, the one to tell the client where no upstream chooses; `null`: none was offered. */
  readonly protocol: string | null
  /** The code that the tables name. */
  readonly abilities: Abilities
  readonly gate: Gate | null
  /** Passes the frames of realtime sessions and takes note of them; `null`: nobody does, and the platform passes them. */
  readonly record: Recorder | null
  /** Asks the gateway as this client over HTTP would, at the same place: a POST, let in already. */
  readonly ask: (request: Request, signal: AbortSignal) => Promise<Response>
}

/** A way in for sockets: answers with a 101, or with why not. Throws a GatewayError for one that it cannot take. */
export type SocketDoor = (upgrade: Upgrade) => Promise<Response>
