// Rows on their way from the request they tell of to the store that has them safe, in the memory of one isolate, oldest first.
// Bounded: when a store does not take them for long, first the oldest bodies go and then the oldest rows, and both are told.

import type { LogsRecord } from '../records.ts'
import type { Batch } from '../state/log-batch.ts'
import { pack } from './pack.ts'
import type { LogRow } from './row.ts'

/** As much as goes into one call; the platform allows 32 MB. */
const MOST_BATCH_BYTES = 25 * 1024 * 1024
/** A store is at that many for a tenth of a second, and does nothing else. */
const MOST_BATCH_ROWS = 1000
/** Of all that is on its way. */
const MOST_BYTES = 48 * 1024 * 1024
/** What a row takes besides its bodies, roughly. */
const ROW_BYTES = 1024

/** Rows of one gateway that go together. */
export interface Flight {
  readonly gateway: string
  readonly logs: LogsRecord
  /** Those that wait to be put together. */
  rows: LogRow[]
  /** What is sent, and sent again. */
  batch: Batch | null
  sizeBytes: number
  /** Until then somebody is at it. Later: nobody is, or their request died with it. */
  heldUntilMs: number
  /** Who waits for it. */
  readonly landed: (() => void)[]
}

/** Puts a row into a gateway's open flight, or into a new one. */
export function board(flights: Flight[], row: LogRow, gateway: string, logs: LogsRecord): Flight {
  const sizeBytes = ROW_BYTES + (row.request?.bytes.length ?? 0) + (row.response?.bytes.length ?? 0)
  let flight = flights.findLast((open) => open.gateway === gateway)
  if (flight === undefined || !takes(flight, sizeBytes)) {
    flight = { gateway, logs, rows: [], batch: null, sizeBytes: 0, heldUntilMs: 0, landed: [] }
    flights.push(flight)
  }
  flight.rows.push(row)
  flight.sizeBytes += sizeBytes
  makeRoom(flights)
  return flight
}

function takes({ rows, sizeBytes, heldUntilMs }: Flight, moreBytes: number): boolean {
  return heldUntilMs === 0 && rows.length < MOST_BATCH_ROWS && sizeBytes + moreBytes <= MOST_BATCH_BYTES
}

/** What a flight sends: the same each time. */
export async function batchOf(flight: Flight): Promise<Batch> {
  if (flight.batch !== null) return flight.batch
  const { keep, whenFull } = flight.logs
  const packed = await pack(flight.rows)
  flight.sizeBytes = packed.chunks.reduce((sum, { byteLength }) => sum + byteLength, flight.rows.length * ROW_BYTES)
  flight.batch = { ...packed, sentAtMs: Date.now(), keep, whenFull }
  flight.rows = []
  return flight.batch
}

/** Takes a flight out: its rows are safe, or lost. Returns how many they are. */
export function land(flights: Flight[], flight: Flight): number {
  const at = flights.indexOf(flight)
  if (at < 0) return 0
  flights.splice(at, 1)
  for (const resolve of flight.landed) resolve()
  return flight.rows.length + (flight.batch?.rows.length ?? 0)
}

function makeRoom(flights: Flight[]): void {
  let over = flights.reduce((sum, { sizeBytes }) => sum + sizeBytes, -MOST_BYTES)
  for (const flight of flights) {
    if (over <= 0) return
    over -= dropBodies(flight)
  }
  while (over > 0 && flights[0] !== undefined) {
    const [flight] = flights
    over -= flight.sizeBytes
    tellLost(flight, land(flights, flight), 'too many are waiting for the log store')
  }
}

function dropBodies(flight: Flight): number {
  const { rows, batch, sizeBytes } = flight
  flight.rows = rows.map((row) => ({ ...row, request: null, response: null }))
  if (batch !== null) {
    flight.batch = { ...batch, rows: batch.rows.map(({ row }) => ({ row, request: null, response: null })), chunks: [] }
  }
  flight.sizeBytes = (rows.length + (batch?.rows.length ?? 0)) * ROW_BYTES
  const freed = sizeBytes - flight.sizeBytes
  if (freed > 0)
    console.warn(
      `gatewright: bodies of gateway "${flight.gateway}" are not in its log: too much is waiting for the log store`,
    )
  return freed
}

/** In the Worker's own log: what is lost, and why. */
export function tellLost({ gateway }: Flight, rows: number, why: string): void {
  if (rows > 0) console.error(`gatewright: ${rows} rows of gateway "${gateway}" are not in its log: ${why}`)
}
