// What a gateway takes note of -> the record that the runtime reads: logs, prices, budgets, collectors and a dataset.

import type { BudgetRecord, LogsRecord, ObservedRecord, OtelRecord } from '../../runtime/records.ts'
import type { Budget, Gateway } from '../2-check/config.gen.ts'
import { seconds } from './duration.ts'

/** `null`: nothing. Prices alone are nothing to take note of. */
export function observedRecord(gateway: Gateway): ObservedRecord | null {
  const { logs, budgets = [], otel = [], analytics_engine: dataset, prices = {} } = gateway
  if (!isObserved(gateway)) return null
  return {
    logs: logsRecord(logs),
    budgets: budgets.map(budgetRecord),
    otel: otel.map(otelRecord),
    dataset: dataset === undefined ? null : datasetBinding(dataset),
    prices: Object.entries(prices)
      .sort(([a], [b]) => b.length - a.length || (a < b ? -1 : 1))
      .map(([name, { input, output, cached_input, cache_write, reasoning, request }]) => [
        name,
        {
          input,
          output,
          cachedInput: cached_input ?? null,
          cacheWrite: cache_write ?? null,
          reasoning: reasoning ?? null,
          request: request ?? 0,
        },
      ]),
  }
}

/** Whether a gateway looks at what passes. */
export function isObserved(gateway: Gateway): boolean {
  const { budgets, otel, analytics_engine: dataset } = gateway
  return isLogged(gateway) || [budgets, otel, dataset].some((it) => it !== undefined)
}

/** Whether a gateway keeps a log. */
export function isLogged({ logs }: Gateway): boolean {
  return logs !== undefined && logs !== 'off'
}

/** The name of a dataset's binding. No secret may begin like this. */
export function datasetBinding(dataset: string): string {
  return `ANALYTICS_${dataset}`
}

function logsRecord(logs: Gateway['logs']): LogsRecord | null {
  if (logs === undefined || logs === 'off') return null
  const stated = logs === 'on' ? {} : logs
  return {
    collect: stated.collect !== 'off',
    payloads: stated.payloads !== 'off',
    payloadBytes: stated.payload_bytes ?? 1024 * 1024,
    keep: stated.keep ?? 100_000,
    whenFull: stated.when_full ?? 'delete_oldest',
    durability: stated.durability ?? 'batched',
  }
}

function budgetRecord({ usd, per, by, technique, on_failure }: Budget): BudgetRecord {
  return {
    usd,
    windowMs: seconds(per) * 1000,
    technique: technique ?? 'fixed',
    by: (by ?? 'gateway') as BudgetRecord['by'],
    onFailure: on_failure ?? 'allow',
  }
}

function otelRecord({ url, headers = {}, content_type }: NonNullable<Gateway['otel']>[number]): OtelRecord {
  return {
    url,
    headers: Object.entries(headers)
      .map(([name, value]) => [name.toLowerCase(), value] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
    contentType: content_type ?? 'json',
  }
}
