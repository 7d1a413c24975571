// A Worker that logs what it is told to and nothing else, in front of a store that fails as it is told to.

import { startWorker, type TestWorker } from '../../support/worker.ts'

/** What a request has the Worker log, and how. */
export interface Taking {
  /** `demo` unless told otherwise; `failing` and `hanging` begin with that. */
  readonly gateway?: string
  readonly rows?: number
  /** Of each row's request. */
  readonly bodyBytes?: number
  /** The answer comes when the rows are safe. */
  readonly strict?: boolean
  /** The answer comes when the sink has it end; how long it takes before that. Without it the answer comes at once. */
  readonly endsAfterMs?: number
  /** Nothing keeps the work of this request alive. */
  readonly dies?: boolean
}

/** What a store does with the next calls: nothing but fail, fail once it has taken the rows, or never answer. */
export interface Fault {
  readonly calls: number
  readonly how: 'before' | 'after' | 'never'
}

/** A running one. */
export interface SinkWorker {
  readonly worker: TestWorker
  /** Gives the rows' ids. */
  take(taking?: Taking): Promise<readonly string[]>
  fault(fault: Fault, gateway?: string): Promise<void>
  /** What the store has: ids, how many of them have a body, how many rows were counted, and how often it was called. */
  found(gateway?: string): Promise<Found>
}

export interface Found {
  readonly ids: readonly string[]
  readonly bodies: number
  readonly counted: number
  readonly calls: number
}

const TEXT = `
import { logStore } from 'gatewright/runtime/logs/log-store-sink.ts'
import { newId } from 'gatewright/runtime/new-id.ts'
import { LogStore as Base } from 'gatewright/runtime/state/log-store.ts'

export class LogStore extends Base {
  calls = 0
  faults = []
  async put(batch) {
    this.calls++
    const how = this.faults.shift()
    if (how === 'never') await new Promise((resolve) => setTimeout(resolve, 60_000))
    if (how !== 'before') super.put(batch)
    if (how !== undefined) throw new Error('out of order')
  }
  fault({ calls, how }) { for (let call = 0; call < calls; call++) this.faults.push(how) }
  found() {
    const rows = this.ctx.storage.sql.exec('SELECT id, request_body FROM logs ORDER BY created_at, id').toArray()
    const points = this.analytics({ fromMs: 0, toMs: 1e15, per: 'day', by: null })
    const counted = points.reduce((sum, { attempts }) => sum + attempts, 0)
    const bodies = rows.filter(({ request_body }) => request_body !== null).length
    return { ids: rows.map(({ id }) => id), bodies, counted, calls: this.calls }
  }
}

const rowOf = (bodyBytes) => {
  const id = newId()
  return { id, createdAtMs: Date.now(), requestId: id, eventId: id, provider: 'openai', model: 'm', modelType: 'chat', path: 'p',
    route: null, step: 0, isServed: true, requestType: 'native', token: null, isAuthenticated: false, isStoredKey: false, userAgent: null,
    requestContentType: null, responseContentType: null, status: 200, isSuccess: true, cacheStatus: null, retries: 0, durationMs: 1,
    timeToFirstByteMs: null, usage: null, cost: null, isCustomCost: false, metadata: {}, requestSize: null, responseSize: null,
    isComplete: true, error: null, session: null, response: null,
    request: bodyBytes === 0 ? null : { bytes: new Uint8Array(bodyBytes), isWhole: true } }
}

export default {
  async fetch(request, env, context) {
    const { gateway, method, value } = await request.json()
    if (method !== 'take') return Response.json((await env.LOG_STORE.getByName(gateway)[method](value)) ?? null)
    const { rows, bodyBytes, strict, dies, endsAfterMs } = value
    const logs = { keep: 1e6, whenFull: 'delete_oldest', durability: strict ? 'strict' : 'batched' }
    const waitUntil = (work) => dies || context.waitUntil(work)
    const exchange = { env, request, waitUntil, gateway: { id: gateway, observed: { logs } } }
    const taken = Array.from({ length: rows }, () => rowOf(bodyBytes))
    if (endsAfterMs !== null) {
      taken.forEach(({ id }) => logStore.expect(id))
      await scheduler.wait(endsAfterMs)
    }
    const ends = taken.map((row) => logStore.take(row, exchange))
    if (strict || endsAfterMs !== null) await Promise.all(ends)
    return Response.json(taken.map(({ id }) => id))
  },
}
`

/** Starts one. */
export async function startSink(): Promise<SinkWorker> {
  const worker = await startWorker(TEXT, { LOG_STORE: 'LogStore' })
  const ask = async (method: string, gateway = 'demo', value: unknown = null) => {
    const response = await fetch(worker.url(), { method: 'POST', body: JSON.stringify({ method, gateway, value }) })
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}\n${worker.stderr()}`)
    return await response.json()
  }
  return {
    worker,
    take: ({ gateway, rows = 1, bodyBytes = 0, strict = false, endsAfterMs, dies = false } = {}) =>
      ask('take', gateway, { rows, bodyBytes, strict, dies, endsAfterMs: endsAfterMs ?? null }) as Promise<string[]>,
    fault: async (fault, gateway) => {
      await ask('fault', gateway, fault)
    },
    found: (gateway) => ask('found', gateway) as Promise<Found>,
  }
}
