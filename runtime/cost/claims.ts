// The budgets that apply to a call -> from which accounts, in whole nano-dollars. Calls without the thing counted by (no token, no such
// metadata) are counted together. What tells people apart leaves here as a digest: names and metadata are not kept in the clear.

import type { Attempt, Exchange } from '../exchange.ts'
import { hexOf } from '../hex.ts'
import { metadataValue } from '../logs/metadata.ts'
import type { BudgetRecord } from '../records.ts'
import type { Claim } from '../state/ledger.ts'
import { nanodollarsOf } from './nanodollars.ts'

/** A budget as it applies to a call. */
export interface Claimed {
  readonly budget: BudgetRecord
  /** Whose account it is, as the caller knows it; `null`: nobody's in particular. */
  readonly whose: string | null
  readonly claim: Claim
}

/** In the budgets' order. Another window or another thing to count by is another account, and begins anew. */
export function claimsOf(
  budgets: readonly BudgetRecord[],
  model: string | null,
  attempt: Attempt,
  exchange: Exchange,
): Promise<readonly Claimed[]> {
  return Promise.all(
    budgets.map(async (budget) => {
      const { by, usd, windowMs, technique } = budget
      const whose = whoseOf(by, model, attempt, exchange)
      const account = `${by}/${windowMs}`
      const key = whose === null ? account : `${account}/${await digestOf(whose)}`
      return { budget, whose, claim: { key, windowMs, technique, nanodollars: nanodollarsOf(usd) } }
    }),
  )
}

/** A model is a provider's: others may have one of that name. */
function whoseOf(by: BudgetRecord['by'], model: string | null, attempt: Attempt, { caller }: Exchange): string | null {
  if (by === 'gateway') return null
  if (by === 'token') return caller
  if (by === 'provider') return attempt.slug
  if (by === 'model') return model === null ? null : `${attempt.slug}/${model}`
  return metadataValue(attempt, by.slice('metadata.'.length))
}

async function digestOf(text: string): Promise<string> {
  return hexOf(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))
}
