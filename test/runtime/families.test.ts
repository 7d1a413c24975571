// What the metrics are called, by what they are apart, and what they count: a few attempts of two gateways, told in full.

import { describe, expect, it } from 'vitest'
import { factOf } from '../../runtime/state/rollups/fact.ts'
import { count, noTotal, type SeriesTotal, seriesOf } from '../../runtime/state/rollups/total.ts'
import { familiesOf } from '../../runtime/telemetry/families.ts'
import { exposition } from '../../runtime/telemetry/prometheus.ts'
import { logRow, tokens } from '../support/log-row.ts'
import { readScrape } from '../support/scrape.ts'

const text = exposition(
  familiesOf([
    {
      gateway: 'one',
      totals: [
        seriesTotal(
          logRow({
            route: 'chat',
            token: 'bot',
            durationMs: 20,
            usage: tokens(4, 5, { cachedTokens: 3, reasoningTokens: 2 }),
          }),
          logRow({ route: 'chat', token: 'bot', durationMs: 21, retries: 2, isServed: false, cost: 0.5 }),
        ),
        seriesTotal(logRow({ route: 'chat', cacheStatus: 'HIT', cost: 0 })),
        seriesTotal(
          logRow({ route: 'chat', cacheStatus: 'MISS', cost: null, usage: tokens(1, 1, { cacheWriteTokens: 1 }) }),
        ),
        seriesTotal(
          logRow({
            provider: 'aws-bedrock',
            model: null,
            modelType: null,
            status: 429,
            isSuccess: false,
            usage: null,
            cost: null,
          }),
        ),
        seriesTotal(
          logRow({
            provider: 'custom-vllm',
            responseContentType: 'text/event-stream; charset=utf-8',
            timeToFirstByteMs: 100_000,
          }),
        ),
      ],
    },
    {
      gateway: 'two',
      totals: [seriesTotal(logRow({ cost: 0.25 })), seriesTotal(logRow({ model: 'claude', cost: null }))],
    },
    { gateway: 'four', totals: [seriesTotal(logRow({ modelType: 'completion' }))] },
    { gateway: 'three', totals: null },
  ]),
)
const scrape = readScrape(text)

function seriesTotal(...rows: readonly [ReturnType<typeof logRow>, ...ReturnType<typeof logRow>[]]): SeriesTotal {
  const total = noTotal()
  for (const row of rows) count(total, factOf(row))
  return { series: seriesOf(factOf(rows[0])), total }
}

/** Samples of a family, without the labels that are in all of them here. */
function samplesOf(name: string): { readonly [labels: string]: number } {
  const own = [...scrape].filter(([key]) => key.startsWith(`${name}{`))
  return Object.fromEntries(own.map(([key, value]) => [key.slice(name.length), value]))
}

describe('ours', () => {
  it('count requests by the attempt that answered, and attempts, and errors', () => {
    expect(samplesOf('gatewright_requests_total')).toEqual({
      '{gateway="one",model="gpt-4o-mini",provider="openai",route="chat",status="200",token="bot"}': 1,
      '{gateway="one",model="gpt-4o-mini",provider="openai",route="chat",status="200"}': 2,
      '{gateway="one",provider="aws-bedrock",status="429"}': 1,
      '{gateway="one",model="gpt-4o-mini",provider="custom-vllm",status="200"}': 1,
      '{gateway="two",model="gpt-4o-mini",provider="openai",status="200"}': 1,
      '{gateway="two",model="claude",provider="openai",status="200"}': 1,
      '{gateway="four",model="gpt-4o-mini",provider="openai",status="200"}': 1,
    })
    const attempts = samplesOf('gatewright_attempts_total')
    expect(
      attempts['{gateway="one",model="gpt-4o-mini",provider="openai",route="chat",status="200",token="bot"}'],
    ).toBe(2)
    expect(samplesOf('gatewright_errors_total')).toMatchObject({
      '{error_type="429",gateway="one",provider="aws-bedrock",status="429"}': 1,
      '{gateway="two",model="gpt-4o-mini",provider="openai",status="200"}': 0,
    })
  })

  it('count retries and what came of the cache', () => {
    expect(samplesOf('gatewright_retries_total')['{gateway="one",model="gpt-4o-mini",provider="openai"}']).toBe(2)
    expect(samplesOf('gatewright_cache_total')).toEqual({
      '{gateway="one",model="gpt-4o-mini",provider="openai",result="hit"}': 1,
      '{gateway="one",model="gpt-4o-mini",provider="openai",result="miss"}': 1,
    })
  })

  it('count tokens by kind and dollars, and say what has no price', () => {
    const labels = 'gateway="one"'
    const rest = 'model="gpt-4o-mini",provider="openai",route="chat",token="bot"'
    const bot = samplesOf('gatewright_tokens_total')
    const kinds = ['input', 'output', 'cached', 'cache_write', 'reasoning']
    expect(kinds.map((kind) => bot[`{${labels},kind="${kind}",${rest}}`])).toEqual([14, 25, 3, 0, 2])
    const cost = samplesOf('gatewright_cost_usd_total')
    expect(cost[`{${labels},${rest}}`]).toBeCloseTo(0.501, 12)
    expect(cost['{gateway="two",model="gpt-4o-mini",provider="openai"}']).toBe(0.25)
    expect(Object.keys(cost).filter((key) => key.includes('claude'))).toEqual([])
    const unpriced = samplesOf('gatewright_unpriced_attempts_total')
    expect(unpriced['{gateway="one",model="gpt-4o-mini",provider="openai"}']).toBe(1)
    expect(unpriced['{gateway="two",model="claude",provider="openai"}']).toBe(1)
    // It used nothing: there is nothing to price.
    expect(unpriced['{gateway="one",provider="aws-bedrock"}']).toBe(0)
  })

  it('say which store did not answer', () => {
    expect(samplesOf('gatewright_log_store_up')).toEqual({
      '{gateway="one"}': 1,
      '{gateway="two"}': 1,
      '{gateway="three"}': 0,
      '{gateway="four"}': 1,
    })
  })
})

describe("OpenTelemetry's", () => {
  const duration = samplesOf('gen_ai_client_operation_duration_seconds_bucket')
  const openai = 'gen_ai_operation_name="chat",gen_ai_provider_name="openai",gen_ai_request_model="gpt-4o-mini"'

  it('time what was asked of providers, not what the cache answered', () => {
    const at = (le: string) => duration[`{gateway="one",${openai},le="${le}"}`]
    // 20 ms, 21 ms, and 100 ms of the miss.
    expect([at('0.01'), at('0.02'), at('0.04'), at('0.08'), at('0.16'), at('+Inf')]).toEqual([0, 1, 2, 2, 3, 3])
    const sum = samplesOf('gen_ai_client_operation_duration_seconds_sum')
    expect(sum[`{gateway="one",${openai}}`]).toBeCloseTo(0.141, 12)
  })

  it('have the buckets that the conventions advise', () => {
    const bounds = (name: string) =>
      new Set(Object.keys(samplesOf(`${name}_bucket`)).map((key) => Number(/le="([^"+]*)"/.exec(key)?.[1] ?? Infinity)))
    const seconds = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92, Infinity]
    const tokens = [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864, Infinity]
    expect(bounds('gen_ai_client_operation_duration_seconds')).toEqual(new Set(seconds))
    expect(bounds('gen_ai_client_operation_time_to_first_chunk_seconds')).toEqual(new Set(seconds))
    expect(bounds('gen_ai_client_token_usage')).toEqual(new Set(tokens))
  })

  it('name providers and operations as the conventions do, and what went wrong', () => {
    const failed = 'error_type="429",gateway="one",gen_ai_operation_name="_OTHER",gen_ai_provider_name="aws.bedrock"'
    expect(samplesOf('gen_ai_client_operation_duration_seconds_count')[`{${failed}}`]).toBe(1)
    expect(samplesOf('gen_ai_client_token_usage_count')[`{${failed}}`]).toBeUndefined()
    const completion = `gateway="four",${openai.replace('"chat"', '"text_completion"')}`
    expect(samplesOf('gen_ai_client_operation_duration_seconds_count')[`{${completion}}`]).toBe(1)
  })

  it('time the first chunk of answers that stream, and of no others', () => {
    const model = 'gen_ai_operation_name="chat",gen_ai_provider_name="custom-vllm",gen_ai_request_model="gpt-4o-mini"'
    expect(samplesOf('gen_ai_client_operation_time_to_first_chunk_seconds_sum')).toEqual({
      [`{gateway="one",${model}}`]: 100,
    })
  })

  it('count tokens of operations by type', () => {
    const usage = samplesOf('gen_ai_client_token_usage_bucket')
    const at = (type: string, le: string) => usage[`{gateway="one",${openai},gen_ai_token_type="${type}",le="${le}"}`]
    // Inputs 4, 10 and 1; outputs 5, 20 and 1.
    expect([at('input', '1'), at('input', '4'), at('input', '16'), at('input', '64')]).toEqual([1, 2, 3, 3])
    expect([at('output', '1'), at('output', '4'), at('output', '16'), at('output', '64')]).toEqual([1, 1, 2, 3])
  })
})
