// Ends a stream that stalls between bytes or outlives its request's deadline, visibly: the client's connection breaks off, and the
// provider's is closed. A clean end would pass a cut answer off as a whole one.

import { readerOf } from './reader.ts'
import { SilenceError } from './silence.ts'

/** How long to wait for bytes. At least one of the two is set. */
export interface Patience {
  /** Between two bytes; `null`: no limit. */
  readonly idleMs: number | null
  /** In epoch milliseconds; `null`: no limit. */
  readonly endsAtMs: number | null
}

/** What a bundle holds of this where some gateway limits its streams. */
export interface Watch {
  readonly guard: typeof guard
  readonly within: typeof within
}

function guard(body: ReadableStream, patience: Patience): ReadableStream {
  const { readable, writable } = new IdentityTransformStream()
  void pump(body, writable, patience).catch(() => {})
  return readable
}

async function pump(body: ReadableStream, writable: WritableStream, patience: Patience): Promise<void> {
  const reader = readerOf(body)
  const writer = writable.getWriter()
  try {
    let buffer = new Uint8Array(64 * 1024)
    for (;;) {
      const bytes = await within(patience, reader.next(buffer))
      if (bytes === null) break
      await writer.write(bytes)
      buffer = new Uint8Array(bytes.buffer as ArrayBuffer)
    }
    await writer.close()
  } catch (thrown) {
    await Promise.allSettled([writer.abort(thrown), reader.cancel(thrown)])
  }
}

/** Rejects with a SilenceError when the patience is over first. */
async function within<T>({ idleMs, endsAtMs }: Patience, work: Promise<T>): Promise<T> {
  const left = endsAtMs === null ? Number.POSITIVE_INFINITY : Math.max(0, endsAtMs - Date.now())
  const ms = Math.min(left, idleMs ?? Number.POSITIVE_INFINITY)
  let timer: ReturnType<typeof setTimeout> | null = null
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new SilenceError(`the stream was silent for ${Math.round(ms)} ms`)), ms)
  })
  try {
    return await Promise.race([work, over])
  } finally {
    clearTimeout(timer)
  }
}

/** Handed to the Worker by its entry. */
export const watch: Watch = { guard, within }
