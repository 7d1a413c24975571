// Messages of AWS's event streams, written from https://smithy.io/2.0/aws/amazon-eventstream.html with Node's own CRC-32.

import { crc32 } from 'node:zlib'

/** A header: its type, and its value as it stands in the message, without the length that types 6 and 7 have in front. */
export interface Header {
  readonly name: string
  readonly type: number
  readonly value: Uint8Array
}

/** A header that is a string. */
export function text(name: string, value: string): Header {
  return { name, type: 7, value: Buffer.from(value) }
}

/** One message. */
export function message(headers: readonly Header[], payload: Uint8Array): Buffer {
  const head = Buffer.concat(headers.map(header))
  const body = Buffer.concat([Buffer.alloc(12), head, payload])
  body.writeUInt32BE(body.length + 4, 0)
  body.writeUInt32BE(head.length, 4)
  body.writeUInt32BE(crc32(body.subarray(0, 8)), 8)
  return Buffer.concat([body, four(crc32(body))])
}

/** An event as Bedrock sends it. */
export function event(type: string, payload: unknown): Buffer {
  const headers = [text(':event-type', type), text(':content-type', 'application/json'), text(':message-type', 'event')]
  return message(headers, Buffer.from(JSON.stringify(payload)))
}

/** An exception as Bedrock sends it. */
export function exception(type: string, payload: unknown): Buffer {
  const headers = [text(':message-type', 'exception'), text(':exception-type', type)]
  return message(headers, Buffer.from(JSON.stringify(payload)))
}

function header({ name, type, value }: Header): Buffer {
  const length = type === 6 || type === 7 ? [value.length >> 8, value.length & 0xff] : []
  return Buffer.concat([Buffer.from([name.length]), Buffer.from(name), Buffer.from([type, ...length]), value])
}

function four(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
