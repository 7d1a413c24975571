// The value of `cf-aig-custom-cost` -> rates, or that it cannot be read. Source: the wire contract, "traffic" 5.13 and "headers".

import type { Rates } from './price-records.ts'

/** What the header takes, for whoever refuses it. */
export const CUSTOM_COST_TAKES =
  'a JSON object with "per_token_in" and "per_token_out", also "per_cache_read_token" and "per_cache_write_token", or with "total_cost": numbers of US dollars, from 0 to 1000000'

/** More than this is a slip of the pen: a million dollars for a token or a request. */
const MOST_USD = 1e6
const MILLION = 1e6
const NO_PARTS = [null, null, null, null, null, null, null, null, null, null, null] as const
const NAMES = ['per_token_in', 'per_token_out', 'per_cache_read_token', 'per_cache_write_token', 'total_cost'] as const

/**
 * The rates that the caller states. `null`: not readable. `total_cost` is the cost whatever was used. A cache rate that is not stated is
 * `per_token_in`'s; a cost that needs a rate for input or output that is not stated is not known. Other fields are passed over.
 */
export function customCostOf(text: string): Rates | null {
  const said = parsed(text)
  if (said === null) return null
  const values = NAMES.map((name) => said[name] ?? null)
  if (values.every((value) => value === null) || !values.every(isRate)) return null
  const [input, output, cached, cacheWrite, total] = values
  if (typeof total === 'number') return [0, 0, ...NO_PARTS, total]
  return [perMillion(input), perMillion(output), perMillion(cached), perMillion(cacheWrite)]
}

function parsed(text: string): { readonly [name: string]: unknown } | null {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function isRate(value: unknown): value is number | null {
  return value === null || (typeof value === 'number' && value >= 0 && value <= MOST_USD)
}

function perMillion(usdPerToken: number | null | undefined): number | null {
  return typeof usdPerToken === 'number' ? usdPerToken * MILLION : null
}
