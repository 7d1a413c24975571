// The head of a translated response, and the body of a provider's, read whole.

import { Unreadable } from '../dialects/unreadable.ts'
import { parseExactly } from '../json.ts'
import { GatewayError } from '../problem.ts'

/** As much of a provider's answer as is ever read. */
const MOST_BYTES = 25 * 1024 * 1024

/** Told of the provider's bytes, which are not the ones that go out. */
const OF_THE_BYTES = [
  'content-length',
  'content-encoding',
  'content-md5',
  'digest',
  'transfer-encoding',
  'etag',
] as const

/** The provider's status and headers with another body. */
export function sameHead(
  { status, headers: sent }: Response,
  body: string | ReadableStream,
  contentType: string,
): Response {
  const headers = new Headers(sent)
  for (const name of OF_THE_BYTES) headers.delete(name)
  headers.set('content-type', contentType)
  return new Response(body, { status, headers })
}

/** The same with a body in JSON. */
export function jsonHead(response: Response, body: unknown): Response {
  return sameHead(response, JSON.stringify(body), 'application/json')
}

/** What `read` makes of an answer. Throws `upstreamFailed` for what is none of the provider's dialect. */
export function readable<T>(read: () => T): T {
  try {
    return read()
  } catch (thrown) {
    if (!(thrown instanceof Unreadable)) throw thrown
    throw new GatewayError('upstreamFailed', `The provider's answer is none of its API: ${thrown.message}.`)
  }
}

/** The body as JSON, else the text that it is. Throws `upstreamFailed` for one that breaks off or is larger than 25 MB. */
export async function parseAnswer(response: Response): Promise<unknown> {
  if (Number(response.headers.get('content-length')) > MOST_BYTES) {
    throw new GatewayError('upstreamFailed', "The provider's answer is too large to be translated: over 25 MB.")
  }
  const text = await response.text().catch(() => {
    throw new GatewayError('upstreamFailed', 'The provider broke its answer off.', 'reset')
  })
  try {
    return parseExactly(text)
  } catch {
    return text
  }
}
