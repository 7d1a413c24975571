// One branch of an answer -> its bytes for whoever reads them. Where the platform can pipe it JavaScript wakes for the first bytes, for each
// full buffer and for the end; where it cannot, for each piece. What has come is told also of a stream that breaks off or is let go.

import { readerOf } from '../streams/reader.ts'

const BUFFER_BYTES = 32 * 1024
/** Kept for the next answers: new ones would cost as much as reading into them does. */
const MOST_SPARE = 32
/** The platform says at once that it cannot pipe a stream that JavaScript writes to, and has it locked then. */
const MOST_TURNS = 8

/** What passed. */
export interface Watched {
  /** As far as it was watched. */
  readonly sizeBytes: number
  /** In epoch milliseconds; `null`: there was none. */
  readonly firstByteAtMs: number | null
  readonly endedAtMs: number
  /** Whether the connection broke, or the stream was let go. */
  readonly isCut: boolean
  /** Whether there was more than is watched. */
  readonly isMore: boolean
}

/** Sees all bytes in order; the memory is used again when it settles. It must not throw. */
export type See = (bytes: Uint8Array) => void | Promise<void>

/** A branch that is about to be watched. */
export interface Branch {
  /** At least so many bytes unless it ends, in this buffer or not; none: it has ended. Rejects when it broke off. */
  readonly next: (least: number, buffer: Uint8Array) => Promise<Uint8Array>
  readonly cancel: () => Promise<void>
}

/** A branch that the platform pipes; `letGo` ends it early. `null`: it cannot, and the branch is lost. */
export async function pipedBranch(stream: ReadableStream, letGo: AbortSignal): Promise<Branch | null> {
  const { readable, writable } = new IdentityTransformStream()
  let isOpen = true
  let isCut = false
  // What is left in the buffer would go with the stream: it ends as if it were whole.
  const piped = stream.pipeTo(writable, { signal: letGo, preventAbort: true }).catch(() => {
    isCut = true
    return isOpen ? writable.close().catch(() => {}) : undefined
  })
  for (let turn = 0; turn < MOST_TURNS && !isCut; turn++) await null
  if (isCut) return null
  const reader = readable.getReader({ mode: 'byob' })
  return {
    async next(least, buffer) {
      const { value } = await reader.readAtLeast(least, buffer)
      if (value !== undefined && value.byteLength > 0) return value
      await piped
      if (isCut) throw new Error('it broke off')
      return value ?? new Uint8Array()
    },
    cancel() {
      isOpen = false
      return reader.cancel()
    },
  }
}

/** Any other, which is read in JavaScript. */
export function readBranch(stream: ReadableStream, letGo: AbortSignal): Branch {
  const { next, cancel } = readerOf(stream)
  letGo.addEventListener('abort', () => cancel(letGo.reason).catch(() => {}))
  return { next: async (_, buffer) => (await next(buffer)) ?? new Uint8Array(), cancel }
}

const spare: Uint8Array[] = []

/** Never rejects. More bytes than `most` end it early. */
export async function watch({ next, cancel }: Branch, most: number, see: See): Promise<Watched> {
  let buffer = spare.pop() ?? new Uint8Array(BUFFER_BYTES)
  let sizeBytes = 0
  let firstByteAtMs: number | null = null
  let isCut = false
  let isOver = false
  while (!isOver && sizeBytes <= most) {
    const bytes = await next(sizeBytes === 0 ? 1 : buffer.byteLength, buffer).catch(() => {
      isCut = true
      return new Uint8Array()
    })
    isOver = bytes.byteLength === 0
    if (!isOver) {
      firstByteAtMs ??= Date.now()
      sizeBytes += bytes.byteLength
      await see(bytes)
    }
    buffer = new Uint8Array(bytes.buffer as ArrayBuffer)
  }
  const endedAtMs = Date.now()
  if (buffer.byteLength === BUFFER_BYTES && spare.length < MOST_SPARE) spare.push(buffer)
  const isMore = sizeBytes > most
  if (isMore) await cancel().catch(() => {})
  return { sizeBytes, firstByteAtMs, endedAtMs, isCut, isMore }
}
