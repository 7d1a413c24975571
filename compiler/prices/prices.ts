// The names of the provider rows that some gateway uses -> the text of prices.txt: their vendors' prices, and nobody else's.
// A line for each row and each list of models, `key TAB json`, sorted in UTF-16 order: what runtime/table.ts searches.

import type { PriceList } from '../../runtime/cost/price-records.ts'
import { json } from '../literal.ts'
import { priceData } from './price-data.ts'
import { priceList } from './price-list.ts'
import { free, vendors } from './vendors.ts'

/** The list of a row that is free: every model, at nothing, and without a name too. */
const FREE: PriceList = [['~', [0, 0]]]

/**
 * All models of the vendors are in it: what the YAML lists of a provider's models closes nothing, callers may name others. The same rows
 * give the same text, in whatever order. A row that nobody has prices for has no line.
 */
export function pricesText(rowNames: readonly string[]): string {
  const lines = new Map<string, string>()
  for (const row of rowNames) {
    const id = vendors[row]
    if (free.includes(row)) {
      lines.set(row, json(['@free'])).set('@free', json(FREE))
    } else if (id !== undefined) {
      const lists = [id, ...(priceData(id).fallback_model_providers ?? [])]
      lines.set(row, json(lists.map((list) => `@${list}`)))
      for (const list of lists) lines.set(`@${list}`, json(priceList(priceData(list).models)))
    }
  }
  const sorted = [...lines].sort(([a], [b]) => (a < b ? -1 : 1))
  return `\n${sorted.map(([key, value]) => `${key}\t${value}\n`).join('')}`
}
