// Whose price counts: the caller's over the YAML's over the provider's word over the vendor's list, and unknown is never nothing.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pricesText } from '../../compiler/prices/prices.ts'
import { vendors } from '../../compiler/prices/vendors.ts'
import type { Charge } from '../../runtime/cost/charge.ts'
import { charging } from '../../runtime/cost/charging.ts'
import type { StatedPriceRecord } from '../../runtime/records.ts'
import { tokens } from '../support/log-row.ts'
import { charged } from './charged.ts'

const charge = charging(pricesText([...Object.keys(vendors), 'echo']))

/** Rates that are told apart in a sum. */
function stated(price: Partial<StatedPriceRecord>): StatedPriceRecord {
  return { input: 1, output: 10, cachedInput: null, cacheWrite: null, reasoning: null, request: 0, ...price }
}

describe('the order', () => {
  const customCost = '{"per_token_in":0.000003,"per_token_out":0.000004}'
  const prices = [['openai/gpt-4o-mini', stated({})]] as const
  const told = tokens(1e6, 1e6, { statedCost: 0.5 })
  it.each<[string, Parameters<typeof charged>[0], Charge]>([
    ['the caller', { customCost, stated: prices, usage: told }, { cost: 7, isCustom: true }],
    ['the YAML', { stated: prices, usage: told }, { cost: 11, isCustom: true }],
    ['the provider', { usage: told }, { cost: 0.5, isCustom: false }],
    // gpt-4o-mini: 0.15 in, 0.60 out.
    ['the vendor', {}, { cost: 0.75, isCustom: false }],
    [
      'a header that cannot be read',
      { customCost: '{"per_token_in":-1}', stated: prices },
      { cost: 11, isCustom: true },
    ],
  ])('%s', (_, said, expected) => {
    expect(charge(charged(said))).toEqual(expected)
  })
})

describe('the vendor', () => {
  it.each<[string, Parameters<typeof charged>[0], number | null]>([
    ['a dated name', { model: 'gpt-4o-mini-2024-07-18' }, 0.75],
    ['another case', { model: 'GPT-4o-mini' }, 0.75],
    ['an unknown model', { model: 'gpt-unheard-of' }, null],
    ['no model', { model: null }, null],
    ['nothing said of the usage', { usage: null }, null],
    ['another slug on the same row', { slug: 'anything' }, 0.75],
    ['a custom provider', { row: 'custom openai', slug: 'custom-vllm' }, null],
    ['a row that is not there', { row: 'constructor' }, null],
    ['a name of a megabyte', { model: 'gpt-4o-mini'.repeat(1e5) }, null],
    ['a model that is free', { model: 'omni-moderation-latest', usage: null }, 0],
    ['a model by the minute', { model: 'whisper-1' }, null],
    ["another vendor's model", { row: 'google-vertex-ai', model: 'claude-sonnet-4@20250514' }, 18],
    ['by the request as well', { row: 'perplexity-ai', model: 'sonar', usage: tokens(1e6, 0) }, 1.012],
    [
      'by the search as well',
      { row: 'anthropic', model: 'claude-3-7-sonnet', usage: tokens(1e6, 0, { webSearches: 5 }) },
      3.05,
    ],
    ['a hosted model', { row: 'workers-ai', model: '@cf/meta/llama-3.1-8b-instruct' }, 1.109],
    ['an inference profile', { row: 'aws-bedrock', model: 'eu.anthropic.claude-sonnet-4-20250514-v1:0' }, 18],
  ])('%s', (_, said, cost) => {
    if (cost === null) expect(charge(charged(said)).cost).toBeNull()
    else expect(charge(charged(said)).cost).toBeCloseTo(cost, 12)
  })

  it('asks nobody for a built-in: it is free, without a model and without a word of usage', () => {
    for (const said of [{}, { model: null }, { usage: null }]) {
      expect(charge(charged({ row: 'echo', slug: 'echo', ...said }))).toEqual({ cost: 0, isCustom: false })
    }
    const prices = [['echo/*', stated({})]] as const
    expect(charge(charged({ row: 'echo', slug: 'echo', stated: prices }))).toEqual({ cost: 11, isCustom: true })
  })

  it('asks another price by the hour', () => {
    const at = (time: string) =>
      charge(charged({ row: 'deepseek', model: 'deepseek-chat', atMs: Date.parse(`2026-10-01T${time}Z`) })).cost
    expect(at('00:29:59.999')).toBeCloseTo(0.685, 12)
    expect(at('00:30:00')).toBeCloseTo(1.37, 12)
    expect(at('16:29:59.999')).toBeCloseTo(1.37, 12)
    expect(at('16:30:00')).toBeCloseTo(0.685, 12)
  })

  it('asks another price of long prompts, for all of their tokens', () => {
    const of = (input: number) =>
      charge(charged({ row: 'google-ai-studio', model: 'gemini-2.5-pro', usage: tokens(input, 1e6) })).cost
    expect(of(200_000)).toBeCloseTo(0.2 * 1.25 + 10, 12)
    expect(of(200_001)).toBeCloseTo(0.200001 * 2.5 + 15, 12)
  })
})

describe('the YAML', () => {
  const usage = tokens(1000, 100, {
    cachedTokens: 300,
    cacheWriteTokens: 200,
    cacheWriteHourTokens: 50,
    reasoningTokens: 40,
  })
  it.each<[string, Partial<StatedPriceRecord>, number]>([
    ['parts cost as their sums', {}, 1000 * 1 + 100 * 10],
    ['cached input', { cachedInput: 0.1 }, 700 * 1 + 300 * 0.1 + 100 * 10],
    ['cache writes, for an hour too', { cacheWrite: 1.25 }, 800 * 1 + 200 * 1.25 + 100 * 10],
    ['reasoning', { reasoning: 20 }, 1000 * 1 + 60 * 10 + 40 * 20],
    ['all of it', { cachedInput: 0, cacheWrite: 2, reasoning: 5 }, 500 * 1 + 200 * 2 + 60 * 10 + 40 * 5],
    ['a price by the request', { request: 0.25 }, 2000 + 0.25e6],
  ])('%s', (_, price, millionths) => {
    const { cost, isCustom } = charge(charged({ usage, stated: [['openai/gpt-4o-mini', stated(price)]] }))
    expect(cost).toBeCloseTo(millionths / 1e6, 12)
    expect(isCustom).toBe(true)
  })

  it('knows no cost by the token without usage, and one by the request', () => {
    const of = (price: Partial<StatedPriceRecord>) =>
      charge(charged({ usage: null, stated: [['openai/*', stated(price)]] }))
    expect(of({ request: 0.25 })).toEqual({ cost: null, isCustom: false })
    expect(of({ input: 0, output: 0, request: 0.25 })).toEqual({ cost: 0.25, isCustom: true })
    expect(of({ input: 0, output: 0, cachedInput: 1 })).toEqual({ cost: null, isCustom: false })
  })

  it.each<[asked: string | null, slug: string, name: string | null]>([
    ['gpt-4o-mini', 'openai', 'openai/gpt-4o-mini'],
    ['gpt-4o-mini-2024-07-18', 'openai', 'openai/gpt-4o-mini*'],
    ['gpt-4o', 'openai', 'openai/gpt-4o*'],
    ['GPT-4o', 'openai', 'openai/*'],
    ['o3', 'openai', 'openai/*'],
    [null, 'openai', 'openai/*'],
    ['o3', 'openai-eu', null],
    ['gpt-4o-mini', 'azure-openai', null],
    ['*', 'fireworks', 'fireworks/*'],
  ])('%s of %s is priced by %s', (model, slug, name) => {
    const names = ['openai/gpt-4o-mini*', 'openai/gpt-4o-mini', 'openai/gpt-4o*', 'fireworks/*', 'openai/*']
    const prices = names.map((name, at) => [name, stated({ input: 0, output: 0, request: at + 1 })] as const)
    const { cost } = charge(charged({ row: 'fal', slug, model, stated: prices }))
    expect(cost).toBe(name === null ? null : names.indexOf(name) + 1)
  })
})

it('never throws and is never negative, whatever is asked', () => {
  const count = fc.oneof(fc.constant(null), fc.nat(2000))
  const usage = fc.record({
    ...{ inputTokens: fc.nat(2000), outputTokens: fc.nat(2000), cachedTokens: count, cacheWriteTokens: count },
    ...{ cacheWriteHourTokens: count, reasoningTokens: count, inputAudioTokens: count, cachedAudioTokens: count },
    ...{ outputAudioTokens: count, inputImageTokens: count, cachedImageTokens: count, outputImageTokens: count },
    webSearches: count,
  })
  const model = fc.constantFrom(
    'claude-opus-5',
    'gpt-realtime',
    'gpt-image-1.5',
    'sonar-deep-research',
    'gemini-2.5-pro',
  )
  fc.assert(
    fc.property(
      usage,
      model,
      fc.constantFrom(...Object.keys(vendors)),
      fc.string(),
      (usage, model, row, customCost) => {
        const { cost } = charge(charged({ usage, model, row, customCost }))
        if (cost !== null) expect(cost).toBeGreaterThanOrEqual(0)
      },
    ),
    { numRuns: 2000 },
  )
})

it('forgets models that it was asked for, and finds them again', () => {
  for (let at = 0; at < 2500; at += 1) expect(charge(charged({ model: `unknown-${at}` })).cost).toBeNull()
  expect(charge(charged({})).cost).toBe(0.75)
})
