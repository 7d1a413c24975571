// What is taken note of and where it goes: that bodies are kept where they were not weakens, for what people ask is in them.

import type { LogsRecord } from '../../../runtime/records.ts'
import type { CollectorBehaviour } from '../behaviour.ts'
import { finding } from '../change.ts'
import { collectorWords, logsWords } from '../words.ts'
import { type Aspect, differing } from './aspect.ts'

/** The log. */
export const logs: Aspect<LogsRecord> = (before, after) => {
  const isNew = keepsBodies(after) && !keepsBodies(before)
  const words = (record: LogsRecord | undefined) => (record === undefined ? null : logsWords(record))
  return [
    finding(
      'logs',
      words(before),
      words(after),
      isNew ? 'weakens' : 'neutral',
      isNew ? 'bodies of requests and answers are kept' : null,
    ),
  ]
}

function keepsBodies(logs: LogsRecord | undefined): boolean {
  return logs?.collect === true && logs.payloads
}

/** Collectors of spans, by address. */
export const collectors: Aspect<readonly CollectorBehaviour[]> = (before, after) =>
  differing(byUrl(before), byUrl(after)).map((entry) =>
    finding(`spans to ${entry.name}`, entry.before ?? null, entry.after ?? null),
  )

/** Two at one address are told together. */
function byUrl(collectors: readonly CollectorBehaviour[] = []): { readonly [url: string]: string } {
  const words = new Map<string, readonly string[]>()
  for (const collector of collectors) {
    words.set(collector.url, [...(words.get(collector.url) ?? []), collectorWords(collector)])
  }
  return Object.fromEntries([...words].map(([url, all]) => [url, all.toSorted().join(' and ')]))
}

/** An Analytics Engine dataset. */
export const dataset: Aspect<string> = (before, after) => [
  finding('data points for Analytics Engine', before ?? null, after ?? null),
]

/** Prices that the YAML states. */
export const prices: Aspect<{ readonly [name: string]: string }> = (before, after) =>
  differing(before, after).map(({ name, before: was, after: is }) =>
    finding(`price of ${name}`, was ?? null, is ?? null),
  )
