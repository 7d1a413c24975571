// Who passes the frames where somebody takes note of sessions: the gateway itself, which then knows how the session went.

import type { Attempt, Exchange } from '../exchange.ts'
import type { Upgrade } from '../upgrade.ts'
import type { Session } from './realtime-record.ts'
import { relay } from './realtime-relay.ts'
import { usageReader } from './realtime-usage.ts'

/**
 * What takes note of a session when it is over, once. It must not throw, and `exchange.waitUntil` keeps what it has to wait for. `null`:
 * nobody wants to know, and the platform passes the frames.
 */
export type RecordSession = (exchange: Exchange) => ((session: Session) => void) | null

/** Stands between a client and a provider's socket, and gives the client's end. */
export type Recorder = (provider: WebSocket, attempt: Attempt, exchange: Exchange, upgrade: Upgrade) => WebSocket

/** Frames pass through the gateway, in some multiples of the time that they take through the platform. */
export function recorder(record: RecordSession): Recorder {
  return (provider, { slug, row }, exchange, { context, entry }) => {
    const note = record(exchange)
    if (note === null) return provider
    const startedAtMs = Date.now()
    const usage = usageReader(row.realtime?.usage ?? [])
    const model = new URLSearchParams(entry.query).get('model')
    return relay(provider, context, usage.read, (passed) => {
      const durationMs = Date.now() - startedAtMs
      note({ provider: slug, model, startedAtMs, durationMs, ...passed, usage: usage.total() })
    })
  }
}
