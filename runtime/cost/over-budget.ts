// A budget that is spent -> the answer that says so: which, whose, how much of it, and when to ask again; in words, and in headers.

import { GatewayError } from '../problem.ts'
import type { BudgetRecord } from '../records.ts'
import type { Breach } from './account.ts'
import { usdText } from './nanodollars.ts'

const MOST_SHOWN = 100

/** Who asked whom. */
interface Asked {
  readonly gateway: string
  readonly slug: string
  readonly model: string | null
  /** Whose budget it is, where it is not everybody's. It is what the caller said, or the name of the caller's token. */
  readonly whose: string | null
}

/**
 * Begins as the hosted service's message does, which clients may match on; rules have no ids here, and what a budget counts by stands for
 * it. The header `cf-aig-budget` is ours: a JSON object of `by`, `usd`, `spent`, `held`, `window_seconds` and `technique`. Source: the wire
 * contract, "traffic" 5.6 and "errors".
 */
export function overBudget(
  { by, usd, windowMs, technique }: BudgetRecord,
  breach: Breach,
  { gateway, slug, model, whose }: Asked,
): GatewayError {
  const windowSeconds = windowMs / 1000
  const waitSeconds = String(Math.ceil(breach.resetMs / 1000))
  const [spent, held] = [usdText(breach.spent), usdText(breach.held)]
  const spender = whose === null ? `gateway '${gateway}'` : `${by} '${whose.slice(0, MOST_SHOWN)}'`
  const description =
    `Spend limit exceeded: rule '${by}' (cost limit ${usd} per ${windowSeconds}s, ${technique}) for ${slug}${model === null ? '' : ` ${model.slice(0, MOST_SHOWN)}`}. ` +
    `Spent by ${spender}: ${spent} USD; held for calls in flight: ${held} USD. Ask again in ${waitSeconds} s.`
  const machine = { by, usd, spent: Number(spent), held: Number(held), window_seconds: windowSeconds, technique }
  const headers = { 'retry-after': waitSeconds, 'cf-aig-budget': JSON.stringify(machine) }
  return new GatewayError('overBudget', description, null, headers)
}
