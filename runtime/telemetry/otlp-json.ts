// Spans as OTLP/JSON: ids in hex, names in lowerCamelCase, 64-bit integers as strings. Source: OTLP 1.x, "JSON Protobuf Encoding".

import { type Attribute, type Encoding, isInteger, SCOPE, type Span } from './span.ts'

/** The {@link Encoding} `json`. */
export const json: Encoding = {
  contentType: 'application/json',
  encode(resource, spans) {
    const scopeSpans = [{ scope: { name: SCOPE }, spans: spans.map(spanOf) }]
    return JSON.stringify({ resourceSpans: [{ resource: { attributes: resource.map(keyValue) }, scopeSpans }] })
  },
  complaint(answer) {
    const text = new TextDecoder().decode(answer).trim()
    const { rejectedSpans = 0, errorMessage = '' } = (text === '' ? {} : JSON.parse(text)).partialSuccess ?? {}
    return Number(rejectedSpans) > 0 || errorMessage !== ''
      ? { rejected: Number(rejectedSpans), message: String(errorMessage) }
      : null
  },
}

/** What has no value is left out. */
function spanOf({ parentSpanId, traceState, startMs, endMs, attributes, error, ...span }: Span) {
  return {
    ...span,
    ...(traceState === null ? {} : { traceState }),
    ...(parentSpanId === null ? {} : { parentSpanId }),
    startTimeUnixNano: nanoseconds(startMs),
    endTimeUnixNano: nanoseconds(endMs),
    attributes: attributes.map(keyValue),
    ...(error === null ? {} : { status: { message: error, code: 2 } }),
  }
}

/** Exact to the microsecond: a double has no more of it. */
function nanoseconds(timeMs: number): string {
  return `${Math.round(timeMs * 1000)}000`
}

function keyValue(attribute: Attribute) {
  const [key, value] = attribute
  if (typeof value === 'string') return { key, value: { stringValue: value } }
  if (typeof value === 'boolean') return { key, value: { boolValue: value } }
  return { key, value: isInteger(attribute) ? { intValue: String(value) } : { doubleValue: value } }
}
