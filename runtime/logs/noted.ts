// An attempt that is taken note of: how its row ends, and what its answer says of the row.

import type { Call, Exchange } from '../exchange.ts'
import { GatewayError } from '../problem.ts'
import { type Closing, rowAtEnd } from './closing.ts'
import type { Observing } from './observing.ts'
import type { Opening } from './opening.ts'
import type { LogRow } from './row.ts'
import { expectRow } from './row-of.ts'

/** What its answer comes to. */
export interface Noted {
  readonly call: Call
  readonly exchange: Exchange
  readonly parts: Observing
  readonly opening: Opening
  /** Says that the answer's end will not wait for {@link close}. */
  readonly unexpect: () => void
  /** Ends the row, once. Settles when the answer may end, and never rejects. */
  readonly close: (closing: Omit<Closing, 'isStoredKey'>) => Promise<void>
}

/** Begins, before any layer inside hears of the attempt. */
export function note(parts: Observing, call: Call, exchange: Exchange, opening: Opening): Noted {
  const { promise, resolve } = Promise.withResolvers<LogRow>()
  const { attempt } = call
  const store = opening.controls.collect ? parts.store : null
  // A stored key is put among the headers later, where it looks like the caller's own.
  const isStored = isStoredKey(call)
  expectRow(attempt, promise)
  store?.expect?.(opening.fields.id)
  return {
    call,
    exchange,
    parts,
    opening,
    unexpect: () => store?.unexpect?.(opening.fields.id),
    async close(closing) {
      const row = rowAtEnd(opening, { ...closing, isStoredKey: isStored }, attempt, exchange, parts.charge)
      resolve(row)
      await Promise.all([store?.take(row, exchange), ...parts.sinks.map((sink) => sink.take(row, exchange))])
    },
  }
}

/** Of an alias that is not there nothing was used. */
function isStoredKey({ identity }: Call): boolean {
  try {
    return identity()?.startsWith('stored ') === true
  } catch {
    return false
  }
}

/** All responses that come here are the gateway's own objects, and may be written to. */
export function marked(response: Response, noted: Noted): Response {
  for (const [name, value] of headersOf(noted)) {
    if (name === DROPPED) response.headers.append(name, value)
    else response.headers.set(name, value)
  }
  return response
}

/** The same for an error, whatever shape it gets. */
export function withHeaders({ problem, description, failure, headers }: GatewayError, noted: Noted): GatewayError {
  return new GatewayError(problem, description, failure, { ...headers, ...Object.fromEntries(headersOf(noted)) })
}

const DROPPED = 'cf-aig-dropped'

function headersOf({ opening: { fields, controls, dropped }, parts }: Noted): readonly (readonly [string, string])[] {
  return [
    ...(controls.collect && parts.store !== null ? [['cf-aig-log-id', fields.id] as const] : []),
    ...(dropped.length > 0 ? [[DROPPED, dropped.join(', ')] as const] : []),
  ]
}
