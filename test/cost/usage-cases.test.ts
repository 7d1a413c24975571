// What providers said of real answers, charged: the sums beside the cases are worked out by hand from the vendors' price lists.

import { describe, expect, it } from 'vitest'
import { pricesText } from '../../compiler/prices/prices.ts'
import { vendors } from '../../compiler/prices/vendors.ts'
import { charging } from '../../runtime/cost/charging.ts'
import { CASES_AT_MS } from '../dialects/usage-case.ts'
import { usageCases } from '../dialects/usage-cases.ts'
import { charged } from './charged.ts'

const charge = charging(pricesText(Object.keys(vendors)))

describe.each(Object.entries(usageCases))('%s', (_, cases) => {
  it.each(cases.map((it) => [it.name, it] as const))('%s', (_, { row, model, usage, cost }) => {
    const result = charge(charged({ row, slug: row, model, usage, atMs: CASES_AT_MS }))
    if (cost === null) expect(result.cost).toBeNull()
    else expect(Math.abs((result.cost ?? Number.NaN) - cost)).toBeLessThanOrEqual(cost * 1e-12)
  })

  it('has ten of them, and most have a price', () => {
    expect(cases.length).toBeGreaterThanOrEqual(10)
    expect(cases.filter(({ cost }) => cost !== null && cost > 0).length).toBeGreaterThan(cases.length / 2)
  })
})
