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
      while (size - offset >= PRELUDE_BYTES) {
        const rest = held.subarray(offset, size)
        const total = totalBytes(rest)
        if (rest.length < total) {
          needed = total
          break
        }
        frames.push(frameOf(rest.subarray(0, total)))
        offset += total
      }
    } catch (thrown) {
      broken = thrown
    }
    held.copyWithin(0, offset, size)
    size -= offset
    return frames
  }

  return {
    push(bytes) {
      if (broken !== null) throw broken
      append(bytes)
      if (size < needed) return []
      const frames = take()
      if (broken !== null && frames.length === 0) throw broken
      return frames
    },
    finish() {
      if (broken !== null) throw broken
      return []
    },
  }
}

/** Of the message that begins here. */
function totalBytes(bytes: Uint8Array): number {
  const view = viewOf(bytes)
  const total = view.getUint32(0)
  const headers = view.getUint32(4)
  if (checksum(bytes.subarray(0, 8)) !== view.getUint32(8))
    throw new Unreadable('a message has a wrong prelude checksum')
  if (total > MOST_BYTES || headers > MOST_HEADER_BYTES || headers > total - OVERHEAD_BYTES) {
    throw new Unreadable(`a message of ${total} bytes with ${headers} bytes of headers is none that AWS sends`)
  }
  return total
}

function frameOf(message: Uint8Array): Frame {
  const view = viewOf(message)
  const end = message.length - 4
  if (checksum(message.subarray(0, end)) !== view.getUint32(end)) throw new Unreadable('a message has a wrong checksum')
  const payload = PRELUDE_BYTES + view.getUint32(4)
  const headers = headersOf(message.subarray(PRELUDE_BYTES, payload))
  const data = new TextDecoder().decode(message.subarray(payload, end))
  const code = headers[':error-code']
  if (code !== undefined) return { event: `!${code}`, data: JSON.stringify({ message: headers[':error-message'] }) }
  const exception = headers[':exception-type']
  return { event: exception === undefined ? (headers[':event-type'] ?? null) : `!${exception}`, data }
}

/** Those that are strings; the others are skipped. */
function headersOf(bytes: Uint8Array): { readonly [name: string]: string } {
  const view = viewOf(bytes)
  const headers: Record<string, string> = {}
  const text = (from: number, length: number): string => new TextDecoder().decode(bytes.subarray(from, from + length))
  try {
    for (let offset = 0; offset < bytes.length; ) {
      const nameBytes = view.getUint8(offset)
      const type = view.getUint8(offset + 1 + nameBytes)
      const value = offset + 2 + nameBytes
      const fixed = VALUE_BYTES[type]
      if (fixed === undefined) throw new RangeError()
      const from = fixed < 0 ? value + 2 : value
      const length = fixed < 0 ? view.getUint16(value) : fixed
      if (from + length > bytes.length) throw new RangeError()
      if (type === STRING_TYPE) headers[text(offset + 1, nameBytes)] = text(from, length)
      offset = from + length
    }
  } catch {
    throw new Unreadable('the headers of a message end in the middle of one')
  }
  return headers
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength)
}

let table: Uint32Array | null = null

/** CRC-32, that of zip and Ethernet. */
function checksum(bytes: Uint8Array): number {
  table ??= crcTable()
  let crc = 0xffffffff
  for (const byte of bytes) crc = (table[(crc ^ byte) & 0xff] as number) ^ (crc >>> 8)
  return ~crc >>> 0
}

function crcTable(): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, index) => {
    let crc = index
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1
    return crc
  })
}
