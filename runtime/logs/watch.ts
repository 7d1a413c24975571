// An answer, or one branch of it -> its bytes for whoever reads them. Where the platform can pipe it JavaScript wakes for the first bytes,
// for each full buffer and for the end; where it cannot, for each piece. What has come is told also of a stream that breaks off or is let go.

import { readerOf } from '../streams/reader.ts'

const BRANCH_BYTES = 32 * 1024
/** A piece of an answer that comes as fast as it is read is as large as its buffer. */
const WHOLE_BYTES = 128 * 1024
/** Kept for the next answers: new ones would cost as much as reading into them does. */
const MOST_SPARE_BYTES = 2 * 1024 * 1024
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
  /** Whether the watching was ended; the rest is untouched. */
  readonly isOpen: boolean
}

/** Sees all bytes in order; the memory is used again when it settles. It must not throw. */
export type See = (bytes: Uint8Array) => void | Promise<void>

/** What ends the watching early: the size of a piece, in bytes. */
export type Until = (sizeBytes: number) => boolean

/** A branch that is about to be watched. */
export interface Branch {
  /** Of the buffer that it is read into. */
  readonly bufferBytes: number
  /** At least so many bytes unless it ends, in this buffer or not; none: it has ended. Rejects when it broke off. */
  readonly next: (least: number, buffer: Uint8Array) => Promise<Uint8Array>
  readonly cancel: () => Promise<void>
  /** It ends early, with what is there. */
  readonly letGo: () => void
  /** The stream is free for others, as far as it was not read. */
  readonly release: () => void
}

/** A branch that the platform pipes. `null`: it cannot, and the branch is lost. */
export async function pipedBranch(stream: ReadableStream): Promise<Branch | null> {
  const { readable, writable } = new IdentityTransformStream()
  const piping = new AbortController()
  let isOpen = true
  let isCut = false
  // What is left in the buffer would go with the stream: it ends as if it were whole.
  const piped = stream.pipeTo(writable, { signal: piping.signal, preventAbort: true }).catch(() => {
    isCut = true
    return isOpen ? writable.close().catch(() => {}) : undefined
  })
  for (let turn = 0; turn < MOST_TURNS && !isCut; turn++) await null
  if (isCut) return null
  const reader = readable.getReader({ mode: 'byob' })
  return {
    bufferBytes: BRANCH_BYTES,
    release: () => reader.releaseLock(),
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
    letGo: () => piping.abort(),
  }
}

/** The network's own stream, read as it comes. */
export function wholeStream(stream: ReadableStream): Branch {
  const reader = stream.getReader({ mode: 'byob' })
  return {
    bufferBytes: WHOLE_BYTES,
    release: () => reader.releaseLock(),
    next: async (_, buffer) => (await reader.read(buffer)).value ?? new Uint8Array(),
    cancel: () => reader.cancel(),
    letGo: () => void reader.cancel().catch(() => {}),
  }
}

/** Any other, which is read in JavaScript. */
export function readBranch(stream: ReadableStream): Branch {
  const { next, cancel } = readerOf(stream)
  return {
    bufferBytes: BRANCH_BYTES,
    release() {},
    next: async (_, buffer) => (await next(buffer)) ?? new Uint8Array(),
    cancel,
    letGo: () => void cancel().catch(() => {}),
  }
}

const spare = new Map<number, Uint8Array[]>()
const NOTHING_YET = { sizeBytes: 0, firstByteAtMs: null } as const

/** Never rejects. More bytes than `most` end it early. `before`: what had passed already. */
export async function watch(
  { bufferBytes, next, cancel, release }: Branch,
  most: number,
  see: See,
  until: Until | null = null,
  before: Pick<Watched, 'sizeBytes' | 'firstByteAtMs'> = NOTHING_YET,
): Promise<Watched> {
  let buffer = spare.get(bufferBytes)?.pop() ?? new Uint8Array(bufferBytes)
  let { sizeBytes, firstByteAtMs } = before
  let isCut = false
  let isOver = false
  let isOpen = false
  while (!isOver && !isOpen && sizeBytes <= most) {
    const bytes = await next(sizeBytes === 0 ? 1 : bufferBytes, buffer).catch(() => {
      isCut = true
      return new Uint8Array()
    })
    isOver = bytes.byteLength === 0
    if (!isOver) {
      firstByteAtMs ??= Date.now()
      sizeBytes += bytes.byteLength
      isOpen = until?.(bytes.byteLength) ?? false
      await see(bytes)
    }
    buffer = new Uint8Array(bytes.buffer as ArrayBuffer)
  }
  const endedAtMs = Date.now()
  keep(buffer, bufferBytes)
  if (isOpen) release()
  const isMore = sizeBytes > most
  if (isMore) await cancel().catch(() => {})
  return { sizeBytes, firstByteAtMs, endedAtMs, isCut, isMore, isOpen }
}

/** One that was lost with a stream that broke is not the size it was. */
function keep(buffer: Uint8Array, bufferBytes: number): void {
  if (buffer.byteLength !== bufferBytes) return
  const kept = spare.get(bufferBytes) ?? []
  spare.set(bufferBytes, kept)
  if (kept.length * bufferBytes < MOST_SPARE_BYTES) kept.push(buffer)
}
