// `cf-aig-custom-cost`: what can be read, what it comes to, and what is refused.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { charging } from '../../runtime/cost/charging.ts'
import { CUSTOM_COST_TAKES, customCostOf } from '../../runtime/cost/custom-cost.ts'
import type { TokenUsage } from '../../runtime/logs/token-usage.ts'
import { tokens } from '../support/log-row.ts'
import { charged } from './charged.ts'

const charge = charging('\n')
const cached = tokens(1000, 100, {
  cachedTokens: 300,
  cacheWriteTokens: 200,
  cacheWriteHourTokens: 50,
  reasoningTokens: 40,
})

describe('what it comes to', () => {
  it.each<[string, TokenUsage | null, number | null]>([
    ['{"per_token_in":0.000001,"per_token_out":0.000002}', tokens(1000, 100), 0.0012],
    ['{"per_token_in":0,"per_token_out":0}', tokens(1000, 100), 0],
    ['{"per_token_in":1e-15,"per_token_out":0.000000000000002}', tokens(1000, 100), 1.2e-12],
    // No cache rate: all input at one price.
    ['{"per_token_in":0.001,"per_token_out":0}', cached, 1],
    // One of them: the other is per_token_in's. Fresh input is what is neither read nor written.
    ['{"per_token_in":0.001,"per_token_out":0,"per_cache_read_token":0.0001}', cached, 0.7 + 0.03],
    ['{"per_token_in":0.001,"per_token_out":0,"per_cache_write_token":0.002}', cached, 0.8 + 0.4],
    ['{"per_token_in":0.001,"per_token_out":0.01,"per_cache_read_token":0,"per_cache_write_token":0.002}', cached, 1.9],
    ['{"total_cost":0.123456789012}', tokens(1000, 100), 0.123456789012],
    ['{"total_cost":0.5}', null, 0.5],
    ['{"total_cost":0}', null, 0],
    ['{"total_cost":0.5,"per_token_in":1,"per_token_out":1}', tokens(1000, 100), 0.5],
    ['{"total_cost":null,"per_token_in":0.001,"per_token_out":0}', tokens(1000, 100), 1],
    ['{"per_token_in":0.001,"per_token_out":0,"note":"ours"}', tokens(1000, 100), 1],
    // Half a price is one for embeddings, and none for answers.
    ['{"per_token_in":0.001}', tokens(1000, 0), 1],
    ['{"per_token_in":0.001}', tokens(1000, 1), null],
    ['{"per_token_out":0.001}', tokens(1000, 1), null],
    ['{"per_token_in":0.001,"per_token_out":0}', null, null],
  ])('%s', (customCost, usage, cost) => {
    const result = charge(charged({ usage, customCost }))
    expect(result.isCustom).toBe(cost !== null)
    if (cost === null) expect(result.cost).toBeNull()
    else expect(Math.abs((result.cost ?? Number.NaN) - cost)).toBeLessThanOrEqual(cost * 1e-12)
  })
})

it.each([
  '',
  '0.5',
  'null',
  '[]',
  '[{"total_cost":1}]',
  '{}',
  '{"per_token":1}',
  '{"total_cost":null}',
  '{"total_cost":"1"}',
  '{"total_cost":-0.01}',
  '{"total_cost":1e7}',
  '{"total_cost":1e999}',
  '{"per_token_in":0.1,"per_token_out":true}',
  '{"per_token_in":-1,"total_cost":1}',
  '{"__proto__":{"total_cost":1}}',
  '{"total_cost":1',
])('cannot be read: %s', (text) => {
  expect(customCostOf(text)).toBeNull()
})

it('never throws', () => {
  const value = fc.oneof(fc.double(), fc.string(), fc.constant(null))
  const object = fc.record({ per_token_in: value, per_token_out: value, total_cost: value }, { requiredKeys: [] })
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        object.map((it) => JSON.stringify(it)),
      ),
      (customCost) => {
        const { cost } = charge(charged({ customCost }))
        if (cost !== null) expect(cost).toBeGreaterThanOrEqual(0)
      },
    ),
  )
})

it('says what it takes by the names that it reads', () => {
  for (const name of CUSTOM_COST_TAKES.match(/\w+_\w+/g) ?? []) {
    expect(customCostOf(`{"${name}":1}`)).not.toBeNull()
  }
})
