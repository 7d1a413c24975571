// An answer that comes bit by bit: typed chunks as they arrive, and all of them in one in the end. Whoever stops listening ends the request;
// what breaks off, or says in the middle that it failed, is a GatewayError.

import { sse } from '../streams/sse.ts'
import { errorIn, GatewayError, parsed } from './error.ts'
import type { Meta } from './meta.ts'
import type { Names } from './names.ts'
import type { Answered } from './place.ts'

/** Can be read once. Nothing is asked before somebody reads, or asks for `meta`. */
export interface Stream<Chunk, Whole, N extends Names> extends AsyncIterable<Chunk> {
  readonly meta: Promise<Meta<N>>
  /** Reads what is left, and gives all of it in one. */
  final(): Promise<Whole>
}

/** Puts the pieces of one answer together. */
export interface Gathering<Chunk, Whole> {
  /** Throws a GatewayError for a piece that says that all has failed. */
  add(chunk: Chunk, meta: Meta): void
  /** Whether nothing is missing, where an end has come. */
  isWhole(): boolean
  whole(meta: Meta): Whole
}

/** The end mark of OpenAI's streams. */
const DONE = '[DONE]'

/** `open` is called once. */
export function streamOf<Chunk, Whole>(
  open: () => Promise<Answered>,
  { add, isWhole, whole }: Gathering<Chunk, Whole>,
  signal?: AbortSignal,
): Stream<Chunk, Whole, Names> {
  let opened: Promise<Answered> | undefined
  let isRead = false
  const begin = () => {
    opened ??= open()
    return opened
  }

  async function* read(): AsyncGenerator<Chunk, void> {
    const { response, meta } = await begin()
    let isDone = false
    for await (const data of dataOf(response, meta, signal)) {
      isDone ||= data === DONE
      // What is left is read, so that the connection can be used again.
      if (isDone) continue
      const chunk = parsed(data) as Awaited<Chunk>
      if (Object(chunk).error) throw errorIn(chunk, meta)
      add(chunk, meta)
      yield chunk
    }
    if (!isDone && !isWhole()) throw cut(meta)
    isRead = true
  }

  const source = read()
  return {
    get meta() {
      return begin().then(({ meta }) => meta)
    },
    [Symbol.asyncIterator]: () => source,
    async final() {
      for await (const _ of source);
      const { meta } = await begin()
      if (isRead) return whole(meta)
      throw new GatewayError('The stream was not read to its end, so that there is no whole of it. Ask again.', meta)
    },
  }
}

/** The data of each event. Whoever stops reading closes the answer. */
export async function* dataOf({ body }: Response, meta: Meta, signal?: AbortSignal): AsyncGenerator<string, void> {
  const events = sse()
  const reader = body?.getReader()
  try {
    for (let isOver = !reader; !isOver; ) {
      const read = await reader?.read()
      isOver = read?.done !== false
      for (const { data } of read?.value ? events.push(read.value) : events.finish()) yield data
    }
  } catch (thrown) {
    throw signal?.aborted ? signal.reason : cut(meta, thrown)
  } finally {
    reader?.cancel().catch(() => {})
  }
}

function cut(meta: Meta, cause?: unknown): GatewayError {
  const who = meta.provider ?? 'The gateway'
  return new GatewayError(`${who} broke its answer off before it was whole. Ask again.`, meta, cause)
}
