// Rows -> spans -> the collectors that a gateway names, by OTLP over HTTP: those of a second together, and nobody waits for them; so the
// last second of them is lost with its process. Promises bounded memory: what a collector does not take in time is dropped, and the
// Worker's log says how much and why, once a minute.

import type { Exchange } from '../exchange.ts'
import type { Sink } from '../logs/sink.ts'
import type { OtelRecord } from '../records.ts'
import { type Failure, post } from './collector.ts'
import type { Encoding, Span } from './span.ts'
import { spansOf } from './spans.ts'

const FLUSH_AFTER_MS = 1000
/** A flush that begins later than that died with its request: the next span starts another. */
const LATE_MS = 1000
const MOST_SPANS = 512
/** Collectors take 4 MB and more in a request, so that much and a row's bodies. */
const MOST_BATCH_BYTES = 1024 * 1024
/** Waiting or on their way to one collector. */
const MOST_BYTES = 16 * 1024 * 1024
/** A flush takes no longer, unless it died with its request. */
const MOST_FLUSHING_MS = 40_000
const SAYS_EVERY_MS = 60_000
/** What a span takes besides its longer values, roughly. */
const SPAN_BYTES = 1024
const TOO_MUCH: Failure = { why: 'too much is waiting for it', rejected: null, isLasting: false }

/** Spans for one collector of one gateway, in the memory of one isolate. */
interface Queue {
  spans: Span[]
  sizeBytes: number
  flushesByMs: number
  /** On their way. */
  sent: { readonly sizeBytes: number; readonly untilMs: number }[]
  lost: number
  saysAfterMs: number
}

/** The {@link Sink} with the encodings that some gateway's collectors want. */
export function otel(encodings: { readonly [contentType in OtelRecord['contentType']]?: Encoding }): Sink {
  const queues = new Map<string, Queue>()
  return {
    async take(row, exchange) {
      const { id, observed } = exchange.gateway
      const collectors = observed?.otel ?? []
      if (collectors.length === 0) return
      const spans = spansOf(row, exchange)
      for (const [index, collector] of collectors.entries()) {
        const encoding = encodings[collector.contentType]
        if (encoding !== undefined) enqueue(queueAt(queues, `${id} ${index}`), spans, { collector, encoding, exchange })
      }
    },
  }
}

/** Where spans go, and in whose request. */
interface Errand {
  readonly collector: OtelRecord
  readonly encoding: Encoding
  readonly exchange: Exchange
}

function queueAt(queues: Map<string, Queue>, key: string): Queue {
  const known = queues.get(key)
  if (known !== undefined) return known
  const queue = { spans: [], sizeBytes: 0, flushesByMs: 0, sent: [], lost: 0, saysAfterMs: 0 }
  queues.set(key, queue)
  return queue
}

function enqueue(queue: Queue, spans: readonly Span[], errand: Errand): void {
  const sizeBytes = spans.reduce((sum, span) => sum + sizeOf(span), 0)
  const now = Date.now()
  queue.sent = queue.sent.filter(({ untilMs }) => untilMs > now)
  const waiting = queue.sent.reduce((sum, batch) => sum + batch.sizeBytes, queue.sizeBytes)
  if (waiting + sizeBytes > MOST_BYTES) {
    tell(queue, TOO_MUCH, spans.length, errand)
    return
  }
  queue.spans.push(...spans)
  queue.sizeBytes += sizeBytes
  if (queue.spans.length >= MOST_SPANS || queue.sizeBytes >= MOST_BATCH_BYTES) {
    errand.exchange.waitUntil(flush(queue, errand))
  } else if (now > queue.flushesByMs) {
    queue.flushesByMs = now + FLUSH_AFTER_MS + LATE_MS
    errand.exchange.waitUntil(flushLater(queue, errand))
  }
}

async function flushLater(queue: Queue, errand: Errand): Promise<void> {
  await scheduler.wait(FLUSH_AFTER_MS)
  queue.flushesByMs = 0
  await flush(queue, errand)
}

/** Never rejects. */
async function flush(queue: Queue, errand: Errand): Promise<void> {
  const { collector, encoding, exchange } = errand
  const { spans, sizeBytes } = queue
  if (spans.length === 0) return
  const batch = { sizeBytes, untilMs: Date.now() + MOST_FLUSHING_MS }
  queue.spans = []
  queue.sizeBytes = 0
  queue.sent.push(batch)
  const resource = [['service.name', 'gatewright'] as const, ['gatewright.gateway', exchange.gateway.id] as const]
  const failure = await post(collector, encoding, encoding.encode(resource, spans), exchange.env)
  queue.sent = queue.sent.filter((other) => other !== batch)
  if (failure !== null) tell(queue, failure, spans.length, errand)
}

/** What lasts is told once. */
function tell(queue: Queue, failure: Failure, spans: number, { collector, exchange: { gateway } }: Errand): void {
  queue.lost += failure.rejected ?? spans
  const now = Date.now()
  if (now < queue.saysAfterMs) return
  queue.saysAfterMs = failure.isLasting ? Number.POSITIVE_INFINITY : now + SAYS_EVERY_MS
  const host = new URL(collector.url).host
  console.warn(
    `gatewright: ${queue.lost} spans of gateway '${gateway.id}' are not at the collector ${host}: ${failure.why}`,
  )
  queue.lost = 0
}

function sizeOf({ attributes }: Span): number {
  return attributes.reduce((sum, [, value]) => sum + (typeof value === 'string' ? value.length : 0), SPAN_BYTES)
}
