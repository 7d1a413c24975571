// One branch of an answer -> its bytes for whoever reads them. Where the platform can pipe it JavaScript wakes for the first bytes, for each
// full buffer and for the end; where it cannot, for each piece. What has come is told also of a stream that breaks off or is let go.

import { readerOf } from '../streams/reader.ts'

const FIRST_BYTES = 16 * 1024
const MORE_BYTES = 64 * 1024
/** A stream that has filled so many buffers is a large one. */
const FEW_BUFFERS = 4
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
  /** At least so many bytes unless it ends, in this buffer or in less than that; `null`: it has ended. Rejects when it broke off. */
  readonly next: (least: number, buffer: Uint8Array) => Promise<Uint8Array | null>
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
      return null
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
  return { next: (_, buffer) => next(buffer), cancel }
}

/** Never rejects. More bytes than `most` end it early. */
export async function watch({ next, cancel }: Branch, most: number, see: See): Promise<Watched> {
  let buffer = new Uint8Array(FIRST_BYTES)
  let least = 1
  let sizeBytes = 0
  let firstByteAtMs: number | null = null
  let isCut = false
  for (let buffers = 0; sizeBytes <= most; buffers++) {
    const bytes = await next(least, buffer).catch(() => {
      isCut = true
      return null
    })
    if (bytes === null) break
    firstByteAtMs ??= Date.now()
    sizeBytes += bytes.byteLength
    await see(bytes)
    const isLarge = buffers >= FEW_BUFFERS && buffer.byteLength < MORE_BYTES
    buffer = isLarge ? new Uint8Array(MORE_BYTES) : new Uint8Array(bytes.buffer as ArrayBuffer)
    least = buffer.byteLength
  }
  const endedAtMs = Date.now()
  const isMore = sizeBytes > most
  if (isMore) await cancel().catch(() => {})
  return { sizeBytes, firstByteAtMs, endedAtMs, isCut, isMore }
}
