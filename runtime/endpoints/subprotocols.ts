// What clients offer in `Sec-WebSocket-Protocol`, told apart: browsers can send no headers with a WebSocket, so what is said to the
// gateway comes as `{header}.{value}` among the subprotocols. Source: the wire contract, "endpoints" 1.6 and "clients" 8.

import { GatewayError } from '../problem.ts'

/** The header they come in. */
export const PROTOCOLS = 'sec-websocket-protocol'

/** As much as a server's headers may usually take together. */
const MOST_CHARACTERS = 8192
/** Subprotocols are tokens, as header names are: the first dot ends the name, for no name of the gateway's has one. */
const FOR_THE_GATEWAY = /^(cf-aig-[a-z-]+)\.(.+)$/i

/** The subprotocols that are offered, in order. */
export function protocolsIn(headers: Headers): readonly string[] {
  return (headers.get(PROTOCOLS) ?? '').split(',').flatMap((entry) => entry.trim() || [])
}

/**
 * Makes headers of what is said to the gateway, in place, and leaves the other subprotocols; a header that is there wins. Gives
 * the one to echo: that of the token, else the first. Throws `invalidRequest` for more of them than headers may be long.
 */
export function takeProtocols(headers: Headers): string | null {
  const offered = protocolsIn(headers)
  if ((headers.get(PROTOCOLS) ?? '').length > MOST_CHARACTERS) {
    throw new GatewayError('invalidRequest', `Subprotocols may take ${MOST_CHARACTERS} characters at most, together.`)
  }
  const others = offered.filter((protocol) => {
    const [, name, value] = FOR_THE_GATEWAY.exec(protocol) ?? []
    if (name === undefined || value === undefined) return true
    if (!headers.has(name)) headers.set(name, value)
    return false
  })
  if (others.length === 0) headers.delete(PROTOCOLS)
  else headers.set(PROTOCOLS, others.join(', '))
  return offered.find((protocol) => /^cf-aig-authorization\../i.test(protocol)) ?? offered[0] ?? null
}
