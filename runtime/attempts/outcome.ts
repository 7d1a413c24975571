// What an answer is worth: taken, tried on elsewhere, or given up. An error status is a failure; so is a stream that fails before it
// has said anything or ends with nothing, and a JSON body that is an error in spite of its 200. Only the beginning is looked at, and
// only where somewhere else could be asked; once something of it was let through nothing is switched any more.

import type { Outcome } from '../exchange.ts'
import { type Opening, openingOf, type Stage } from './opening.ts'

/** Worth another try at the same provider. 4xx others are the request's own fault, 401 and 403 the key's. */
const RETRYABLE = new Set([408, 409, 425, 429])
/** As much of an answer as is held back to see how it begins. */
const MOST_HELD_BYTES = 256 * 1024

/** Of an answer that failed. An error in spite of a 200 may pass too. */
export function isRetryable(status: number): boolean {
  return status < 400 || status >= 500 || RETRYABLE.has(status)
}

/** How the beginning of an answer is looked at. */
export interface Look {
  readonly stage: Stage | null
  /** Waits for the next bytes of an answer that has not said anything yet. Rejects with a GatewayError. */
  readonly read: <T>(bytes: Promise<T>) => Promise<T>
  /** The whole answer, as it goes on. */
  readonly whole: (body: ReadableStream) => ReadableStream
}

/** Reads as far as the first event or the first bytes of JSON; without a `look` nothing, and the response is given as it is. */
export async function judge(response: Response, look: Look | null): Promise<Outcome> {
  if (response.status >= 400) return { verdict: 'try on', response, problem: null }
  const type = response.headers.get('content-type') ?? ''
  if (look === null || response.body === null) return { verdict: 'take', response, problem: null }
  const opening = openingOf(type, look.stage)
  if (opening === null) return { verdict: 'take', response, problem: null }
  return beginning(response, response.body, look, opening)
}

/** One branch is looked at and let go, the other is the answer: the platform passes it as what it was. */
async function beginning(
  response: Response,
  body: ReadableStream,
  { read, whole }: Look,
  opening: Opening,
): Promise<Outcome> {
  const [looked, kept] = body.tee()
  const reader = (looked as ReadableStream<Uint8Array>).getReader()
  let size = 0
  for (;;) {
    const { done, value } = await read(reader.read()).catch((thrown) => {
      for (const branch of [reader, kept]) branch.cancel(thrown).catch(() => {})
      throw thrown
    })
    size += value?.byteLength ?? 0
    const said = size > MOST_HELD_BYTES ? 'content' : opening(value ?? new Uint8Array(), done)
    if (!done && said === undefined) continue
    reader.cancel().catch(() => {})
    const verdict = said === 'content' ? 'take' : 'try on'
    return { verdict, response: new Response(whole(kept), response), problem: null }
  }
}
