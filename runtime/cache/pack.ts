// An answer as one run of bytes, for stores that keep nothing else, and back: the length of its head, the head as JSON, the body.

import type { Answer } from './store.ts'

const LENGTH_BYTES = 4

/** What {@link unpack} reads. */
export function pack({ body, ...rest }: Answer): ArrayBuffer {
  const head = new TextEncoder().encode(JSON.stringify(rest))
  const packed = new Uint8Array(LENGTH_BYTES + head.length + body.byteLength)
  new DataView(packed.buffer).setUint32(0, head.length)
  packed.set(head, LENGTH_BYTES)
  packed.set(new Uint8Array(body), LENGTH_BYTES + head.length)
  return packed.buffer
}

/** Throws for bytes that are not of {@link pack}. */
export function unpack(packed: ArrayBuffer): Answer {
  const end = LENGTH_BYTES + new DataView(packed).getUint32(0)
  const head = new TextDecoder().decode(new Uint8Array(packed, LENGTH_BYTES, end - LENGTH_BYTES))
  return { ...JSON.parse(head), body: packed.slice(end) }
}
