// A log store in real workerd that a test talks to directly: what it is told to, and what is in its tables. Bodies are told by a seed
// and a length, and made on both sides: none of their bytes is 0, so that what is erased can be counted.

import { startWorker, type TestWorker } from '../../support/worker.ts'

/** A body; `whole` is what its row says. */
export interface Body {
  readonly seed: number
  readonly length: number
  readonly whole?: boolean
}

/** A row, as far as it matters here. */
export interface Told {
  readonly id: string
  readonly createdAtMs: number
  readonly request?: Body
  readonly response?: Body
  /** Other fields of it, as they are. */
  readonly fields?: object
}

/** What comes with a batch. */
export interface Sending {
  readonly keep?: number
  readonly whenFull?: 'delete_oldest' | 'stop_inserting'
  /** When it was sent first: the same batch has the same. */
  readonly sentAtMs?: number
}

/** A running store. */
export interface TestStore {
  readonly worker: TestWorker
  put(rows: readonly Told[], sending?: Sending): Promise<void>
  /** In the log's order, oldest first. */
  ids(): Promise<readonly string[]>
  /** `keptRowOf` of what is in the table. */
  rows(): Promise<readonly { readonly [field: string]: unknown }[]>
  /** SHA-256 in hex of what is kept of a body, `most` bytes of it at most; `null`: there is none. */
  body(id: string, side: 'request' | 'response', most?: number): Promise<string | null>
  remove(ids: readonly string[]): Promise<number>
  /** Deletes the rows, and does not go on to what is left of their bodies. */
  removeHalf(ids: readonly string[]): Promise<number>
  /** Each chunk's count of bodies and of bytes that are not 0. */
  chunks(): Promise<readonly { readonly bodies: number; readonly bytes: number }[]>
  /** How many rows were counted, and how many the log says that it has. */
  counts(): Promise<{ readonly counted: number; readonly rows: number }>
}

const TEXT = `
import { LogStore as Base } from 'gatewright/runtime/state/log-store.ts'
import { inflate } from 'gatewright/runtime/logs/gzip.ts'
import { pack } from 'gatewright/runtime/logs/pack.ts'
import { countRows, deleteRows } from 'gatewright/runtime/state/log-keep.ts'
import { erasePayloads, readPayload } from 'gatewright/runtime/state/log-payloads.ts'
import { analytics } from 'gatewright/runtime/state/log-analytics.ts'
import { keptRowOf } from 'gatewright/runtime/state/log-rows.ts'

${bytesOf}
const payload = (body) => body && { bytes: bytesOf(body.seed, body.length), isWhole: body.whole ?? true }
const rowOf = ({ id, createdAtMs, request, response, fields }) => ({
  id, createdAtMs, requestId: id, eventId: id, provider: 'openai', model: 'm', modelType: 'chat', path: 'p', route: null, step: 0,
  isServed: true, requestType: 'native', token: null, isAuthenticated: false, isStoredKey: false, userAgent: null,
  requestContentType: null, responseContentType: null, status: 200, isSuccess: true, cacheStatus: null, retries: 0, durationMs: 1,
  timeToFirstByteMs: null, usage: null, cost: null, isCustomCost: false, metadata: {}, requestSize: null, responseSize: null,
  isComplete: true, error: null, session: null, request: payload(request) ?? null, response: payload(response) ?? null, ...fields })

export class LogStore extends Base {
  ids() { return this.all('SELECT id FROM logs ORDER BY created_at, id').map(({ id }) => id) }
  rows() { return this.all('SELECT * FROM logs ORDER BY created_at, id').map(keptRowOf) }
  async body({ id, side, most }) {
    const place = this.all('SELECT ' + side + '_body AS place FROM logs WHERE id = ?', id)[0]?.place
    const bytes = place ? await readPayload(this.ctx.storage.sql, JSON.parse(place), most) : null
    return bytes && new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)).toHex()
  }
  removeHalf(ids) { return this.ctx.storage.transactionSync(() => deleteRows(this.ctx.storage.sql, ids)) }
  async remove(ids) {
    const removed = this.removeHalf(ids)
    await erasePayloads(this.ctx.storage)
    return removed
  }
  async chunks() {
    const rows = this.all('SELECT bodies, bytes FROM log_chunks LEFT JOIN log_chunk_bytes USING (id) ORDER BY id')
    return Promise.all(rows.map(async ({ bodies, bytes }) => ({ bodies, bytes: (await inflate(bytes)).filter((byte) => byte !== 0).length })))
  }
  counts() {
    const query = { fromMs: 0, toMs: 1e15, per: 'day', by: null }
    const points = this.ctx.storage.transactionSync(() => analytics(this.ctx.storage.sql, query))
    return { counted: points.reduce((sum, { attempts }) => sum + attempts, 0), rows: countRows(this.ctx.storage.sql) }
  }
  all(...query) { return this.ctx.storage.sql.exec(...query).toArray() }
}

export default {
  async fetch(request, { LOG_STORE }) {
    const [method, ...values] = await request.json()
    const store = LOG_STORE.getByName('demo')
    if (method !== 'put') return Response.json((await store[method](...values)) ?? null)
    const [rows, { keep = 1e6, whenFull = 'delete_oldest', sentAtMs = Date.now() }] = values
    await store.put({ ...(await pack(rows.map(rowOf))), keep, whenFull, sentAtMs })
    return Response.json(null)
  },
}
`

/** Bytes that look like nothing, none of them 0. */
export function bytesOf(seed: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  let state = seed * 2 + 1
  for (let at = 0; at < length; at++) {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b1
    bytes[at] = 1 + ((state >>> 8) % 255)
  }
  return bytes
}

/** Starts an empty one. */
export async function startStore(): Promise<TestStore> {
  const worker = await startWorker(TEXT, { LOG_STORE: 'LogStore' })
  const ask = async (...call: readonly unknown[]) => {
    const response = await fetch(worker.url(), { method: 'POST', body: JSON.stringify(call) })
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}\n${worker.stderr()}`)
    return await response.json()
  }
  return {
    worker,
    put: async (rows, sending = {}) => {
      await ask('put', rows, sending)
    },
    ids: () => ask('ids') as Promise<string[]>,
    rows: () => ask('rows') as Promise<{ [field: string]: unknown }[]>,
    body: (id, side, most) => ask('body', { id, side, most }) as Promise<string | null>,
    remove: (ids) => ask('remove', ids) as Promise<number>,
    removeHalf: (ids) => ask('removeHalf', ids) as Promise<number>,
    chunks: () => ask('chunks') as Promise<{ bodies: number; bytes: number }[]>,
    counts: () => ask('counts') as Promise<{ counted: number; rows: number }>,
  }
}
