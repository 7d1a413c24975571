// Spans as OTLP in protobuf: a writer of just the messages that there are, and a reader of the answer's one. Field numbers are those of
// OTLP 1.x, trace.proto, common.proto and trace_service.proto; the encoding is that of protobuf's "Encoding" page.

import { joined } from '../joined.ts'
import { type Attribute, type Encoding, isInteger, SCOPE, type Span } from './span.ts'

type Bytes = Uint8Array<ArrayBuffer>

const VARINT = 0
const FIXED_64 = 1
const LENGTH = 2
const FIXED_32 = 5

/** The {@link Encoding} `protobuf`. */
export const protobuf: Encoding = {
  contentType: 'application/x-protobuf',
  encode(resource, spans) {
    const scopeSpans = joined([bytes(1, text(1, SCOPE)), ...spans.map((span) => bytes(2, spanOf(span)))])
    const resourceSpans = joined([bytes(1, keyValues(1, resource)), bytes(2, scopeSpans)])
    return bytes(1, resourceSpans).buffer
  },
  complaint(answer) {
    const partial = fieldsOf(new Uint8Array(answer)).get(1)
    if (!(partial instanceof Uint8Array)) return null
    const said = fieldsOf(partial)
    const message = said.get(2)
    const rejected = Number(said.get(1) ?? 0)
    const words = message instanceof Uint8Array ? new TextDecoder().decode(message) : ''
    return rejected > 0 || words !== '' ? { rejected, message: words } : null
  },
}

function spanOf(span: Span): Bytes {
  const { parentSpanId, traceState, error } = span
  return joined([
    bytes(1, fromHex(span.traceId)),
    bytes(2, fromHex(span.spanId)),
    ...(traceState === null ? [] : [text(3, traceState)]),
    ...(parentSpanId === null ? [] : [bytes(4, fromHex(parentSpanId))]),
    text(5, span.name),
    number(6, span.kind),
    time(7, span.startMs),
    time(8, span.endMs),
    keyValues(9, span.attributes),
    ...(error === null ? [] : [bytes(15, joined([text(2, error), number(3, 2)]))]),
    fixed(16, FIXED_32, 4, (view) => view.setUint32(0, span.flags, true)),
  ])
}

function keyValues(field: number, attributes: readonly Attribute[]): Bytes {
  return joined(
    attributes.map((attribute) => bytes(field, joined([text(1, attribute[0]), bytes(2, anyValue(attribute))]))),
  )
}

/** Always there, whatever it is: the value is one of several, and none of them is a default. */
function anyValue(attribute: Attribute): Bytes {
  const value = attribute[1]
  if (typeof value === 'string') return text(1, value)
  if (typeof value === 'boolean') return number(2, Number(value))
  return isInteger(attribute) ? number(3, value) : fixed(4, FIXED_64, 8, (view) => view.setFloat64(0, value, true))
}

function text(field: number, value: string): Bytes {
  return bytes(field, new TextEncoder().encode(value) as Bytes)
}

function bytes(field: number, value: Bytes): Bytes {
  return joined([varint((field << 3) | LENGTH), varint(value.length), value])
}

function number(field: number, value: number): Bytes {
  return joined([varint((field << 3) | VARINT), varint(value)])
}

/** Exact to the microsecond: a double has no more of it. */
function time(field: number, timeMs: number): Bytes {
  return fixed(field, FIXED_64, 8, (view) => view.setBigUint64(0, BigInt(Math.round(timeMs * 1000)) * 1000n, true))
}

function fixed(field: number, type: number, sizeBytes: number, write: (view: DataView) => void): Bytes {
  const value = new Uint8Array(sizeBytes)
  write(new DataView(value.buffer))
  return joined([varint((field << 3) | type), value])
}

/** A negative number is written as the 64 bits that it is. */
function varint(value: number): Bytes {
  if (value >= 0 && value < 128) return Uint8Array.of(value)
  const digits: number[] = []
  let rest = BigInt.asUintN(64, BigInt(value))
  for (; rest > 127n; rest >>= 7n) digits.push(Number(rest & 127n) | 128)
  return Uint8Array.from([...digits, Number(rest)])
}

function fromHex(hex: string): Bytes {
  return Uint8Array.from(hex.match(/../g) ?? [], (digits) => Number.parseInt(digits, 16))
}

/** A message's fields by their numbers, the last of each: lengths as bytes, varints as numbers, others not at all. */
function fieldsOf(message: Uint8Array): ReadonlyMap<number, number | Uint8Array> {
  const fields = new Map<number, number | Uint8Array>()
  let at = 0
  function next(): number {
    let value = 0
    for (let scale = 1; at < message.length; scale *= 128) {
      const digits = message[at++] ?? 0
      value += (digits & 127) * scale
      if (digits < 128) return value
    }
    throw new Error('the message ends in the middle of a number')
  }
  while (at < message.length) {
    const tag = next()
    const type = tag & 7
    if (type === VARINT) fields.set(tag >> 3, next())
    else if (type === LENGTH) {
      const end = next() + at
      fields.set(tag >> 3, message.subarray(at, end))
      at = end
    } else if (type === FIXED_64) at += 8
    else if (type === FIXED_32) at += 4
    else throw new Error(`the message has a field of type ${type}`)
  }
  return fields
}
