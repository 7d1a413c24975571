// Both encodings of OTLP say the same spans, to whoever reads them: any text, any number, any time. And what a collector answers is read.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { json } from '../../../runtime/telemetry/otlp-json.ts'
import { protobuf } from '../../../runtime/telemetry/otlp-protobuf.ts'
import type { Attribute, Span } from '../../../runtime/telemetry/span.ts'
import { partialSuccess, readJson, readProtobuf, type SentSpan } from '../../support/otlp.ts'

const hex = (bytes: number) =>
  fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((value) => Buffer.from(value).toString('hex'))
const text = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 300 }), fc.constant('x'.repeat(300)), fc.constant(''))
const number = fc.oneof(
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, 127, 128, -1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 2 ** 60),
)
const value = fc.oneof(text, fc.boolean(), number)
const attribute = fc.oneof(
  fc.tuple(text, value),
  fc.tuple(text, number, fc.constant(true as const)),
) as fc.Arbitrary<Attribute>
const attributes = fc.uniqueArray(attribute, { selector: ([key]) => key, maxLength: 30 })
const timeMs = fc
  .tuple(fc.integer({ min: 0, max: 4_000_000_000_000 }), fc.integer({ min: 0, max: 999 }))
  .map(([whole, micros]) => whole + micros / 1000)
const span: fc.Arbitrary<Span> = fc.record({
  traceId: hex(16),
  spanId: hex(8),
  parentSpanId: fc.option(hex(8)),
  traceState: fc.option(text.filter((it) => it !== '')),
  flags: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  name: text.filter((it) => it !== ''),
  kind: fc.constantFrom(1, 2, 3),
  startMs: timeMs,
  endMs: timeMs,
  attributes,
  error: fc.option(text),
})

describe.each([
  ['json', (resource: readonly Attribute[], spans: readonly Span[]) => readJson(String(json.encode(resource, spans)))],
  [
    'protobuf',
    (resource: readonly Attribute[], spans: readonly Span[]) =>
      readProtobuf(new Uint8Array(protobuf.encode(resource, spans) as ArrayBuffer)),
  ],
])('%s', (_, sent) => {
  it('says what the spans are', () => {
    fc.assert(
      fc.property(attributes, fc.array(span, { maxLength: 5 }), (resource, spans) => {
        const { resource: read, scope, spans: readSpans } = sent(resource, spans)
        expect(scope).toBe('gatewright')
        expect(allSettled(read)).toEqual(allSettled(valuesOf(resource)))
        expect(readSpans.map(plain)).toEqual(spans.map(expected))
      }),
      { numRuns: 60 },
    )
  })
})

it.each([
  ['nothing', '', null],
  ['an empty object', '{}', null],
  ['an empty part', '{"partialSuccess":{}}', null],
  ['spans', '{"partialSuccess":{"rejectedSpans":"12","errorMessage":"too old"}}', { rejected: 12, message: 'too old' }],
  ['a warning', '{"partialSuccess":{"errorMessage":"soon"}}', { rejected: 0, message: 'soon' }],
])('reads an answer in JSON that complains of %s', (_, answer, complaint) => {
  expect(json.complaint(new Uint8Array(Buffer.from(answer)).buffer)).toEqual(complaint)
})

it.each([
  ['nothing', new Uint8Array(), null],
  ['an empty part', partialSuccess(0, ''), null],
  ['many spans', partialSuccess(70_000, 'Größe'), { rejected: 70_000, message: 'Größe' }],
  ['a warning', partialSuccess(0, 'soon'), { rejected: 0, message: 'soon' }],
  // Fields 3 to 5 of each other type, which no version has yet.
  [
    'spans, among what nobody knows',
    Uint8Array.of(0x19, 1, 2, 3, 4, 5, 6, 7, 8, 0x25, 1, 2, 3, 4, 0x28, 0x80, 1, ...partialSuccess(3, 'no')),
    { rejected: 3, message: 'no' },
  ],
])('reads an answer in protobuf that complains of %s', (_, answer, complaint) => {
  expect(protobuf.complaint(new Uint8Array(answer).buffer)).toEqual(complaint)
})

it('throws for answers that are no such thing, and does not hang', () => {
  const junk = Uint8Array.of(0x0a, 0xff, 0xff, 0xff)
  expect(() => protobuf.complaint(junk.buffer)).toThrow('ends in the middle')
  expect(() => protobuf.complaint(Uint8Array.of(0x0b).buffer)).toThrow('type 3')
  expect(() => json.complaint(junk.buffer)).toThrow()
})

function plain({ attributes: read, ...rest }: SentSpan) {
  return { ...rest, attributes: allSettled(read) }
}

function expected({ startMs, endMs, attributes: own, error, traceState, parentSpanId, ...rest }: Span) {
  return {
    ...rest,
    traceState: traceState ?? '',
    parentSpanId: parentSpanId ?? '',
    start: String(BigInt(Math.round(startMs * 1000)) * 1000n),
    end: String(BigInt(Math.round(endMs * 1000)) * 1000n),
    attributes: allSettled(valuesOf(own)),
    status: error === null ? null : { code: 2, message: error },
  }
}

function valuesOf(list: readonly Attribute[]): SentSpan['attributes'] {
  return Object.fromEntries(
    list.map(([key, it, isDouble]) => {
      if (typeof it === 'string') return [key, ['stringValue', it]]
      if (typeof it === 'boolean') return [key, ['boolValue', it]]
      const isWhole = isDouble === undefined && Number.isSafeInteger(it)
      return [key, isWhole ? ['intValue', String(it)] : ['doubleValue', it]]
    }),
  )
}

/** -0 is 0 in JSON. */
function allSettled(attributes: SentSpan['attributes']): SentSpan['attributes'] {
  return Object.fromEntries(Object.entries(attributes).map(([key, it]) => [key, settled(it)]))
}

function settled([kind, it]: readonly [string, unknown]): readonly [string, unknown] {
  return [kind, Object.is(it, -0) ? 0 : it === '-0' ? '0' : it]
}
