// The models of one provider in the price data -> a list as the runtime searches it, in the data's order.

import type { ConditionalPrice, MatchLogic, ModelInfo } from '@pydantic/genai-prices'
import type { NamePattern, PriceChange, PriceEntry, PriceList, Rates } from '../../runtime/cost/price-records.ts'
import { ratesOf } from './rates.ts'
import { notFree } from './vendors.ts'

/** A list of a provider's models. */
export function priceList(models: readonly ModelInfo[]): PriceList {
  return models.map(entryOf)
}

/** In the data the last price whose condition holds counts, and the first where none does; in an entry the first change. */
function entryOf({ id, match, prices }: ModelInfo): PriceEntry {
  if (notFree.includes(id)) return [pattern(match), null]
  const all = Array.isArray(prices) ? prices : [{ prices }]
  const start = Math.max(
    0,
    all.findLastIndex(({ constraint }) => constraint === undefined),
  )
  const base = all[start]
  if (base === undefined) throw new Error(`unreachable: the price data has an empty list of prices for '${id}'`)
  const later = base.constraint === undefined ? all.slice(start + 1) : all
  return [pattern(match), ratesOf(base.prices), ...later.map(changeOf).reverse()]
}

function changeOf({ constraint, prices }: ConditionalPrice): PriceChange {
  const rates: Rates | null = ratesOf(prices)
  if (constraint?.type === 'start_date') return [rates, Date.parse(constraint.start_date)]
  if (constraint?.type === 'time_of_date') {
    return [rates, timeMs(constraint.start_time), timeMs(constraint.end_time)]
  }
  throw new Error(`unreachable: the price data has a condition that nobody knows: ${JSON.stringify(constraint)}`)
}

/** `HH:MM:SSZ` as milliseconds of the day. */
function timeMs(time: string): number {
  const sinceEpochMs = Date.parse(`1970-01-02T${time}`)
  if (Number.isNaN(sinceEpochMs)) throw new Error(`unreachable: the price data has a time that is none: ${time}`)
  return sinceEpochMs % 86_400_000
}

/** At the top any of a list fits; below, all and any take turns, so a list within its own kind is wrapped once more. */
function pattern(match: MatchLogic): NamePattern {
  const any = anyOf(match)
  const [only] = any
  return any.length === 1 && typeof only === 'string' ? only : any
}

function anyOf(match: MatchLogic): readonly NamePattern[] {
  if ('or' in match) return match.or.flatMap(anyOf)
  if ('and' in match) return [match.and.map(allOf)]
  return [word(match)]
}

/** A part of a list of which all must fit. */
function allOf(match: MatchLogic): NamePattern {
  return 'or' in match || 'and' in match ? anyOf(match) : word(match)
}

function word(match: Exclude<MatchLogic, { or: unknown } | { and: unknown }>): string {
  if ('equals' in match) return `=${match.equals.toLowerCase()}`
  if ('starts_with' in match) return `^${match.starts_with.toLowerCase()}`
  if ('ends_with' in match) return `$${match.ends_with.toLowerCase()}`
  if ('contains' in match) return `~${match.contains.toLowerCase()}`
  return `/${match.regex}`
}
