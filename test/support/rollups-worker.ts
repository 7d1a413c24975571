// Rollups in real workerd, without a gateway in front of them: rows in, what analytics and metrics are told out.

import type { AnalyticsPoint, AnalyticsQuery } from '../../runtime/logs/query.ts'
import type { LogRow } from '../../runtime/logs/row.ts'
import type { SeriesTotal } from '../../runtime/state/rollups/total.ts'
import { startWorker, type TestWorker } from './worker.ts'

/** One object for each name. */
export interface RollupsWorker extends TestWorker {
  /** Each batch in a transaction of its own. */
  put(name: string, batches: readonly (readonly LogRow[])[]): Promise<void>
  ask(name: string, query: AnalyticsQuery): Promise<readonly AnalyticsPoint[]>
  totals(name: string): Promise<readonly SeriesTotal[]>
  /** How many rows a table has. */
  count(name: string, table: 'rollup_pending' | 'rollup_steps' | 'rollup_totals'): Promise<number>
}

/** Starts it. */
export async function startRollups(): Promise<RollupsWorker> {
  const worker = await startWorker(TEXT, { ROLLUPS: 'Rollups' })
  async function call(name: string, method: string, argument: unknown): Promise<unknown> {
    const url = `${worker.url()}/${encodeURIComponent(name)}/${method}`
    const response = await fetch(url, { method: 'POST', body: JSON.stringify(argument ?? null) })
    if (!response.ok) throw new Error(`${method}: ${await response.text()}`)
    return response.json()
  }
  return {
    ...worker,
    put: async (name, batches) => void (await call(name, 'put', batches)),
    ask: (name, query) => call(name, 'ask', query) as Promise<readonly AnalyticsPoint[]>,
    totals: (name) => call(name, 'totals', null) as Promise<readonly SeriesTotal[]>,
    count: (name, table) => call(name, 'count', table) as Promise<number>,
  }
}

const TEXT = `
import { DurableObject } from 'cloudflare:workers'
import { analytics, totals } from 'gatewright/runtime/state/log-analytics.ts'
import { addToRollups, createRollups } from 'gatewright/runtime/state/log-rollups.ts'

export class Rollups extends DurableObject {
  constructor(state, env) {
    super(state, env)
    createRollups(state.storage.sql)
  }
  put(batches) {
    const { storage } = this.ctx
    for (const rows of batches) storage.transactionSync(() => addToRollups(storage.sql, rows))
    return null
  }
  ask(query) {
    return this.ctx.storage.transactionSync(() => analytics(this.ctx.storage.sql, query))
  }
  totals() {
    return this.ctx.storage.transactionSync(() => totals(this.ctx.storage.sql))
  }
  count(table) {
    return this.ctx.storage.sql.exec('SELECT COUNT(*) AS rows FROM ' + table).one().rows
  }
}

export default {
  async fetch(request, env) {
    const [name, method] = new URL(request.url).pathname.slice(1).split('/')
    try {
      return Response.json(await env.ROLLUPS.getByName(decodeURIComponent(name))[method](await request.json()))
    } catch (thrown) {
      return new Response(String(thrown?.stack ?? thrown), { status: 500 })
    }
  },
}
`
