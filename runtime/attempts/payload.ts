// A request's body, to be sent once as the platform's stream or, where something needs it again (a retry, a key, a
// signature), held as bytes: 25 MB of it at most.

import type { Body, Payload } from '../exchange.ts'
import { GatewayError } from '../problem.ts'

/** As much of a body as is ever held. */
const MOST_BYTES = 25 * 1024 * 1024

/** A body that is at hand already: a step's own. */
export function textPayload(text: string | null): Payload {
  return lazyPayload(() => text)
}

/** A body that is made when it is asked for, once. What `make` throws, both ways of asking throw. */
export function lazyPayload(make: () => string | null): Payload {
  let text: string | null | undefined
  let bytes: ArrayBuffer | null = null
  function made(): string | null {
    if (text === undefined) text = make()
    return text
  }
  return {
    take: made,
    async hold() {
      bytes ??= new TextEncoder().encode(made() ?? '').buffer as ArrayBuffer
      return bytes
    },
  }
}

/** A client's body. Nothing of it is read before {@link Payload.hold}. */
export function streamPayload(body: ReadableStream | null, contentLength: string | null): Payload {
  if (body === null) return textPayload(null)
  let rest: Body = body
  let held: Promise<ArrayBuffer | null> | null = null
  async function read(stream: ReadableStream): Promise<ArrayBuffer | null> {
    if (Number(contentLength) > MOST_BYTES) return null
    // Native and whole, where its size is known beforehand.
    if (contentLength !== null) {
      const bytes = await new Response(stream).arrayBuffer()
      rest = bytes
      return bytes
    }
    const { bytes, left } = await readUpTo(stream, MOST_BYTES)
    rest = left ?? bytes
    return left === null ? bytes : null
  }
  return {
    take: () => rest,
    hold: () => (held ??= read(body)),
  }
}

/** More than this of a refused body is not waited for. */
const MOST_DISCARDED = 100 * 1024 * 1024
const MOST_DISCARDING_MS = 1000

/** The held body. Throws `tooLarge` with this description for one that is larger than may be held. */
export async function wholeOf(payload: Payload, refusal: string): Promise<ArrayBuffer> {
  const bytes = await payload.hold()
  if (bytes !== null) return bytes
  await Promise.race([discard(payload.take()), scheduler.wait(MOST_DISCARDING_MS)])
  throw new GatewayError('tooLarge', refusal)
}

/** Reads a refused body on, so that the client gets to hear why, and not just a broken connection. */
async function discard(body: Body): Promise<void> {
  if (!(body instanceof ReadableStream)) return
  let left = MOST_DISCARDED
  for await (const chunk of body as ReadableStream<Uint8Array>) {
    left -= chunk.byteLength
    if (left < 0) return
  }
}

interface Read {
  readonly bytes: ArrayBuffer
  /** The whole again, when it was more. */
  readonly left: ReadableStream | null
}

/** Reads a stream to its end, or gives it back whole when there is more to it than `most`. */
async function readUpTo(stream: ReadableStream, most: number): Promise<Read> {
  const chunks: Uint8Array[] = []
  const reader = (stream as ReadableStream<Uint8Array>).getReader()
  let size = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return { bytes: await new Blob(chunks).arrayBuffer(), left: null }
    chunks.push(value)
    size += value.byteLength
    if (size > most) {
      reader.releaseLock()
      return { bytes: new ArrayBuffer(0), left: prepend(chunks, stream) }
    }
  }
}

/** The chunks that were read, then what the stream still has, as one native stream. A broken source breaks it too. */
export function prepend(chunks: readonly Uint8Array[], rest: ReadableStream): ReadableStream {
  const { readable, writable } = new IdentityTransformStream()
  void pump(chunks, rest, writable).catch(() => {})
  return readable
}

async function pump(chunks: readonly Uint8Array[], rest: ReadableStream, writable: WritableStream): Promise<void> {
  const writer = writable.getWriter()
  try {
    for (const chunk of chunks) await writer.write(chunk)
  } catch (thrown) {
    await rest.cancel(thrown)
    throw thrown
  }
  writer.releaseLock()
  await rest.pipeTo(writable)
}
