// Rows -> the log store, a few milliseconds late, all of a moment in one call: a write for each request would cost three times the
// request. Promises that a row gets there once, however often its call fails, as long as its isolate lives; and that a process which
// ends in peace, when its answers have ended, has lost none.

import type { Environment, Exchange } from '../exchange.ts'
import type { Batch } from '../state/log-batch.ts'
import type { LogStore } from '../state/log-store.ts'
import { within } from '../within.ts'
import { batchOf, board, type Flight, land, tellLost } from './flights.ts'
import type { Sink } from './sink.ts'

const FLUSH_AFTER_MS = 20
/** A flush that begins later than that died with its request: the next row starts another. */
const LATE_MS = 1000
/** How long a call may take. */
const PATIENCE_MS = 5000
/** Before another try; then the rows are lost. */
const DELAYS_MS: readonly number[] = [50, 200, 1000, 4000]
/** When no answer has begun for so long, none is about to. */
const QUIET_MS = 2
/** How long the last answer under way waits for rows that need not be safe. */
const HOLD_MS = 500

/** Not safe yet, of this isolate. */
const flights: Flight[] = []
/** Answers whose ends will wait for their rows: these rows' ids. */
const underWay = new Set<string>()
let flushesByMs = 0

/** The sink of a gateway's own log, `LOG_STORE`. */
export const logStore: Sink = {
  expect: (id) => void underWay.add(id),
  unexpect: (id) => void underWay.delete(id),
  async take(row, exchange) {
    const { gateway, env, waitUntil } = exchange
    const logs = gateway.observed?.logs
    if (!logs) return
    const flight = board(flights, row, gateway.id, logs)
    underWay.delete(row.id)
    // Who only adds a row does not wait for it: that would cost each request a third more.
    if (Date.now() > flushesByMs) waitUntil(flush(env))
    const isLast = underWay.size === 0 && (logs.durability === 'strict' || !isDeployed(exchange))
    const held = isLast ? hold(exchange) : null
    await (logs.durability === 'strict' ? landing(flight, exchange) : held)
  },
}

/** Cloudflare ends no process before its time, and a store there is further away. */
function isDeployed({ request }: Exchange): boolean {
  return (request.cf as { readonly colo?: string } | undefined)?.colo !== undefined
}

/**
 * Until all rows are safe, or another answer is under way. Where none begins soon the rows need not wait for others. It looks from
 * time to time, because to be woken from other requests costs more, and makes the platform complain when this one is over first.
 */
async function hold({ env, waitUntil }: Exchange): Promise<void> {
  const endsAtMs = Date.now() + HOLD_MS
  await scheduler.wait(QUIET_MS)
  if (underWay.size > 0) return
  waitUntil(sendAll(env))
  while (underWay.size === 0 && flights.length > 0 && Date.now() < endsAtMs) await scheduler.wait(QUIET_MS)
}

/** A promise that was made in another request never settles once that one is gone. So this one is of its own, and looks after its flight. */
async function landing(flight: Flight, { env, waitUntil }: Exchange): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  flight.landed.push(resolve)
  // What it finds may be others' and outlast this request.
  const looking = setInterval(() => waitUntil(sendAll(env)), PATIENCE_MS)
  await promise
  clearInterval(looking)
}

async function flush(env: Environment): Promise<void> {
  flushesByMs = Date.now() + FLUSH_AFTER_MS + LATE_MS
  await scheduler.wait(FLUSH_AFTER_MS)
  flushesByMs = 0
  await sendAll(env)
}

/** Those that nobody is at, a gateway's one after the other. */
async function sendAll(env: Environment): Promise<void> {
  const isFree = ({ heldUntilMs }: Flight) => heldUntilMs < Date.now()
  const ofGateways = Map.groupBy(flights.filter(isFree), ({ gateway }) => gateway)
  const inTurn = async (some: readonly Flight[]) => {
    for (const flight of some) if (isFree(flight)) await send(flight, env)
  }
  await Promise.all(Array.from(ofGateways.values(), inTurn))
}

/** Never rejects. */
async function send(flight: Flight, env: Environment): Promise<void> {
  for (const delayMs of [...DELAYS_MS, null]) {
    // It may have been given up meanwhile.
    if (!flights.includes(flight)) return
    flight.heldUntilMs = Date.now() + 2 * PATIENCE_MS
    try {
      await put(await batchOf(flight), flight.gateway, env)
      land(flights, flight)
      return
    } catch (thrown) {
      if (delayMs === null) tellLost(flight, land(flights, flight), `the log store failed: ${thrown}`)
      else await scheduler.wait(delayMs)
    }
  }
}

function put(batch: Batch, gateway: string, env: Environment): Promise<void> {
  const store = (env.LOG_STORE as DurableObjectNamespace<LogStore>).getByName(gateway)
  return within(PATIENCE_MS, store.put(batch))
}
