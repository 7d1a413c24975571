// A log store in real workerd whose read methods a test calls directly, and what SQLite does for them: which plans, and how many rows are read.

import type { LogRow } from '../../../runtime/logs/row.ts'
import { startWorker, type TestWorker } from '../../support/worker.ts'

/** A row whose bodies are texts, and what people say of it once it is there. */
export interface Told extends Omit<LogRow, 'request' | 'response'> {
  readonly feedback?: -1 | 1 | null
  /** Of the bodies there was more. */
  readonly isCut?: boolean
  readonly request: string | null
  readonly response: string | null
}

/** What SQLite did for one question: a plan for each statement. */
export interface Effort {
  readonly rowsRead: number
  readonly plans: readonly string[]
}

/** A running store; each name has one of its own. */
export interface ReadStore {
  readonly worker: TestWorker
  put(name: string, rows: readonly Told[]): Promise<void>
  /** A method of the store, its result as JSON has it. */
  call(name: string, method: string, ...values: readonly unknown[]): Promise<unknown>
  /** Several of them, one after the other. */
  calls(name: string, calls: readonly (readonly unknown[])[]): Promise<readonly unknown[]>
  /** What a list costs. */
  effort(name: string, query: unknown): Promise<Effort>
  /** A statement's rows. */
  all(name: string, statement: string): Promise<readonly unknown[]>
}

const TEXT = `
import { LogStore as Base } from 'gatewright/runtime/state/log-store.ts'
import { pack } from 'gatewright/runtime/logs/pack.ts'
import { listLogs } from 'gatewright/runtime/state/log-page.ts'

export class LogStore extends Base {
  effort(query) {
    const { sql } = this.ctx.storage
    const cursors = []
    const plans = []
    const exec = (text, ...values) => {
      plans.push(sql.exec('EXPLAIN QUERY PLAN ' + text, ...values).toArray().map(({ detail }) => detail).join(' | '))
      const cursor = sql.exec(text, ...values)
      cursors.push(cursor)
      return cursor
    }
    listLogs({ exec }, query)
    return { rowsRead: cursors.reduce((sum, { rowsRead }) => sum + rowsRead, 0), plans }
  }
  all(statement) { return this.ctx.storage.sql.exec(statement).toArray() }
}

const encoder = new TextEncoder()
const payload = (text, { isCut = false }) => text === null ? null : { bytes: encoder.encode(text), isWhole: !isCut }

export default {
  async fetch(request, { LOG_STORE }) {
    const { name, calls, rows } = await request.json()
    const store = LOG_STORE.getByName(name)
    if (rows !== undefined) {
      const sent = rows.map((row) => ({ ...row, request: payload(row.request, row), response: payload(row.response, row) }))
      await store.put({ ...(await pack(sent)), sentAtMs: Date.now(), keep: 1e7, whenFull: 'delete_oldest' })
      return Response.json(null)
    }
    const results = []
    for (const [method, ...values] of calls) {
      const result = await store[method](...values)
      if (result?.bytes) result.bytes = new TextDecoder().decode(result.bytes)
      results.push(result ?? null)
    }
    return Response.json(results)
  },
}
`

/** Starts it. */
export async function startReadStore(): Promise<ReadStore> {
  const worker = await startWorker(TEXT, { LOG_STORE: 'LogStore' })
  const ask = async (asked: object) => {
    const response = await fetch(worker.url(), { method: 'POST', body: JSON.stringify(asked) })
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}\n${worker.stderr()}`)
    return await response.json()
  }
  const calls = (name: string, calls: readonly (readonly unknown[])[]) => ask({ name, calls }) as Promise<unknown[]>
  const one = async (name: string, ...call: readonly unknown[]) => (await calls(name, [call]))[0]
  return {
    worker,
    put: async (name, rows) => {
      await ask({ name, rows })
    },
    call: one,
    calls,
    effort: (name, query) => one(name, 'effort', query) as Promise<Effort>,
    all: (name, statement) => one(name, 'all', statement) as Promise<unknown[]>,
  }
}
