// A row of the log -> its spans: one for the attempt, and with the row that became the answer one for the request, which is above all of
// them. Ids follow from those of request and row, so that no row waits for another. Sources: OpenTelemetry's semantic conventions for
// generative AI (1.45) and HTTP; the wire contract, "traffic" 5.18, for `gen_ai.model.provider`, `.prompt_json`, `.completion_json` and cost.

import type { Exchange } from '../exchange.ts'
import type { LogRow, Payload } from '../logs/row.ts'
import { operationName, providerName } from './gen-ai-names.ts'
import type { Attribute, Span } from './span.ts'
import { type TraceContext, traceContextOf } from './trace-context.ts'

/** `null` where there is nothing to say. */
type Said = readonly [key: string, value: string | number | boolean | null, isDouble?: true]

/** That it is known whether what is above is elsewhere, and that it is. Source: OTLP's SpanFlags. */
const KNOWS_REMOTE = 0x100
const IS_REMOTE = 0x200
/** An event of a stream that is JSON; `[DONE]` is none. */
const EVENT = /^data: ?(\{.*\})\r?$/gm

/** The attempt's span first. */
export function spansOf(row: LogRow, exchange: Exchange): readonly Span[] {
  const context = traceContextOf(exchange.request.headers, row.requestId)
  const top = topId(row.requestId)
  const attempt = attemptSpan(row, exchange, context, top)
  return row.isServed ? [attempt, requestSpan(row, exchange, context, top)] : [attempt]
}

function attemptSpan(row: LogRow, { gateway }: Exchange, context: TraceContext, parentSpanId: string): Span {
  const { usage, cost, provider: slug, model, createdAtMs, timeToFirstByteMs, cacheStatus } = row
  const operation = operationName(row.modelType)
  const isFromCache = cacheStatus === 'HIT' || cacheStatus === 'STALE'
  return {
    ...context,
    flags: context.flags | KNOWS_REMOTE,
    spanId: endOf(row.id),
    parentSpanId,
    name: model === null ? operation : `${operation} ${model}`,
    kind: isFromCache ? 1 : 3,
    startMs: createdAtMs,
    endMs: createdAtMs + row.durationMs,
    attributes: attributesOf(row, [
      ['gen_ai.operation.name', operation],
      ['gen_ai.provider.name', providerName(gateway.providers[slug]?.row ?? slug)],
      ['gen_ai.model.provider', slug],
      ['gen_ai.request.model', model],
      ['gen_ai.usage.input_tokens', usage?.inputTokens ?? null],
      ['gen_ai.usage.output_tokens', usage?.outputTokens ?? null],
      ['gen_ai.usage.cache_read.input_tokens', usage?.cachedTokens ?? null],
      ['gen_ai.usage.cache_creation.input_tokens', usage?.cacheWriteTokens ?? null],
      ['gen_ai.usage.reasoning.output_tokens', usage?.reasoningTokens ?? null],
      ['gen_ai.usage.cost', cost, true],
      ['gen_ai.response.time_to_first_chunk', timeToFirstByteMs === null ? null : timeToFirstByteMs / 1000, true],
      ['gen_ai.prompt_json', jsonOf(row.request)],
      ['gen_ai.completion_json', jsonOf(row.response)],
      ['http.request.resend_count', row.retries || null],
      ['gatewright.log_id', row.id],
      ['gatewright.step', row.step],
      ['gatewright.cache_status', cacheStatus],
    ]),
    error: hasFailed(row) ? (row.error ?? '') : null,
  }
}

function requestSpan(row: LogRow, { gateway, request }: Exchange, context: TraceContext, spanId: string): Span {
  const isRemote = context.parentSpanId !== null
  return {
    ...context,
    flags: context.flags | KNOWS_REMOTE | (isRemote ? IS_REMOTE : 0),
    spanId,
    name: `gateway ${gateway.id}`,
    kind: 2,
    startMs: Math.min(timeOf(row.requestId), row.createdAtMs),
    endMs: row.createdAtMs + row.durationMs,
    attributes: attributesOf(row, [
      ['http.request.method', request.method],
      ['user_agent.original', row.userAgent],
      ['gatewright.gateway', gateway.id],
      ['gatewright.request_id', row.requestId],
      ['gatewright.event_id', row.eventId],
      ['gatewright.request_type', row.requestType],
      ['gatewright.route', row.route],
      ['gatewright.token', row.token],
    ]),
    // What is the client's own fault is no failure of a server.
    error: row.status >= 500 || !row.isComplete ? (row.error ?? '') : null,
  }
}

/** What a caller says in metadata comes first, and takes no name that has a meaning of its own. */
function attributesOf(row: LogRow, said: readonly Said[]): readonly Attribute[] {
  const own: Said[] = [...said, ['http.response.status_code', row.status], ['error.type', errorType(row)]]
  const metadata = Object.entries(row.metadata).filter(
    ([key]) => !key.startsWith('gen_ai.') && !own.some(([name]) => name === key),
  )
  return [...metadata, ...own.filter((attribute): attribute is Attribute => attribute[1] !== null)]
}

function hasFailed({ isSuccess, isComplete }: LogRow): boolean {
  return !isSuccess || !isComplete
}

/** The status, or the conventions' word for what has none: an answer that began well and broke off. */
function errorType(row: LogRow): string | null {
  if (!hasFailed(row)) return null
  return row.status >= 400 ? String(row.status) : '_OTHER'
}

/** A body that is kept whole and is JSON; of a stream its events, as a list. */
function jsonOf(payload: Payload | null): string | null {
  if (payload === null || !payload.isWhole) return null
  const text = new TextDecoder().decode(payload.bytes).trim()
  if (/^[[{]/.test(text)) return text
  const events = [...text.matchAll(EVENT)].map(([, event]) => event)
  return events.length === 0 ? null : `[${events.join(',')}]`
}

/** The random end of a UUID, which begins with its variant: from 8 to b. */
function endOf(id: string): string {
  return id.slice(-17).replace('-', '')
}

/** Another than any {@link endOf} gives, though a request's first row has the request's id. */
function topId(requestId: string): string {
  const end = endOf(requestId)
  return `${(Number.parseInt(end.slice(0, 1), 16) & 3).toString(16)}${end.slice(1)}`
}

/** When a UUID of version 7 was made. */
function timeOf(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)
}
