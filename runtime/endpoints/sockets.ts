// The Worker where some gateway offers WebSockets: a request that asks to go on as one is located and let in as any other, and refused
// as any other; from there it is a socket door's. Everything else passes by.

import { startDeadline } from '../attempts/upstream.ts'
import type { Exchange, Surface } from '../exchange.ts'
import { GatewayError } from '../problem.ts'
import { type Parts, serve, type Worker } from '../serve.ts'
import type { SocketContext } from '../streams/socket.ts'
import type { SocketDoor, Upgrade } from '../upgrade.ts'
import type { plainly } from './realtime-caller.ts'
import { PROTOCOLS, protocolsIn, takeProtocols } from './subprotocols.ts'

/** The socket doors of a bundle. `null`: no gateway asks for it. */
export interface Sockets {
  /** Where the path ends with the gateway. */
  readonly websocket: SocketDoor | null
  /** Below a provider. */
  readonly realtime: SocketDoor | null
  /** Reads how providers' sockets are opened, in place; there is one where there is `realtime`. */
  readonly plainly: typeof plainly | null
  readonly record: Upgrade['record']
}

/** The Worker's default export in place of {@link serve}'s. */
export function sockets(parts: Parts, { websocket, realtime, plainly, record }: Sockets): Worker {
  const worker = serve(parts)

  return {
    fetch(request, env, platform, asked) {
      if (!isUpgrade(request)) return worker.fetch(request, env, platform, asked)
      const context = platform as SocketContext
      const opening = new Request(request, { headers: withoutHandshake(request.headers) })
      let protocol: string | null = null
      const surface: Surface = {
        ...asked,
        locate(lookUp, url, headers) {
          protocol = takeProtocols(headers)
          const located = (asked ?? parts).locate(lookUp, url, headers)
          return located.segment === '' || plainly === null ? located : plainly(located, headers, parts.rows)
        },
        door(located, entry, request, rows, requestId) {
          const door = located.segment === '' ? websocket : realtime
          if (door === null) throw new GatewayError('notFound', 'No WebSocket is served at this path.')
          const ask: Upgrade['ask'] = (asked, signal) =>
            worker.fetch(asked, env, context, {
              requestType: 'websocket',
              locate: () => located,
              entry,
              startDeadline: until(signal),
            })
          const protocols = protocolsIn(request.headers)
          const offer = { protocols, protocol, record, ask, abilities: parts, gate: parts.gate }
          return door({ requestId, request, located, entry, rows, env, context, ...offer })
        },
      }
      return worker.fetch(opening, env, context, surface)
    },
  }
}

/** As RFC 6455 4.2.1 has it; the platform upgrades nothing else. */
function isUpgrade({ method, headers }: Request): boolean {
  return method === 'GET' && headers.get('upgrade')?.toLowerCase() === 'websocket'
}

/** The connection to this client is of nobody else's concern, but for the subprotocols. */
function withoutHandshake(sent: Headers): Headers {
  const headers = new Headers(sent)
  for (const name of sent.keys()) {
    if (name === 'upgrade' || name === 'connection' || (name.startsWith('sec-websocket-') && name !== PROTOCOLS)) {
      headers.delete(name)
    }
  }
  return headers
}

/** Limits of time that end with this signal too. */
function until(takenBack: AbortSignal): Exchange['startDeadline'] {
  return (afterMs) => {
    const limit = startDeadline(afterMs) ?? { signal: takenBack, afterMs: 0, stop: () => {} }
    return { ...limit, signal: AbortSignal.any([takenBack, limit.signal]), takenBack }
  }
}
