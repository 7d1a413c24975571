// AWS's event streams: frames come out as they were put in however the bytes are cut, garbage is an Unreadable, and time is linear.

import { crc32 } from 'node:zlib'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Frame } from '../../runtime/dialects/dialect.ts'
import { Unreadable } from '../../runtime/dialects/unreadable.ts'
import { awsFrames } from '../../runtime/streams/aws-frames.ts'
import { event, exception, message, text } from './bedrock/frames.ts'
import { splits } from './every-split.ts'

function read(pieces: readonly Uint8Array[]): readonly Frame[] {
  const splitter = awsFrames()
  return [...pieces.flatMap((piece) => splitter.push(piece)), ...splitter.finish()]
}

/** An exception of Bedrock's own, as it was recorded. */
const RECORDED =
  'AAAA3QAAAGfHkZB6DTptZXNzYWdlLXR5cGUHAAlleGNlcHRpb24POmV4Y2VwdGlvbi10eXBlBwAZbW9kZWxTdHJlYW1FcnJvckV4Y2VwdGlvbg06Y29udGVudC10eXBlBwAQYXBwbGljYXRpb24vanNvbnsibWVzc2FnZSI6Ik1vZGVsIFN0cmVhbSBFcnJvciIsIm9yaWdpbmFsU3RhdHVzQ29kZSI6NTAwLCJvcmlnaW5hbE1lc3NhZ2UiOiJUaGUgbW9kZWwgc3RyZWFtIGZhaWxlZC4ifVczQxM='

test('events, exceptions and errors are told apart', () => {
  const errorHeaders = [
    text(':message-type', 'error'),
    text(':error-code', 'InternalError'),
    text(':error-message', 'no'),
  ]
  const bytes = Buffer.concat([
    event('messageStart', { role: 'assistant' }),
    Buffer.from(RECORDED, 'base64'),
    exception('throttlingException', { message: 'größer' }),
    message(errorHeaders, Buffer.alloc(0)),
    message([], Buffer.from('{}')),
  ])
  expect(read([bytes])).toEqual([
    { event: 'messageStart', data: '{"role":"assistant"}' },
    {
      event: '!modelStreamErrorException',
      data: '{"message":"Model Stream Error","originalStatusCode":500,"originalMessage":"The model stream failed."}',
    },
    { event: '!throttlingException', data: '{"message":"größer"}' },
    { event: '!InternalError', data: '{"message":"no"}' },
    { event: null, data: '{}' },
  ])
})

test('headers of every type are skipped', () => {
  const sizes = [0, 0, 1, 2, 4, 8, 5, 3, 8, 16]
  const headers = sizes.map((size, type) => ({ name: `header-${type}`, type, value: Buffer.alloc(size, 0x41) }))
  const bytes = message([...headers, text(':event-type', 'metadata')], Buffer.from('{"a":1}'))
  expect(read([bytes])).toEqual([{ event: 'metadata', data: '{"a":1}' }])
})

const stream = fc
  .array(fc.tuple(fc.stringMatching(/^[a-zA-Z]{1,12}$/), fc.string({ unit: 'grapheme', maxLength: 40 })), {
    maxLength: 8,
  })
  .map((events) => events.map(([type, words]) => ({ type, words })))

test('frames are the same however the bytes are cut', () => {
  const cases = stream.chain((events) =>
    splits(Buffer.concat(events.map(({ type, words }) => event(type, { words })))).map((pieces) => ({
      events,
      pieces,
    })),
  )
  fc.assert(
    fc.property(cases, ({ events, pieces }) => {
      const expected = events.map(({ type, words }) => ({ event: type, data: JSON.stringify({ words }) }))
      expect(read(pieces)).toEqual(expected)
    }),
  )
})

test('bytes that were pushed may be written over', () => {
  const bytes = event('messageStop', { stopReason: 'end_turn' })
  const splitter = awsFrames()
  const buffer = new Uint8Array(16)
  const frames: Frame[] = []
  for (let offset = 0; offset < bytes.length; offset += 16) {
    const piece = buffer.subarray(0, bytes.copy(buffer, 0, offset))
    frames.push(...splitter.push(piece))
    buffer.fill(0xee)
  }
  expect(frames).toEqual([{ event: 'messageStop', data: '{"stopReason":"end_turn"}' }])
})

test('one changed byte is found, and what came before it is kept, however the bytes are cut', () => {
  const good = event('contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'a' } })
  const bad = event('contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'b' } })
  const cases = fc.tuple(fc.nat(bad.length - 1), fc.integer({ min: 1, max: 255 })).chain(([at, change]) => {
    const broken = Buffer.from(bad)
    broken[at] = (broken[at] ?? 0) ^ change
    return splits(Buffer.concat([good, broken, good]))
  })
  fc.assert(
    fc.property(cases, (pieces) => {
      const splitter = awsFrames()
      const frames: Frame[] = []
      const readAll = (): void => {
        for (const piece of pieces) frames.push(...splitter.push(piece))
        frames.push(...splitter.finish())
      }
      expect(readAll).toThrow(Unreadable)
      expect(frames).toHaveLength(1)
    }),
  )
})

test('garbage is an Unreadable as soon as there is a prelude of it, and so are lengths that AWS never sends', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 12, maxLength: 64 }), (garbage) => {
      expect(() => read([garbage])).toThrow(Unreadable)
    }),
  )
  const resealed = (total: number, headers: number): Buffer => {
    const prelude = Buffer.alloc(8)

    prelude.writeUInt32BE(total, 0)
    prelude.writeUInt32BE(headers, 4)
    const seal = Buffer.alloc(4)
    seal.writeUInt32BE(crc32(prelude))
    return Buffer.concat([prelude, seal, Buffer.alloc(8)])
  }
  expect(() => read([resealed(25 * 1024 * 1024, 0)])).toThrow(/26214400 bytes/)
  expect(() => read([resealed(1024 * 1024, 129 * 1024)])).toThrow(Unreadable)
  expect(() => read([resealed(100, 85)])).toThrow(Unreadable)
  expect(() => read([resealed(15, 0)])).toThrow(Unreadable)
})

test('headers that lie about their lengths are an Unreadable', () => {
  const lying = [{ name: 'x', type: 9, value: Buffer.alloc(3) }]
  expect(() => read([message(lying, Buffer.alloc(0))])).toThrow(/headers/)
  expect(() => read([message([{ name: 'x', type: 10, value: Buffer.alloc(0) }], Buffer.alloc(0))])).toThrow(Unreadable)
})

test('a message that the end cuts off is none', () => {
  const bytes = event('messageStop', { stopReason: 'end_turn' })
  for (let end = 0; end < bytes.length; end++) expect(read([bytes.subarray(0, end)])).toEqual([])
})

test('one event of 16 MB in pieces of 1 KB takes four times as long as one of 4 MB, not sixteen times', () => {
  const milliseconds = (megabytes: number): number => {
    const bytes = event('contentBlockDelta', { delta: { text: 'x'.repeat(megabytes * 1024 * 1024) } })
    const begin = performance.now()
    const splitter = awsFrames()
    let frames = 0
    for (let offset = 0; offset < bytes.length; offset += 1024) {
      frames += splitter.push(bytes.subarray(offset, offset + 1024)).length
    }
    expect(frames).toBe(1)
    return performance.now() - begin
  }
  milliseconds(1)
  const small = Math.min(milliseconds(4), milliseconds(4))
  expect(Math.min(milliseconds(16), milliseconds(16))).toBeLessThan(small * 10 + 200)
})
