// The prices that a gateway's YAML states, and a model's name -> the rates that are stated for it.

import type { ObservedRecord } from '../records.ts'
import type { Rates } from './price-records.ts'

/**
 * `prices: { openai/gpt-4o-mini: { input: 0.15, output: 0.6, cached_input: 0.075 }, openai/*: { input: 1, output: 2 } }`
 *
 * US dollars per million tokens; `request` in US dollars for each request, on top. Names are `{provider}/{model}`, the provider as the YAML
 * has it and the model exactly as it was asked for, in this case and with its date; `*` at the end stands for any rest, none too. A name
 * without a `*` wins, then the longest. What is not stated costs as the sum that it is a part of: `cached_input` and `cache_write` (also
 * for an hour) as `input`, `reasoning` as `output`; audio and images always do, and searches cost nothing. A stated price replaces the vendor's whole: nothing of that is
 * mixed in. `null`: no price is stated for this model.
 */
export function statedPrice(prices: ObservedRecord['prices'], slug: string, model: string): Rates | null {
  const asked = `${slug}/${model}`
  const found =
    prices.find(([name]) => name === asked) ??
    prices.find(([name]) => name.endsWith('*') && asked.startsWith(name.slice(0, -1)))
  if (found === undefined) return null
  const { input, output, cachedInput, cacheWrite, reasoning, request } = found[1]
  return [input, output, cachedInput, cacheWrite, null, null, null, null, null, null, null, null, reasoning, request]
}
