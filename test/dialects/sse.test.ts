// Server-sent events are the same however their bytes are cut, end lines as they may, and cost time that grows with them and no faster.

import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Frame } from '../../runtime/dialects/dialect.ts'
import { sse } from '../../runtime/streams/sse.ts'
import { splits } from './every-split.ts'

const MIB = 1024 * 1024
const encoder = new TextEncoder()

const frame: fc.Arbitrary<Frame> = fc.record({
  event: fc.option(fc.stringMatching(/^[a-z_]{1,12}$/), { nil: null }),
  data: fc
    .array(
      fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('', ' ', 'data: x', ': no comment', '{"a":"ü🙂"}')),
    )
    .map((lines) => lines.join('\n'))
    .filter((data) => !data.includes('\r')),
})

test('frames are the same however they are cut, in any line ends, with comments and ids between', () => {
  const stream = fc.record({
    frames: fc.array(frame, { maxLength: 8 }),
    ends: fc.infiniteStream(fc.constantFrom('\n', '\r', '\r\n')),
    hasMark: fc.boolean(),
    isClosed: fc.boolean(),
  })
  const cases = stream.chain(({ frames, ends, hasMark, isClosed }) => {
    const end = (): string => ends.next().value as string
    const text = frames.map((frame) => written(frame, end)).join('')
    const whole = isClosed ? text : text.replace(/(?:\r\n|\r|\n){1}$/, '')
    return splits(encoder.encode((hasMark ? '\uFEFF' : '') + whole)).map((pieces) => ({ frames, pieces }))
  })
  fc.assert(
    fc.property(cases, ({ frames, pieces }) => {
      expect(read(pieces)).toEqual(frames)
    }),
    { numRuns: 500 },
  )
})

test.each([
  ['a value without its space', 'data:a\n\n', [{ event: null, data: 'a' }]],
  ['one space of two', 'data:  a\n\n', [{ event: null, data: ' a' }]],
  ['lines of one event', 'data: a\ndata\ndata: b\n\n', [{ event: null, data: 'a\n\nb' }]],
  [
    'the last event name',
    'event: a\nevent: b\ndata: 1\n\ndata: 2\n\n',
    [
      { event: 'b', data: '1' },
      { event: null, data: '2' },
    ],
  ],
  ['no event without data', 'event: ping\n\n: comment\n\nid: 7\nretry: 5\n\n', []],
  ['no field of another name', 'database: x\nevents: y\ndata: z\n\n', [{ event: null, data: 'z' }]],
  [
    'an event that nothing ends',
    'data: a\n\ndata: b',
    [
      { event: null, data: 'a' },
      { event: null, data: 'b' },
    ],
  ],
  ['a last line that is cut off', 'event: a\ndata: b\neve', [{ event: 'a', data: 'b' }]],
])('gives %s', (_, text, frames) => {
  expect(read([encoder.encode(text)])).toEqual(frames)
})

test('gives an event as soon as its blank line is there', () => {
  const splitter = sse()
  expect(splitter.push(encoder.encode('data: a\r\n\r'))).toEqual([{ event: null, data: 'a' }])
  expect(splitter.push(encoder.encode('\ndata: b\r\n'))).toEqual([])
  expect(splitter.push(encoder.encode('\r\n'))).toEqual([{ event: null, data: 'b' }])
  expect(splitter.finish()).toEqual([])
})

test('replaces bytes that are no text, and goes on', () => {
  expect(read([Uint8Array.of(...encoder.encode('data: '), 0xff, ...encoder.encode('\n\ndata: b\n\n'))])).toEqual([
    { event: null, data: '\uFFFD' },
    { event: null, data: 'b' },
  ])
})

test.each([
  ['in one line', 1],
  ['in many lines', 20_000],
])('one event %s four times as long takes about four times the time', (_, lines) => {
  const [short, long] = [4, 16].map((sizeMib) => bestMs(sizeMib * MIB, lines)) as [number, number]
  // Quadratic would be sixteen times.
  expect(long / short).toBeLessThan(11)
})

/** The best of a few runs, in pieces of 1 KiB. */
function bestMs(sizeBytes: number, lines: number): number {
  const line = `data: ${'x'.repeat(Math.floor(sizeBytes / lines) - 7)}\n`
  const bytes = encoder.encode(`${line.repeat(lines)}\n`)
  const pieces = Array.from({ length: Math.ceil(bytes.length / 1024) }, (_, at) =>
    bytes.subarray(at * 1024, (at + 1) * 1024),
  )
  const runs = [1, 2, 3, 4].map(() => {
    const startMs = performance.now()
    const [only, ...others] = read(pieces)
    expect(only?.data.length).toBe((line.length - 6) * lines - 1)
    expect(others).toEqual([])
    return performance.now() - startMs
  })
  return Math.min(...runs)
}

function read(pieces: readonly Uint8Array[]): readonly Frame[] {
  const splitter = sse()
  return [...pieces.flatMap((piece) => splitter.push(piece)), ...splitter.finish()]
}

function written({ event, data }: Frame, end: () => string): string {
  const lines = [
    ': a comment',
    ...(event === null ? [] : [`event: ${event}`]),
    'id: 7',
    ...data.split('\n').map((line) => `data: ${line}`),
  ]
  // A CR is not followed by an LF that ends another line: the two would be one end.
  const ends = [...lines, ''].map(end)
  return [...lines, '']
    .map((line, at) => line + (ends.includes('\r') && !ends.every((one) => one === '\r') ? '\n' : ends[at]))
    .join('')
}
