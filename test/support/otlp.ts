// What a collector gets, read by protobufjs or by JSON.parse into one shape, so that both encodings are held to the same spans. The
// messages are those of opentelemetry-proto 1.x, with the numbers that its .proto files give their fields.

import protobuf from 'protobufjs'

/** A span as it was sent. Attributes by key, each `[kind of value, value]`. */
export interface SentSpan {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId: string
  readonly traceState: string
  readonly flags: number
  readonly name: string
  readonly kind: number
  /** Nanoseconds. */
  readonly start: string
  readonly end: string
  readonly attributes: { readonly [key: string]: readonly [kind: string, value: unknown] }
  /** `null`: there is no status. */
  readonly status: { readonly code: number; readonly message: string } | null
}

/** A request of a collector. */
export interface SentTraces {
  readonly resource: SentSpan['attributes']
  readonly scope: string
  readonly spans: readonly SentSpan[]
}

const field = (id: number, type: string, repeated = false) => ({ id, type, ...(repeated ? { rule: 'repeated' } : {}) })

const root = protobuf.Root.fromJSON({
  nested: {
    AnyValue: {
      oneofs: { value: { oneof: ['stringValue', 'boolValue', 'intValue', 'doubleValue'] } },
      fields: {
        stringValue: field(1, 'string'),
        boolValue: field(2, 'bool'),
        intValue: field(3, 'int64'),
        doubleValue: field(4, 'double'),
      },
    },
    KeyValue: { fields: { key: field(1, 'string'), value: field(2, 'AnyValue') } },
    Resource: { fields: { attributes: field(1, 'KeyValue', true) } },
    Scope: { fields: { name: field(1, 'string'), version: field(2, 'string') } },
    Status: { fields: { message: field(2, 'string'), code: field(3, 'int32') } },
    Span: {
      fields: {
        traceId: field(1, 'bytes'),
        spanId: field(2, 'bytes'),
        traceState: field(3, 'string'),
        parentSpanId: field(4, 'bytes'),
        name: field(5, 'string'),
        kind: field(6, 'int32'),
        startTimeUnixNano: field(7, 'fixed64'),
        endTimeUnixNano: field(8, 'fixed64'),
        attributes: field(9, 'KeyValue', true),
        status: field(15, 'Status'),
        flags: field(16, 'fixed32'),
      },
    },
    ScopeSpans: { fields: { scope: field(1, 'Scope'), spans: field(2, 'Span', true) } },
    ResourceSpans: { fields: { resource: field(1, 'Resource'), scopeSpans: field(2, 'ScopeSpans', true) } },
    Request: { fields: { resourceSpans: field(1, 'ResourceSpans', true) } },
    PartialSuccess: { fields: { rejectedSpans: field(1, 'int64'), errorMessage: field(2, 'string') } },
    Response: { fields: { partialSuccess: field(1, 'PartialSuccess') } },
  },
})

// biome-ignore lint/suspicious/noExplicitAny: what came over the wire; the tests say what it must be.
type Wire = any

/** Reads a request in protobuf. Throws for bytes that are none. */
export function readProtobuf(body: Uint8Array): SentTraces {
  const type = root.lookupType('Request')
  // Fields that the messages above do not have would be passed over, and come out shorter.
  const decoded = type.decode(body)
  if (type.encode(decoded).finish().length !== body.length) throw new Error('the request has fields that nobody knows')
  return tracesOf(type.toObject(decoded, { longs: String, bytes: Array }), (bytes: number[] = []) =>
    Buffer.from(bytes).toString('hex'),
  )
}

/** Reads a request in JSON. */
export function readJson(body: string | Uint8Array): SentTraces {
  return tracesOf(JSON.parse(body.toString()), (hex = '') => hex)
}

/** An answer that complains, in protobuf. */
export function partialSuccess(rejectedSpans: number, errorMessage: string): Uint8Array {
  const type = root.lookupType('Response')
  return type.encode(type.fromObject({ partialSuccess: { rejectedSpans, errorMessage } })).finish()
}

function tracesOf({ resourceSpans: [first, ...others] }: Wire, id: (value: Wire) => string): SentTraces {
  if (others.length > 0 || first.scopeSpans.length !== 1) throw new Error('there is more than one resource or scope')
  const [{ scope, spans = [] }] = first.scopeSpans
  return {
    resource: attributesOf(first.resource.attributes),
    scope: scope.name,
    spans: spans.map((span: Wire) => ({
      traceId: id(span.traceId),
      spanId: id(span.spanId),
      parentSpanId: id(span.parentSpanId),
      traceState: span.traceState ?? '',
      flags: span.flags,
      name: span.name,
      kind: span.kind,
      start: span.startTimeUnixNano,
      end: span.endTimeUnixNano,
      attributes: attributesOf(span.attributes),
      status: span.status === undefined ? null : { code: span.status.code, message: span.status.message ?? '' },
    })),
  }
}

/** A list that is empty is not there in protobuf. */
function attributesOf(attributes: Wire = []): SentSpan['attributes'] {
  const read = attributes.map(({ key, value }: Wire) => [key, Object.entries(value)[0]])
  const out: SentSpan['attributes'] = Object.fromEntries(read)
  if (Object.keys(out).length !== read.length) throw new Error('an attribute is there twice')
  return out
}
