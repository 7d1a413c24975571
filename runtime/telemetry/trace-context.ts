// A request's headers -> the trace that its spans belong to, and the span above them. What cannot be read is passed over, as if it had not
// been sent. Sources: W3C Trace Context, "traceparent Header"; the wire contract, "headers" 3.1.

/** Where spans hang. */
export interface TraceContext {
  /** 32 lower-case hex digits. */
  readonly traceId: string
  /** 16 of them; `null`: nothing is above. */
  readonly parentSpanId: string | null
  readonly traceState: string | null
  /** The trace flags of W3C Trace Context. They are passed on: whether spans are kept is whose collector it is to say. */
  readonly flags: number
}

const SAMPLED = 1
const TRACEPARENT = /^(?!ff)([0-9a-f]{2})-((?!0{32})[0-9a-f]{32})-((?!0{16})[0-9a-f]{16})-([0-9a-f]{2})($|-)/
const TRACE_ID = /^(?!0{32})[0-9a-f]{32}$/
const SPAN_ID = /^(?!0{16})[0-9a-f]{16}$/

/**
 * What is said to the gateway by name wins: with `cf-aig-otel-trace-id` of another trace nothing of `traceparent` is left.
 * `cf-aig-otel-parent-span-id` alone is a span of the trace that `traceparent` names, and of none where there is no such trace.
 */
export function traceContextOf(headers: Headers, requestId: string): TraceContext {
  const sent = traceparentOf(headers)
  const traceId = matching(TRACE_ID, headers.get('cf-aig-otel-trace-id'))
  const parentSpanId = matching(SPAN_ID, headers.get('cf-aig-otel-parent-span-id'))
  if (traceId !== null && traceId !== sent?.traceId) return { traceId, parentSpanId, traceState: null, flags: SAMPLED }
  if (sent !== null) return { ...sent, parentSpanId: parentSpanId ?? sent.parentSpanId }
  return { traceId: requestId.replaceAll('-', ''), parentSpanId: null, traceState: null, flags: SAMPLED }
}

/** Of a version that is not known yet as much as this one has. */
function traceparentOf(headers: Headers): TraceContext | null {
  const [, version, traceId, parentSpanId, flags, end] =
    TRACEPARENT.exec(headers.get('traceparent')?.trim() ?? '') ?? []
  if (traceId === undefined || parentSpanId === undefined || flags === undefined) return null
  if (version === '00' && end !== '') return null
  return { traceId, parentSpanId, traceState: headers.get('tracestate'), flags: Number.parseInt(flags, 16) }
}

function matching(pattern: RegExp, value: string | null): string | null {
  const text = value?.trim().toLowerCase() ?? ''
  return pattern.test(text) ? text : null
}
