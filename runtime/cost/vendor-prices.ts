// The text of prices.txt -> what a vendor asks for a model at a time. A list is parsed when it is first asked for, and a model looked
// for in it once.

import { openTable } from '../table.ts'
import type { NamePattern, PriceEntry, PriceList, PriceLists, Rates } from './price-records.ts'

/** How many models are remembered, known or not, before all are forgotten. */
const REMEMBERED = 1000
/** No model has a longer name. */
const LONGEST_NAME = 500
/** A date as some write it behind a model's name, where others write it with dashes. */
const COMPACT_DATE = /-(20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=[-:]|$)/g
const DAY_MS = 86_400_000

/** `null`: there is no price for it. Names fit in any case, dated ones as those without the date where the vendor has them so. */
export function vendorPrices(text: string): (row: string, model: string, atMs: number) => Rates | null {
  const lookUp = openTable(text)
  const remembered = new Map<string, PriceEntry | null>()

  function find(row: string, name: string): PriceEntry | null {
    const lists = ((lookUp(row) ?? []) as PriceLists).map((list) => lookUp(list) as PriceList)
    for (const spelling of new Set([name, name.replace(COMPACT_DATE, '-$1-$2-$3')])) {
      for (const list of lists) {
        const entry = list.find(([names]) => fits(names, spelling, true))
        if (entry !== undefined) return entry
      }
    }
    return null
  }

  return function vendorPrice(row, model, atMs) {
    const name = model.trim().toLowerCase()
    if (name.length > LONGEST_NAME) return null
    const key = `${row}\n${name}`
    let entry = remembered.get(key)
    if (entry === undefined) {
      entry = find(row, name)
      if (remembered.size >= REMEMBERED) remembered.clear()
      remembered.set(key, entry)
    }
    return entry === null ? null : ratesAt(entry, atMs)
  }
}

function ratesAt([, rates, ...changes]: PriceEntry, atMs: number): Rates | null {
  const change = changes.find(([, fromMs, untilMs]) =>
    untilMs === undefined ? atMs >= fromMs : isWithin(atMs % DAY_MS, fromMs, untilMs),
  )
  return change === undefined ? rates : change[0]
}

/** Around midnight too. */
function isWithin(timeMs: number, fromMs: number, untilMs: number): boolean {
  return untilMs < fromMs ? timeMs >= fromMs || timeMs < untilMs : timeMs >= fromMs && timeMs < untilMs
}

function fits(pattern: NamePattern, name: string, isAnyEnough: boolean): boolean {
  if (typeof pattern !== 'string') {
    const inner = (part: NamePattern) => fits(part, name, !isAnyEnough)
    return isAnyEnough ? pattern.some(inner) : pattern.every(inner)
  }
  const text = pattern.slice(1)
  switch (pattern[0]) {
    case '=':
      return name === text
    case '^':
      return name.startsWith(text)
    case '$':
      return name.endsWith(text)
    case '~':
      return name.includes(text)
    default:
      return new RegExp(text).test(name)
  }
}
