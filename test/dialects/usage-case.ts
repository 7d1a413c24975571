// What a provider says of usage, what that is in tokens, and what it costs: the shape of the cases in {dialect}/usage-cases.ts.

import type { JsonObject } from '../../runtime/dialects/chat.ts'
import type { TokenUsage } from '../../runtime/logs/token-usage.ts'

export { tokens as used } from '../support/log-row.ts'

/** When the prices are taken: some change with time. */
export const CASES_AT_MS = Date.parse('2026-11-20T12:00:00Z')

/** One answer, said in one way or more: each must be read as the same. */
export interface UsageCase {
  readonly name: string
  /** Who says so of this shape. */
  readonly source: string
  /** The provider row's name, by which its vendor's prices are found. */
  readonly row: string
  readonly model: string
  readonly whole?: JsonObject
  readonly events?: readonly JsonObject[]
  readonly headers?: { readonly [name: string]: string }
  /** `null`: nothing is said that counts. */
  readonly usage: TokenUsage | null
  /** US dollars at {@link CASES_AT_MS}, by hand; `null`: it has no known price. */
  readonly cost: number | null
}
