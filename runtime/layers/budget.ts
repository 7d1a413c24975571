// Keeps what a gateway spends within its budgets: an estimate of a call is held before it, and settled by its row of the log when its
// answer is over, retries included. Over a budget this step is refused and the chain goes on: a step that costs nothing, or another
// model, may still do. What the cache answers never comes here. Calls whose price nobody knows pass, and count what they come to. A
// request that states its own cost can make it count more, never less.

import type { ChargeFor } from '../cost/charge.ts'
import { type Claimed, claimsOf } from '../cost/claims.ts'
import { estimateOf } from '../cost/estimate.ts'
import { type Nanodollars, nanodollarsOf } from '../cost/nanodollars.ts'
import { overBudget } from '../cost/over-budget.ts'
import { ledgerOf, settleSoon } from '../cost/settling.ts'
import type { Call, Exchange, Layer, Outcome } from '../exchange.ts'
import { CUSTOM_COST, controlsOf } from '../logs/controls.ts'
import { modelOf } from '../logs/opening.ts'
import type { LogRow } from '../logs/row.ts'
import { rowOf } from '../logs/row-of.ts'
import type { TokenUsage } from '../logs/token-usage.ts'
import { GatewayError, problemResponse } from '../problem.ts'
import type { ObservedRecord } from '../records.ts'
import type { Holding } from '../state/ledger.ts'
import { within } from '../within.ts'

/** A ledger that takes longer has failed. It may still hold the estimate, until that is free again by itself. */
const MOST_WAIT_MS = 1000

/** The ledger's word on a call: why it is refused, or what is held for it since when. */
interface Ruling {
  readonly refusal: GatewayError | null
  readonly held: Nanodollars
  readonly heldAtMs: number
}

const NOTHING_HELD: Ruling = { refusal: null, held: 0, heldAtMs: 0 }

/** The {@link Layer} inside the cache. It costs nothing where there are no budgets, and one call of the ledger where there are. */
export function budget(charge: ChargeFor): Layer {
  return (call, exchange, next) => {
    const { observed } = exchange.gateway
    return observed === null || observed.budgets.length === 0 ? next() : budgeted(call, exchange, observed, next)
  }

  async function budgeted(
    { attempt }: Call,
    exchange: Exchange,
    observed: ObservedRecord,
    next: () => Promise<Outcome>,
  ) {
    const { slug, provider } = attempt
    const body = await attempt.payload.hold()
    const text = body === null ? null : new TextDecoder().decode(body)
    const model = modelOf(attempt, body)
    const priced = (usage: TokenUsage | null, named: string | null, atMs: number): number | null => {
      const charged = { row: provider.row, slug, model: named, usage, atMs, stated: observed.prices }
      const [said, known] = [controlsOf(attempt, null).customCost, provider.controls[CUSTOM_COST] ?? null].map(
        (customCost) => charge({ ...charged, customCost }).cost,
      )
      return said == null || known == null ? (said ?? known ?? null) : Math.max(said, known)
    }
    const cost = priced(estimateOf(text), model, Date.now())
    const claimed = await claimsOf(observed.budgets, model, attempt, exchange)
    const ruling = cost === null || cost === 0 ? NOTHING_HELD : await hold(cost, claimed, model, slug, exchange)
    if (ruling.refusal !== null) {
      return { verdict: 'try on', response: problemResponse(ruling.refusal), problem: ruling.refusal } as const
    }
    const asked = next()
    const row = rowOf(attempt)?.then((it) =>
      it.isCustomCost ? { ...it, cost: priced(it.usage, it.model, it.createdAtMs) } : it,
    )
    exchange.waitUntil(settle(ruling, claimed, row ?? null, asked, exchange))
    return asked
  }
}

/** Never rejects: what becomes of a call whose ledger fails is the YAML's to say. */
async function hold(
  cost: number,
  claimed: readonly Claimed[],
  model: string | null,
  slug: string,
  { gateway: { id }, env }: Exchange,
): Promise<Ruling> {
  const amount = Math.max(1, nanodollarsOf(cost))
  try {
    const claims = claimed.map(({ claim }) => claim)
    const holding: Promise<Holding> = ledgerOf(id, env).hold(amount, claims)
    const { refused, heldAtMs } = await within(MOST_WAIT_MS, holding)
    if (refused === null) return { refusal: null, held: amount, heldAtMs }
    const { budget, whose } = claimed[refused.claim] as Claimed
    return { ...NOTHING_HELD, refusal: overBudget(budget, refused, { gateway: id, slug, model, whose }) }
  } catch (thrown) {
    const onFailure = claimed.some(({ budget }) => budget.onFailure === 'deny') ? 'deny' : 'allow'
    console.warn(`gatewright: the ledger of gateway '${id}' failed; budgets.on_failure: ${onFailure}`, thrown)
    if (onFailure === 'allow') return NOTHING_HELD
    const description = `The ledger of gateway '${id}' failed, and requests that it did not count are refused. Try again.`
    return { ...NOTHING_HELD, refusal: new GatewayError('limiterFailed', description) }
  }
}

/** When both the answer and its row are over. Never rejects. */
async function settle(
  { held, heldAtMs }: Ruling,
  claimed: readonly Claimed[],
  row: Promise<LogRow> | null,
  asked: Promise<Outcome>,
  exchange: Exchange,
): Promise<void> {
  const outcome = await asked.catch(() => null)
  // What was thrown came from no provider.
  const cost = outcome === null ? 0 : costOf(await row, held, outcome.verdict === 'take')
  if (held === 0 && cost === 0) return
  await settleSoon({ held, heldAtMs, cost, claims: claimed.map(({ claim }) => claim) }, exchange)
}

/**
 * What nobody knows the price of costs nothing. A row that the cache made up is not about this call: the provider was asked behind a stale
 * answer, or failed in front of one. Then an answer counts as it was estimated.
 */
function costOf(row: LogRow | null, held: Nanodollars, isAnswered: boolean): Nanodollars {
  if (row === null || row.cacheStatus === 'HIT' || row.cacheStatus === 'STALE') return isAnswered ? held : 0
  return nanodollarsOf(row.cost ?? 0)
}
