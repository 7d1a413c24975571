// What gateways have counted since their stores began -> the families of metrics that tell it. Names and labels are OpenTelemetry's where it
// has them (its semantic conventions for generative AI metrics, in Prometheus' spelling), and `gatewright_*` where it has none.

import type { Distribution, Series, SeriesTotal, Total } from '../state/rollups/total.ts'
import { SECONDS, TOKENS } from './buckets.ts'
import { operationName, providerName } from './gen-ai-names.ts'
import type { Family, Labels } from './prometheus.ts'

/** A gateway's totals; `null`: its store did not answer. */
export interface Counted {
  readonly gateway: string
  readonly totals: readonly SeriesTotal[] | null
}

/** One series of one gateway. */
type Entry = readonly [gateway: string, series: Series, total: Total]

/** All of them. Series that a family does not tell apart are added up. */
export function familiesOf(counted: readonly Counted[]): readonly Family[] {
  const entries = counted.flatMap(({ gateway, totals }) =>
    (totals ?? []).map(({ series, total }): Entry => [gateway, series, total]),
  )
  return [
    {
      type: 'gauge',
      name: 'gatewright_log_store_up',
      help: 'Whether the log store of a gateway told what it has counted.',
      samples: counted.map(({ gateway, totals }) => [{ gateway }, Number(totals !== null)]),
    },
    ...COUNTERS.map((counter) => counterFamily(entries, counter)),
    ...HISTOGRAMS.map((histogram) => histogramFamily(entries, histogram)),
  ]
}

/** The labels of a series, and how much it counts; several where a label tells parts of it apart. */
interface Counter {
  readonly name: string
  readonly help: string
  readonly read: (series: Series, total: Total) => readonly (readonly [labels: Labels, value: number])[]
}

const COUNTERS: readonly Counter[] = [
  {
    name: 'gatewright_requests_total',
    help: 'Requests of clients, by the attempt that answered them.',
    read: (series, { requests }) => [[whose(series), requests]],
  },
  {
    name: 'gatewright_attempts_total',
    help: 'Attempts at answering requests.',
    read: (series, { attempts }) => [[whose(series), attempts]],
  },
  {
    name: 'gatewright_errors_total',
    help: 'Requests of clients that failed.',
    read: (series, { errors }) => [[{ ...whose(series), error_type: series.error }, errors]],
  },
  {
    name: 'gatewright_retries_total',
    help: 'How often providers were asked again within an attempt.',
    read: ({ provider, model }, { retries }) => [[{ provider, model }, retries]],
  },
  {
    name: 'gatewright_cache_total',
    help: 'Attempts that looked into the cache, by what came of it.',
    read: ({ provider, model, cacheStatus }, { attempts }) =>
      cacheStatus === null ? [] : [[{ provider, model, result: cacheStatus.toLowerCase() }, attempts]],
  },
  {
    name: 'gatewright_tokens_total',
    help: 'Tokens of all attempts. Those of kind cached and cache_write are among input, those of kind reasoning among output.',
    read: ({ provider, model, route, token }, { tokens }) =>
      Object.entries(TOKEN_KINDS).map(([kind, part]) => [{ provider, model, route, token, kind }, tokens[part]]),
  },
  {
    name: 'gatewright_cost_usd_total',
    help: 'US dollars, of all attempts that have a known price.',
    // Where nothing had a price there is no cost, which is not the same as none.
    read: ({ provider, model, route, token }, { cost, unpriced }) =>
      cost === 0 && unpriced > 0 ? [] : [[{ provider, model, route, token }, cost]],
  },
  {
    name: 'gatewright_unpriced_attempts_total',
    help: 'Attempts that used tokens whose price nobody knows: they are not in the cost.',
    read: ({ provider, model }, { unpriced }) => [[{ provider, model }, unpriced]],
  },
]

const TOKEN_KINDS: { readonly [kind: string]: keyof Total['tokens'] } = {
  input: 'input',
  output: 'output',
  cached: 'cached',
  cache_write: 'cacheWrite',
  reasoning: 'reasoning',
}

function whose({ provider, model, route, token, status }: Series): Labels {
  return { provider, model, route, token, status }
}

interface Histogram {
  readonly name: string
  readonly help: string
  readonly bounds: readonly number[]
  /** How many of the store's units are one of the metric's. */
  readonly perUnit: number
  readonly read: (series: Series, total: Total) => readonly (readonly [labels: Labels, distribution: Distribution])[]
}

const HISTOGRAMS: readonly Histogram[] = [
  {
    name: 'gen_ai_client_operation_duration_seconds',
    help: 'GenAI operation duration, of attempts that the cache did not answer.',
    bounds: SECONDS,
    perUnit: 1000,
    read: (series, { duration }) => [[{ ...operation(series), error_type: series.error }, duration]],
  },
  {
    name: 'gen_ai_client_operation_time_to_first_chunk_seconds',
    help: 'Time to receive the first chunk, of answers that stream.',
    bounds: SECONDS,
    perUnit: 1000,
    read: (series, { timeToFirstChunk }) => [[operation(series), timeToFirstChunk]],
  },
  {
    name: 'gen_ai_client_token_usage',
    help: 'Number of input and output tokens used.',
    bounds: TOKENS,
    perUnit: 1,
    read: (series, { inputTokens, outputTokens }) => [
      [{ ...operation(series), gen_ai_token_type: 'input' }, inputTokens],
      [{ ...operation(series), gen_ai_token_type: 'output' }, outputTokens],
    ],
  },
]

function operation({ provider, model, modelType }: Series): Labels {
  return {
    gen_ai_operation_name: operationName(modelType),
    gen_ai_provider_name: providerName(provider),
    gen_ai_request_model: model,
  }
}

function counterFamily(entries: readonly Entry[], { name, help, read }: Counter): Family {
  const samples = together(entries, read, (one, other) => one + other)
  return { type: 'counter', name, help, samples }
}

function histogramFamily(entries: readonly Entry[], { name, help, bounds, perUnit, read }: Histogram): Family {
  const added = together(entries, read, (one, other) => ({
    counts: one.counts.map((own, index) => own + (other.counts[index] ?? 0)),
    sum: one.sum + other.sum,
  }))
  const samples = added
    .filter(([, { counts }]) => counts.some((own) => own > 0))
    .map(([labels, { counts, sum }]) => [labels, counts, sum / perUnit] as const)
  return { type: 'histogram', name, help, bounds, samples }
}

/** What has the same labels is one sample. */
function together<Value>(
  entries: readonly Entry[],
  read: (series: Series, total: Total) => readonly (readonly [labels: Labels, value: Value])[],
  add: (one: Value, other: Value) => Value,
): readonly (readonly [labels: Labels, value: Value])[] {
  const added = new Map<string, readonly [Labels, Value]>()
  for (const [gateway, series, total] of entries) {
    for (const [own, value] of read(series, total)) {
      const labels = { gateway, ...own }
      const key = JSON.stringify(labels)
      const before = added.get(key)
      added.set(key, [labels, before === undefined ? value : add(before[1], value)])
    }
  }
  return [...added.values()]
}
