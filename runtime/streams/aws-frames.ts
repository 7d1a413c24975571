// The bytes of an AWS event stream in, its messages as frames out, however the bytes were cut; each byte is copied a bounded number of
// times. Written here because @smithy/eventstream-codec takes 3.6 KB of a bundle, Node's streams and base64 with it, wants whole messages,
// and this takes 1 KB. Format: https://smithy.io/2.0/aws/amazon-eventstream.html

import type { Frame, Splitter } from '../dialects/dialect.ts'
import { Unreadable } from '../dialects/unreadable.ts'

/** Total length, length of the headers, checksum of these two. */
const PRELUDE_BYTES = 12
/** What every message has beside headers and payload: the prelude, and a checksum of all before it. */
const OVERHEAD_BYTES = 16
/** AWS's own limits: 128 KB of headers, 24 MB of payload. */
const MOST_HEADER_BYTES = 128 * 1024
const MOST_BYTES = OVERHEAD_BYTES + MOST_HEADER_BYTES + 24 * 1024 * 1024
/** Bytes of a header's value by its type, 0 to 9; -1: two bytes say how many. */
const VALUE_BYTES = [0, 0, 1, 2, 4, 8, -1, -1, 8, 16]
const STRING_TYPE = 7

/**
 * For `application/vnd.amazon.eventstream`. A frame's event is its `:event-type`, and behind an `!` its `:exception-type` or, of an
 * error that is not modelled, its `:error-code`. Throws an Unreadable for what is none, once the frames before it are given.
 * A message that the stream's end cuts off is no frame.
 */
export function awsFrames(): Splitter {
  let held = new Uint8Array(4096)
  let size = 0
  let needed = PRELUDE_BYTES
  let broken: unknown = null

  function append(bytes: Uint8Array): void {
    if (size + bytes.length > held.length) {
      const grown = new Uint8Array(Math.max(held.length * 2, size + bytes.length))
      grown.set(held.subarray(0, size))
      held = grown
    }
    held.set(bytes, size)
    size += bytes.length
  }

  /** Moves what is left to the front: it came with the last bytes, so no byte is moved twice. */
  function take(): Frame[] {
    const frames: Frame[] = []
    let offset = 0
    needed = PRELUDE_BYTES
    try {
      while (size - offset >= needed) {
        const rest = held.subarray(offset, size)
        needed = totalBytes(rest)
        if (rest.length < needed) break
        frames.push(frameOf(rest.subarray(0, needed)))
        offset += needed
        needed = PRELUDE_BYTES
      }
    } catch (thrown) {
      broken = thrown
    }
    held.copyWithin(0, offset, size)
    size -= offset
    return frames
  }

  function push(bytes: Uint8Array): Frame[] {
    append(bytes)
    const frames = broken === null && size >= needed ? take() : []
    if (broken !== null && frames.length === 0) throw broken
    return frames
  }

  return { push, finish: () => push(new Uint8Array()) }
}

/** Of the message that begins here. */
function totalBytes(bytes: Uint8Array): number {
  const view = viewOf(bytes)
  const total = view.getUint32(0)
  const headers = view.getUint32(4)
  check(bytes, 8)
  if (total > MOST_BYTES || headers > MOST_HEADER_BYTES || headers > total - OVERHEAD_BYTES) {
    throw new Unreadable(`a message of ${total} bytes with ${headers} bytes of headers is none that AWS sends`)
  }
  return total
}

function frameOf(message: Uint8Array): Frame {
  const end = message.length - 4
  check(message, end)
  const payload = PRELUDE_BYTES + viewOf(message).getUint32(4)
  const headers = headersOf(message.subarray(PRELUDE_BYTES, payload))
  const code = headers[':error-code']
  if (code !== undefined) return { event: `!${code}`, data: JSON.stringify({ message: headers[':error-message'] }) }
  const exception = headers[':exception-type']
  const event = exception === undefined ? (headers[':event-type'] ?? null) : `!${exception}`
  return { event, data: textIn(message, payload, end) }
}

/** Those that are strings; the others are skipped. */
function headersOf(bytes: Uint8Array): { readonly [name: string]: string } {
  const view = viewOf(bytes)
  const headers: Record<string, string> = {}
  // Behind the end there is nothing to read: that is a RangeError.
  try {
    for (let offset = 0; offset < bytes.length; ) {
      const name = offset + 1
      const type = name + view.getUint8(offset)
      const fixed = VALUE_BYTES[view.getUint8(type)] as number
      const value = fixed < 0 ? type + 3 : type + 1
      offset = value + (fixed < 0 ? view.getUint16(type + 1) : fixed)
      if (!(offset <= bytes.length)) throw new RangeError()
      if (bytes[type] === STRING_TYPE) headers[textIn(bytes, name, type)] = textIn(bytes, value, offset)
    }
  } catch {
    throw new Unreadable('the headers of a message end in the middle of one')
  }
  return headers
}

function textIn(bytes: Uint8Array, from: number, to: number): string {
  return new TextDecoder().decode(bytes.subarray(from, to))
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength)
}

let table: Uint32Array | null = null

/** The checksum behind `size` bytes is theirs: CRC-32, that of zip and Ethernet. */
function check(bytes: Uint8Array, size: number): void {
  table ??= Uint32Array.from({ length: 256 }, (_, index) => {
    let crc = index
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 && 0xedb88320)
    return crc
  })
  let crc = -1
  for (const byte of bytes.subarray(0, size)) crc = (table[(crc ^ byte) & 255] as number) ^ (crc >>> 8)
  if (~crc >>> 0 !== viewOf(bytes).getUint32(size)) throw new Unreadable('a message has a wrong checksum')
}
