// What is charged for an attempt: the caller's price, else the YAML's, else what the provider's answer says,
// else the vendor's from the text of prices.txt.

import type { ChargeFor } from './charge.ts'
import { costOf } from './cost-of.ts'
import { customCostOf } from './custom-cost.ts'
import { statedPrice } from './stated-price.ts'
import { vendorPrices } from './vendor-prices.ts'

/**
 * Opens a table of prices. A header that cannot be read states nothing. Answers of a built-in cost nothing: nobody is paid for them, so the
 * table says that they are free, unless a price is stated for them.
 */
export function charging(text: string): ChargeFor {
  const vendorPrice = vendorPrices(text)
  return function charge({ row, slug, model, usage, atMs, stated, customCost }) {
    const name = model ?? ''
    const custom = (customCost === null ? null : customCostOf(customCost)) ?? statedPrice(stated, slug, name)
    // What a provider says that it charges for an answer is truer than its list.
    const told = custom === null ? usage?.statedCost : null
    if (typeof told === 'number') return { cost: told, isCustom: false }
    const rates = custom ?? vendorPrice(row, name, atMs)
    const cost = rates === null ? null : costOf(rates, usage)
    return { cost, isCustom: custom !== null && cost !== null }
  }
}
