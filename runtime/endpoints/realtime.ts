// The realtime proxy: a WebSocket below `/{provider}` -> the provider's own, with the attempt's settings, limits, retries and key as over
// HTTP; frames then pass as they are. A provider that refuses is the answer. Sources: the wire contract, "endpoints" 1.6 G and "clients".

import { resolve } from '../attempts/attempt.ts'
import { startDeadline } from '../attempts/upstream.ts'
import type { Exchange } from '../exchange.ts'
import { droppedFromAnswers } from '../headers.ts'
import type { SocketDoor, Upgrade } from '../upgrade.ts'
import { attemptOf } from './realtime-attempt.ts'
import { PROTOCOLS } from './subprotocols.ts'

/** Of the provider's handshake with the gateway; the client has its own. */
const HANDSHAKE = /^sec-websocket-/

/** Throws what {@link attemptOf} does. Where nobody takes note of sessions the platform passes the frames by itself: that costs nothing. */
export const realtime: SocketDoor = async (upgrade) => {
  const attempt = attemptOf(upgrade)
  const exchange = exchangeOf(upgrade)
  const { response } = await resolve(attempt, exchange, false, upgrade.abilities)
  const provider = response.webSocket
  if (provider === null) return told(new Response(response.body, response))
  const webSocket = upgrade.record?.(provider, attempt, exchange, upgrade) ?? provider
  const opened = told(new Response(null, { status: 101, webSocket, headers: response.headers }))
  const chosen = protocolFor(upgrade, response.headers.get(PROTOCOLS))
  for (const name of response.headers.keys()) if (HANDSHAKE.test(name)) opened.headers.delete(name)
  if (chosen !== null) opened.headers.set(PROTOCOLS, chosen)
  return opened
}

/** A deadline is for the way to the session: that lasts as long as its sides want. */
function exchangeOf({ located, entry, request, requestId, env, context }: Upgrade): Exchange {
  const { gateway, account } = located
  return {
    requestId,
    eventId: request.headers.get('cf-aig-event-id') ?? requestId,
    request,
    gateway,
    account,
    caller: entry.caller,
    env,
    waitUntil: (work) => context.waitUntil(work),
    startDeadline,
    endsAtMs: gateway.deadlineMs === null ? null : Date.now() + gateway.deadlineMs,
    decided: new Map(),
    surface: { requestType: 'realtime' },
  }
}

/** Browsers end a socket that was told of a subprotocol they did not offer. */
function protocolFor({ protocols, protocol }: Upgrade, chosen: string | null): string | null {
  return chosen !== null && protocols.includes(chosen) ? chosen : protocol
}

/** As the answers of other endpoints are told. */
function told(response: Response): Response {
  for (const name of droppedFromAnswers) response.headers.delete(name)
  response.headers.set('cf-aig-step', '0')
  return response
}
