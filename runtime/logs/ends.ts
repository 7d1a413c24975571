// The bytes of a stream -> those of its beginning and its end, for a reader who need not see what is between: providers say at either end
// what was used, and how it ended. What is between costs a copy.

import type { AnswerReader } from './answer-reader.ts'

/** Can be told that bytes are missing from here on: what comes next begins in the middle of an event, or with what is between two. */
export interface SkippingReader extends AnswerReader {
  readonly skip: () => void
}

/** What is between two events. */
export type Between = '\n\n' | '\n'

const HEAD_BYTES = 8 * 1024
/** At least so much of the end is read, from where an event begins. */
const END_BYTES = 8 * 1024
/** As far back as the last events are looked for: the very last may repeat the whole answer. */
const TAIL_BYTES = 64 * 1024
const MOST_SPARE = 16

const LF = 10
const CR = 13

const spare: Uint8Array[] = []

/** A stream that is no longer than what is read of both ends is read whole. */
export function atEnds(reader: SkippingReader, between: Between): AnswerReader {
  let left = HEAD_BYTES
  let tail: Uint8Array | null = null
  let held = 0
  let isGap = false

  function hold(bytes: Uint8Array): void {
    tail ??= spare.pop() ?? new Uint8Array(TAIL_BYTES)
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
      if (tail !== null) {
        const start = endOfEvent(tail, held - END_BYTES, between)
        if (isGap || start !== null) reader.skip()
        reader.read(tail.subarray(start ?? 0, held))
        if (spare.length < MOST_SPARE) spare.push(tail)
        tail = null
      }
      return reader.end()
    },
  }
}

/** The last place before another where there is what is between two events; `null`: there is none. */
function endOfEvent(bytes: Uint8Array, before: number, between: Between): number | null {
  for (let at = before; at > 0; at--) {
    at = bytes.lastIndexOf(LF, at)
    if (at < 0) return null
    if (between === '\n') return at
    if (bytes[at - 1] === LF) return at - 1
    if (bytes[at - 1] === CR && bytes[at - 2] === LF) return at - 2
  }
  return null
}
