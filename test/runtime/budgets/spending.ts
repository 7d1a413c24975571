// A Worker whose only layer is the one that keeps budgets, around calls that estimate, cost and take what a test says; its ledger's state is
// on disk and outlives it.

import type { BudgetRecord } from '../../../runtime/records.ts'
import { startWorker, type TestWorker } from '../../support/worker.ts'

/** One call through the layer. */
export interface Spending {
  /** `demo` unless told otherwise; objects whose gateways begin with `failing` and `hanging` do. */
  readonly gateway?: string
  readonly budgets: readonly Partial<BudgetRecord>[]
  readonly slug?: string
  readonly model?: string | null
  readonly caller?: string | null
  readonly metadata?: object
  /** US dollars; `null`: no price is known. */
  readonly estimate: number | null
  readonly cost: number | null
  /** Until the answer's head, and from there until its end. */
  readonly headMs?: number
  readonly bodyMs?: number
  readonly verdict?: 'take' | 'try on'
  readonly throws?: boolean
  readonly cacheStatus?: 'HIT' | 'STALE'
  /** The row never comes: the isolate died. */
  readonly dies?: boolean
}

/** What came of it: the provider's 200, or a refusal. */
export interface Spent {
  readonly status: number
  readonly verdict: string
  readonly description: string | null
  readonly headers: { readonly [name: string]: string }
}

/** A running one. */
export interface Till {
  readonly worker: TestWorker
  spend(spending: Spending): Promise<Spent>
  /** What the file says of accounts, as far as it was written. */
  kept(gateway?: string): Promise<readonly { readonly [column: string]: unknown }[]>
}

const TEXT = `
import { budget } from 'gatewright/runtime/layers/budget.ts'
import { expectRow } from 'gatewright/runtime/logs/row-of.ts'
import { Ledger as Base } from 'gatewright/runtime/state/ledger.ts'

export class Ledger extends Base {
  async fault() {
    if (this.ctx.id.name.startsWith('failing')) throw new Error('out of order')
    if (this.ctx.id.name.startsWith('hanging')) await new Promise(() => {})
  }
  async hold(...asked) { await this.fault(); return super.hold(...asked) }
  async settle(...asked) { await this.fault(); return super.settle(...asked) }
  kept() { return this.ctx.storage.sql.exec('SELECT * FROM accounts ORDER BY key').toArray() }
}

const layers = new Map()
const wait = (ms) => (ms === 0 ? null : scheduler.wait(ms))

export default {
  async fetch(request, env, context) {
    const { kept, gateway, budgets, slug, model, caller, metadata, estimate, cost, headMs, bodyMs, verdict, throws, cacheStatus, dies } =
      await request.json()
    if (kept) return Response.json(await env.LEDGER.getByName(gateway).kept())
    const charge = () => ({ cost: estimate, isCustom: false })
    const attempt = {
      slug, model, path: 'chat/completions', provider: { row: slug, controls: {} },
      headers: new Headers(metadata === undefined ? {} : { 'cf-aig-metadata': JSON.stringify(metadata) }),
      payload: { hold: async () => new TextEncoder().encode('{}').buffer, take: () => '{}' },
    }
    const exchange = {
      env, caller, waitUntil: (work) => dies || context.waitUntil(work),
      gateway: { id: gateway, observed: { budgets, prices: [] } },
    }
    const over = Promise.withResolvers()
    expectRow(attempt, over.promise)
    const next = async () => {
      await wait(headMs)
      const row = { cost, cacheStatus: cacheStatus ?? null }
      context.waitUntil((async () => { await wait(bodyMs); if (!dies) over.resolve(row) })())
      if (throws) throw new Error('broken')
      return { verdict, response: new Response('{}'), problem: null }
    }
    try {
      const outcome = await budget(charge)({ attempt }, exchange, next)
      const { status, headers } = outcome.response
      const description = outcome.problem?.description ?? null
      return Response.json({ status, verdict: outcome.verdict, description, headers: Object.fromEntries(headers) })
    } catch (thrown) {
      return Response.json({ status: 500, verdict: 'thrown', description: thrown.message, headers: {} })
    }
  },
}
`

/** Starts one. */
export async function startTill(): Promise<Till> {
  const worker = await startWorker(TEXT, { LEDGER: 'Ledger' })
  async function ask(body: object): Promise<unknown> {
    const response = await fetch(worker.url(), { method: 'POST', body: JSON.stringify(body) })
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}\n${worker.stderr()}`)
    return response.json()
  }
  return {
    worker,
    spend: ({ budgets, ...spending }) =>
      ask({
        ...{ gateway: 'demo', slug: 'openai', model: 'gpt', caller: null, headMs: 0, bodyMs: 0, verdict: 'take' },
        ...spending,
        budgets: budgets.map((budget) => ({ ...BUDGET, ...budget })),
      }) as Promise<Spent>,
    kept: (gateway = 'demo') => ask({ kept: true, gateway }) as ReturnType<Till['kept']>,
  }
}

const BUDGET: BudgetRecord = {
  usd: 1,
  windowMs: 30 * 86_400_000,
  technique: 'fixed',
  by: 'gateway',
  onFailure: 'allow',
}

/** How many there are of each status. */
export function tally(spent: readonly Spent[]): { readonly [status: string]: number } {
  const counts: { [status: string]: number } = {}
  for (const { status } of spent) counts[status] = (counts[status] ?? 0) + 1
  return counts
}
