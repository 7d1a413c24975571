// The universal endpoint over a WebSocket. Source: the wire contract, "endpoints" 1.6 F.

import { GatewayError } from '../problem.ts'
import type { SocketDoor } from '../upgrade.ts'
import { PROTOCOLS } from './subprotocols.ts'
import { serveSocket } from './websocket-session.ts'

/** Opens the socket. Throws `notFound` where the endpoint is off. */
export const websocket: SocketDoor = async (upgrade) => {
  const { gateway } = upgrade.located
  if (!gateway.endpoints.websocket) {
    throw new GatewayError(
      'notFound',
      `Gateway '${gateway.id}' does not offer the universal endpoint over a WebSocket (endpoints.websocket or endpoints.universal: off).`,
    )
  }
  const { 0: webSocket, 1: socket } = new WebSocketPair()
  socket.binaryType = 'arraybuffer'
  socket.accept()
  serveSocket(socket, upgrade)
  const headers = new Headers()
  if (upgrade.protocol !== null) headers.set(PROTOCOLS, upgrade.protocol)
  return new Response(null, { status: 101, webSocket, headers })
}
