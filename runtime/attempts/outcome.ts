// What an answer is worth: taken, tried on elsewhere, or given up. An error status is a failure; so is a stream that opens with
// an error event or ends with nothing, and a JSON body that is an error in spite of its 200. Only the beginning is looked at,
// and only where somewhere else could be asked.

import type { Outcome } from '../exchange.ts'

/** Worth another try at the same provider. 4xx others are the request's own fault, 401 and 403 the key's. */
const RETRYABLE = new Set([408, 409, 425, 429])
/** As much of an answer as is held back to see how it begins. */
const MOST_PEEKED = 64 * 1024
/** The vendors' error events, and the end mark before anything was said. */
const ERROR_EVENT = /^event: ?error$|^data: ?(?:\[DONE\]|\{\s*"(?:error"\s*:\s*[{"]|type"\s*:\s*"error"))/m

/** Of an answer that failed. An error in spite of a 200 may pass too. */
export function isRetryable(status: number): boolean {
  return status < 400 || status >= 500 || RETRYABLE.has(status)
}

/** How the beginning of an answer is looked at. */
export interface Look {
  /** Waits for the next bytes of an answer that has not said anything yet. Rejects with a GatewayError. */
  readonly read: <T>(bytes: Promise<T>) => Promise<T>
  /** What was read and what is still to come, as one stream. */
  readonly rest: (chunks: readonly Uint8Array[], body: ReadableStream) => ReadableStream
}

/** Reads as far as the first event or the first bytes of JSON; without a `look` nothing, and the response is given as it is. */
export async function judge(response: Response, look: Look | null): Promise<Outcome> {
  if (response.status >= 400) return { verdict: 'try on', response }
  const type = response.headers.get('content-type') ?? ''
  if (look === null || response.body === null) return { verdict: 'take', response }
  if (type.startsWith('text/event-stream')) return beginning(response, response.body, look, firstEvent)
  if (type.startsWith('application/json')) return beginning(response, response.body, look, firstOfJson)
  return { verdict: 'take', response }
}

/** `undefined`: cannot tell yet, which is no answer once it has `ended`. */
type VerdictOf = (text: string, ended: boolean) => 'take' | 'try on' | undefined

async function beginning(
  response: Response,
  body: ReadableStream,
  { read, rest }: Look,
  verdictOf: VerdictOf,
): Promise<Outcome> {
  const chunks: Uint8Array[] = []
  const reader = (body as ReadableStream<Uint8Array>).getReader()
  const decoder = new TextDecoder()
  let text = ''
  for (;;) {
    const { done, value } = await read(reader.read()).catch((thrown) => {
      reader.cancel(thrown).catch(() => {})
      throw thrown
    })
    if (!done) chunks.push(value)
    text += decoder.decode(value, { stream: !done })
    const verdict = text.length > MOST_PEEKED ? 'take' : verdictOf(text, done)
    // An answer that has ended already is given as it was.
    if (done) return { verdict: verdict ?? 'try on', response: new Response(new Blob(chunks), response) }
    if (verdict !== undefined) {
      reader.releaseLock()
      return { verdict, response: new Response(rest(chunks, body), response) }
    }
  }
}

/** Comments and events without data come before the first that says something. */
function firstEvent(text: string, ended: boolean): ReturnType<VerdictOf> {
  const events = (ended ? `${text}\n\n` : text).split(/\r\n\r\n|\n\n|\r\r/)
  for (const event of events.slice(0, -1)) {
    if (ERROR_EVENT.test(event)) return 'try on'
    if (/^data:/m.test(event)) return 'take'
  }
  return ended ? 'try on' : undefined
}

/** `{"error": …}` with something in it, or nothing at all. */
function firstOfJson(text: string, ended: boolean): ReturnType<VerdictOf> {
  const start = text.trimStart()
  if (!ended && start.length < 32 && !start.endsWith('}')) return undefined
  return start === '' || /^\{\s*"error"\s*:\s*(?:\{|"[^"])/.test(start) ? 'try on' : 'take'
}
