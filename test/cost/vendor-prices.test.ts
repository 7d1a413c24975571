// A table of prices in small: what the vendors' own data has no case of today, and what is remembered.

import { expect, it, vi } from 'vitest'
import { costOf } from '../../runtime/cost/cost-of.ts'
import type { PriceList } from '../../runtime/cost/price-records.ts'
import { vendorPrices } from '../../runtime/cost/vendor-prices.ts'
import { tokens } from '../support/log-row.ts'

const noon = Date.parse('2026-10-01T12:00:00Z')
const hour = 3_600_000

it('knows hours that go past midnight, and the first change that holds', () => {
  const price = pricesOf([['=m', [1, 1], [[2, 2], 22 * hour, 2 * hour], [[3, 3], noon]]])
  const at = (time: string) => price('row', 'm', Date.parse(`2026-${time}Z`))?.[0]
  expect(at('09-30T21:59:59')).toBe(1)
  expect(at('09-30T22:00:00')).toBe(2)
  expect(at('10-01T01:59:59')).toBe(2)
  expect(at('10-01T02:00:00')).toBe(1)
  expect(at('10-01T12:00:00')).toBe(3)
  expect(at('10-01T23:00:00')).toBe(2)
})

it('takes any of a list, all of a list in it, and any of a list in that', () => {
  const price = pricesOf([
    [
      ['=a', ['^b', '$d', ['~x', '/y\\d']]],
      [1, 1],
    ],
  ])
  const fitting = ['a', 'bxd', 'b-y5-d', 'bd', 'xd', 'bx', 'byd', 'ab'].filter(
    (name) => price('row', name, noon) !== null,
  )
  expect(fitting).toEqual(['a', 'bxd', 'b-y5-d'])
})

it('takes no name for a model that is longer than any', () => {
  const price = pricesOf([['^m', [1, 1]]])
  expect(price('row', 'm'.repeat(500), noon)).not.toBeNull()
  expect(price('row', 'm'.repeat(501), noon)).toBeNull()
})

it('looks for a model once, and remembers a thousand', () => {
  const price = pricesOf([['/^m$', [1, 1]]])
  const search = vi.spyOn(RegExp.prototype, 'test')
  const searches = (name: string) => {
    search.mockClear()
    price('row', name, noon)
    return search.mock.calls.length
  }
  try {
    expect(searches('m')).toBe(1)
    expect(searches('m')).toBe(0)
    for (let at = 1; at <= 1000; at += 1) expect(searches(`other-${at}`)).toBe(1)
    expect(searches('other-1000')).toBe(0)
    expect(searches('m')).toBe(1)
  } finally {
    search.mockRestore()
  }
})

it('pays parts that are larger than their sum, and nothing less for them elsewhere', () => {
  const rates = [1, 1, 0.5, null, null, null, 2, 3] as const
  expect(costOf(rates, tokens(10, 0, { cachedAudioTokens: 10 }))).toBeCloseTo(30e-6, 15)
  expect(costOf(rates, tokens(10, 0, { cachedTokens: 30 }))).toBeCloseTo(15e-6, 15)
})

function pricesOf(list: PriceList) {
  return vendorPrices(`\n@list\t${JSON.stringify(list)}\nrow\t["@list"]\n`)
}
