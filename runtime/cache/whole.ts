// A stream -> all its bytes, read beside a client who gets the other branch of it.

import { readerOf } from '../streams/reader.ts'

const FIRST_BYTES = 16 * 1024
const LARGEST_BYTES = 1024 * 1024
/** Short answers are over after a few reads; what goes on after those is a stream of events. */
const EAGER_READS = 4
const PAUSE_MS = 50

/**
 * `null` when there are more than `most`: the stream is let go then. Rejects when it breaks off. Rests when it has caught up:
 * waking for every event costs three times the stream, once in a while next to nothing. It never waits for a full buffer, as
 * `arrayBuffer()` does: the platform would keep the other branch waiting as well.
 */
export async function readWhole(stream: ReadableStream<Uint8Array>, most: number): Promise<ArrayBuffer | null> {
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = readerOf(stream)
  for (;;) {
    const room = Math.min(Math.max(size, FIRST_BYTES), LARGEST_BYTES)
    const chunk = await reader.next(new Uint8Array(room))
    if (chunk === null) return joined(chunks, size)
    chunks.push(chunk)
    size += chunk.byteLength
    if (size > most) {
      await reader.cancel()
      return null
    }
    if (chunks.length >= EAGER_READS && chunk.byteLength < room) await scheduler.wait(PAUSE_MS)
  }
}

function joined(chunks: readonly Uint8Array[], size: number): ArrayBuffer {
  const whole = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.byteLength
  }
  return whole.buffer
}
