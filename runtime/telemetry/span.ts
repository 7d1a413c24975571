// A span, before any encoding: what a collector hears of a request or of an attempt at it. Types only. Source: OTLP 1.x, trace.proto.

/** Keys are unique in a span. A number that is no whole one, or that `isDouble` marks, is a double. */
export type Attribute = readonly [key: string, value: string | number | boolean, isDouble?: true]

/** One span. */
export interface Span {
  /** Lower-case hex, 16 and 8 bytes. */
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId: string | null
  readonly traceState: string | null
  readonly flags: number
  readonly name: string
  /** By their numbers in the protocol: internal, server, client. */
  readonly kind: 1 | 2 | 3
  /** Epoch milliseconds; parts of them too. */
  readonly startMs: number
  readonly endMs: number
  readonly attributes: readonly Attribute[]
  /** What went wrong; `null`: nothing. */
  readonly error: string | null
}

/** How a request of a collector is written, and what its answer says. */
export interface Encoding {
  readonly contentType: string
  readonly encode: (resource: readonly Attribute[], spans: readonly Span[]) => string | ArrayBuffer
  /** What a collector did not take in spite of its 200, or has to say; `null`: nothing. Throws for what cannot be read. */
  readonly complaint: (answer: ArrayBuffer) => Complaint | null
}

/** The protocol's "partial success". */
export interface Complaint {
  readonly rejected: number
  readonly message: string
}

/** The name under which spans come. */
export const SCOPE = 'gatewright'

/** Whether a number is written as an integer. */
export function isInteger([, value, isDouble]: Attribute): boolean {
  return isDouble !== true && Number.isSafeInteger(value)
}
