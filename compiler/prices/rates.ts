// One model's prices in the data -> rates by what an answer tells of its usage. What no answer tells is left out.
// The units and how they contain each other are the data's: https://github.com/pydantic/genai-prices, prices/units.yml.

import type { ModelPrice } from '@pydantic/genai-prices'
import type { Rate, Rates } from '../../runtime/cost/price-records.ts'

/** The prices that a usage has counts for, in the order of {@link Rates}; those not by the million tokens are by the thousand. */
const FED = [
  'input_mtok',
  'output_mtok',
  'cache_read_mtok',
  'cache_write_mtok',
  'cache_write_1h_mtok',
  'web_searches_kcount',
  'input_audio_mtok',
  'cache_audio_read_mtok',
  'output_audio_mtok',
  'input_image_mtok',
  'cache_image_read_mtok',
  'output_image_mtok',
  'output_reasoning_mtok',
  'requests_kcount',
] as const

/** Output that has another price than text and is not told apart from it: how much of it there is decides the cost. */
const UNTOLD = 'output_video_mtok'

/** `null`: it has prices, and none by what answers tell. No price at all is free, as the data has it. */
export function ratesOf(prices: ModelPrice): Rates | null {
  const isTold = FED.some((key) => prices[key] !== undefined)
  if (!isTold && Object.values(prices).some((price) => price !== undefined)) return null
  const [input, output, ...parts] = FED.map((key) => rateOf(key, prices[key]))
  const rates = [input ?? 0, prices[UNTOLD] === undefined ? (output ?? 0) : null, ...parts]
  return withoutEnd(rates) as unknown as Rates
}

function rateOf(key: string, price: ModelPrice[string]): Rate | null {
  if (price === undefined) return null
  const isEach = key.endsWith('_kcount')
  if (typeof price === 'number') return isEach ? price / 1000 : price
  if (isEach) throw new Error(`unreachable: ${key} depends on the size of the prompt`)
  const tiers = [...price.tiers].sort((a, b) => a.start - b.start)
  return tiers.length === 0 ? price.base : [price.base, ...tiers.flatMap(({ start, price }) => [start, price])]
}

/** Input and output stay: there `null` says something. */
function withoutEnd(rates: readonly (Rate | null)[]): readonly (Rate | null)[] {
  const last = rates.findLastIndex((rate) => rate !== null)
  return rates.slice(0, Math.max(last + 1, 2))
}
