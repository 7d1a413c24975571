// Realtime sessions as rows of the log: the attempt that opened one is the row's beginning, and its end comes when the session is over.

import type { Session } from '../endpoints/realtime-record.ts'
import type { RecordSession } from '../endpoints/realtime-session.ts'
import type { Attempt, Exchange } from '../exchange.ts'
import type { Closing } from './closing.ts'
import { earsOf } from './hearing.ts'
import type { Observing } from './observing.ts'
import type { TokenUsage } from './token-usage.ts'

/** An attempt that came to a session, and what takes the end of its row. */
interface Opened {
  readonly attempt: Attempt
  readonly close: (closing: Omit<Closing, 'isServed' | 'isStoredKey'>) => void
}

const opened = new WeakMap<Exchange, Opened>()

/** RFC 6455 7.4.1: done, going away, and no reason given. */
const IN_ORDER = [1000, 1001, 1005]
const BROKEN = 1006

/** Says that an attempt has come to a session, whose row ends with it. */
export function awaitSession(exchange: Exchange, session: Opened): void {
  opened.set(exchange, session)
}

/** Ends the rows that wait for their sessions. Others are nobody's concern. */
export function recordSession({ usages }: Observing): RecordSession {
  return (exchange) => {
    const awaited = opened.get(exchange)
    if (awaited === undefined) return null
    const { attempt, close } = awaited
    return (session) => close(closingOf(session, usageOf(session, attempt, usages)))
  }
}

function closingOf({ model, sent, received, closeCode, closedBy }: Session, usage: TokenUsage | null) {
  const isInOrder = IN_ORDER.includes(closeCode)
  return {
    status: 101,
    model,
    usage,
    requestSize: sent.bytes,
    responseSize: received.bytes,
    isSuccess: isInOrder || closedBy === 'client',
    isComplete: closeCode !== BROKEN && closedBy !== 'gateway',
    error: isInOrder ? null : `The session was ended by the ${closedBy}, with code ${closeCode}.`,
    session: { framesSent: sent.frames, framesReceived: received.frames, closeCode, closedBy },
  }
}

/** As the provider's answers over HTTP say it, under the name that it has in its messages. */
function usageOf({ usage }: Session, { row }: Attempt, usages: Observing['usages']): TokenUsage | null {
  const name = row.realtime?.usage[0]?.split('.').at(-1)
  if (usage === null || name === undefined) return null
  const { dialects } = earsOf(row, usages)
  return dialects.map(({ read }) => read({ [name]: usage }, null)).find((read) => read !== null) ?? null
}
