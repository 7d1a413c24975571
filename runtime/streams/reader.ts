// A stream's bytes, read into buffers where the platform can.

/** Reads a stream bit by bit. */
export interface BytesReader {
  /** Some bytes, in this buffer or not; it must not be used any more. `null`: there are no more. Rejects when the stream breaks. */
  readonly next: (buffer: Uint8Array) => Promise<Uint8Array | null>
  readonly cancel: (reason?: unknown) => Promise<void>
}

/** The platform's own streams read into a buffer; one that was made of JavaScript gives chunks. */
export function readerOf(stream: ReadableStream): BytesReader {
  let reader: ReadableStreamBYOBReader
  try {
    reader = stream.getReader({ mode: 'byob' })
  } catch {
    const chunks = (stream as ReadableStream<Uint8Array>).getReader()
    return { next: async () => (await chunks.read()).value ?? null, cancel: (reason) => chunks.cancel(reason) }
  }
  return {
    async next(buffer) {
      const { done, value } = await reader.read(buffer)
      return done ? null : value
    },
    cancel: (reason) => reader.cancel(reason),
  }
}
