// A provider's stream -> the caller's, event by event, as a native stream: bytes are read into one buffer, and what they say is written
// at once. A stream that cannot be read on ends with an error in the caller's dialect. Back-pressure and leaving pass through.

import type { ChatEvent } from '../dialects/chat.ts'
import { failed } from '../dialects/common/failed.ts'
import type { EventReader, EventWriter, Splitter } from '../dialects/dialect.ts'
import { Unreadable } from '../dialects/unreadable.ts'
import { type BytesReader, readerOf } from './reader.ts'

const BUFFER_BYTES = 64 * 1024
/** For so long a provider may take to close a connection, which can be used again then. */
const MOST_CLOSING_MS = 1000

/** What is translated by what. */
export function translateStream(
  body: ReadableStream,
  splitter: Splitter,
  reader: EventReader,
  writer: EventWriter,
): ReadableStream {
  const { readable, writable } = new IdentityTransformStream()
  void pump(body, writable, { splitter, reader, writer }).catch(() => {})
  return readable
}

interface Parts {
  readonly splitter: Splitter
  readonly reader: EventReader
  readonly writer: EventWriter
}

async function pump(body: ReadableStream, writable: WritableStream<Uint8Array>, parts: Parts): Promise<void> {
  const source = readerOf(body)
  const sink = writable.getWriter()
  const encoder = new TextEncoder()
  let buffer: Uint8Array = new Uint8Array(BUFFER_BYTES)
  try {
    for (let isOver = false; !isOver; ) {
      const bytes = await source.next(buffer).catch(() => null)
      const events = eventsIn(bytes, parts)
      if (bytes !== null) buffer = reused(bytes)
      isOver = bytes === null || events.some(isLast)
      const text = events.map(parts.writer.write).join('')
      if (text !== '') await sink.write(encoder.encode(text))
    }
    await sink.close()
    await letGo(source, buffer)
  } catch (thrown) {
    await Promise.allSettled([sink.abort(thrown), source.cancel(thrown)])
  }
}

/** What these bytes say, or with `null` what is left to say: up to the stream's last event, and no further. */
function eventsIn(bytes: Uint8Array | null, { splitter, reader }: Parts): readonly ChatEvent[] {
  const events: ChatEvent[] = []
  try {
    for (const frame of bytes === null ? splitter.finish() : splitter.push(bytes)) {
      for (const event of reader.read(frame)) if (events.push(event) > 0 && isLast(event)) return events
    }
    if (bytes === null) events.push(...reader.finish())
  } catch (thrown) {
    if (!(thrown instanceof Unreadable)) throw thrown
    const message = `The provider's stream cannot be read on: ${thrown.message}.`
    events.push({ kind: 'failure', failure: failed(502, [message], { type: 'upstream_error' }) })
  }
  return events
}

function isLast({ kind }: ChatEvent): boolean {
  return kind === 'end' || kind === 'failure'
}

/** The memory that a buffer was, for the next read. */
function reused({ buffer }: Uint8Array): Uint8Array {
  return new Uint8Array(buffer as ArrayBuffer)
}

/** Reads what is left until the provider closes, or closes. */
async function letGo(source: BytesReader, buffer: Uint8Array): Promise<void> {
  async function drain(): Promise<void> {
    let bytes: Uint8Array | null = buffer
    while (bytes !== null) bytes = await source.next(reused(bytes))
  }
  await Promise.race([drain().catch(() => {}), scheduler.wait(MOST_CLOSING_MS)])
  await source.cancel().catch(() => {})
}
