// The bytes of a stream -> those of its beginning and its end, for a reader who need not see what is between: providers say at either end
// what was used, and how it ended. What is between costs a copy.

import type { AnswerReader } from './answer-reader.ts'

/** Can be told that bytes are missing from here on. */
export interface SkippingReader extends AnswerReader {
  readonly skip: () => void
}

const HEAD_BYTES = 64 * 1024
const TAIL_BYTES = 64 * 1024

/** Up to the two together it reads all. */
export function atEnds(reader: SkippingReader): AnswerReader {
  let left = HEAD_BYTES
  let tail: Uint8Array | null = null
  let held = 0
  let isGap = false

  function hold(bytes: Uint8Array): void {
    tail ??= new Uint8Array(TAIL_BYTES)
    const latest = bytes.subarray(Math.max(0, bytes.byteLength - TAIL_BYTES))
    const kept = Math.min(held, TAIL_BYTES - latest.byteLength)
    isGap ||= held + bytes.byteLength > TAIL_BYTES
    tail.copyWithin(0, held - kept, held)
    tail.set(latest, kept)
    held = kept + latest.byteLength
  }

  return {
    read(bytes) {
      const head = Math.min(left, bytes.byteLength)
      if (head > 0) reader.read(bytes.subarray(0, head))
      left -= head
      if (head < bytes.byteLength) hold(bytes.subarray(head))
    },
    end() {
      if (isGap) reader.skip()
      if (tail !== null) reader.read(tail.subarray(0, held))
      return reader.end()
    },
  }
}
