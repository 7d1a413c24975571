// The package with the price data, and of it one provider at a time. It is loaded when the first is asked for: it is large, and most
// builds and no check need it.

import { createRequire } from 'node:module'
import type * as GenaiPrices from '@pydantic/genai-prices'

let loaded: typeof GenaiPrices | null = null

/** A provider of the data by its id. Ids stand in vendors.ts: one that the data does not have is our mistake. */
export function priceData(id: string): GenaiPrices.Provider {
  loaded ??= createRequire(import.meta.url)('@pydantic/genai-prices') as typeof GenaiPrices
  const provider = loaded.findProvider({ providerId: id })
  if (provider?.id !== id) throw new Error(`unreachable: the price data has no provider '${id}'`)
  return provider
}
