// An answer of the gateway's -> its frames: one that holds it, one for each event of a stream, or one that says what failed. The provider
// is read no faster than the client reads. Source: the wire contract, "endpoints" 1.6 F.

import { streamPayload } from '../attempts/payload.ts'
import { GatewayError, problemResponse, problems } from '../problem.ts'
import { readerOf } from '../streams/reader.ts'
import type { Outlet } from '../streams/socket.ts'
import { sse } from '../streams/sse.ts'
import { createdFrame, doneFrame, errorFrame, jsonOf, type Metadata, streamFrame } from './websocket-frames.ts'

/** Of each request that streams. */
const BUFFER_BYTES = 16 * 1024
const JSON_TYPE = /[/+]json\b/
const TEXT_TYPE = /^$|^text\/|[/+](?:json|xml|yaml|x-ndjson|ndjson|jsonl|javascript|x-www-form-urlencoded)\b/

/** Tells an answer to its end, or until nobody wants it. What breaks off is told too; it never throws. */
export async function tell(response: Response, eventId: string, outlet: Outlet, signal: AbortSignal): Promise<void> {
  try {
    if (signal.aborted || !(await outlet.room())) await response.body?.cancel()
    else if (response.status >= 400) await tellFailure(response, eventId, outlet)
    else if (typeOf(response).startsWith('text/event-stream') && response.body !== null) {
      await tellStream(response.body, metadataOf(response, eventId), outlet, signal)
    } else await tellWhole(response, metadataOf(response, eventId), outlet, signal)
  } catch (thrown) {
    if (!signal.aborted) await tellProblem(brokenOff(thrown), metadataOf(response, eventId), outlet)
  }
}

/** Tells what the gateway has to say of a request, or of a frame that is none. */
export async function tellProblem(thrown: unknown, metadata: Metadata, outlet: Outlet): Promise<void> {
  const own = problemResponse(thrown)
  const { error, description } = bodyOf(await own.text())
  await outlet.send(errorFrame(metadata, { status: own.status, error, ...(description && { description }) }, null))
}

async function tellStream(
  body: ReadableStream,
  metadata: Metadata,
  outlet: Outlet,
  signal: AbortSignal,
): Promise<void> {
  const source = readerOf(body)
  const events = sse()
  const { eventId } = metadata
  let buffer: Uint8Array = new Uint8Array(BUFFER_BYTES)
  await outlet.send(createdFrame(metadata, null))
  for (let isOver = false; !isOver; ) {
    const bytes = await source.next(buffer)
    isOver = bytes === null
    for (const { event, data } of bytes === null ? events.finish() : events.push(bytes)) {
      const told = event === null ? { eventId } : { eventId, event }
      if (signal.aborted || !(await outlet.send(streamFrame(told, jsonOf(data))))) return source.cancel()
    }
    if (bytes !== null) buffer = new Uint8Array(bytes.buffer as ArrayBuffer)
  }
  if (!signal.aborted) await outlet.send(doneFrame(metadata))
}

async function tellWhole(response: Response, metadata: Metadata, outlet: Outlet, signal: AbortSignal): Promise<void> {
  const bytes = await bytesOf(response)
  if (signal.aborted) return
  const type = metadata.contentType ?? ''
  if (!TEXT_TYPE.test(type)) {
    const contentType = `${type};base64`
    await outlet.send(createdFrame({ ...metadata, contentType }, JSON.stringify(base64(bytes))))
  } else {
    const text = new TextDecoder().decode(bytes)
    await outlet.send(createdFrame(metadata, JSON_TYPE.test(type) ? jsonOf(text) : JSON.stringify(text)))
  }
}

/** The gateway's own errors are told in its own words, a provider's beside the gateway's. */
async function tellFailure(response: Response, eventId: string, outlet: Outlet): Promise<void> {
  const { status } = response
  const text = new TextDecoder().decode(await bytesOf(response))
  const { error, description } = bodyOf(text)
  const metadata = metadataOf(response, eventId)
  if (Array.isArray(error)) {
    await outlet.send(errorFrame(metadata, { status, error, ...(description && { description }) }, null))
  } else {
    const { code } = problems.upstreamFailed
    const said = [{ code, message: messageIn(error) ?? `The provider answered with status ${status}.` }]
    await outlet.send(errorFrame(metadata, { status, error: said }, jsonOf(text)))
  }
}

/** Throws `upstreamFailed` for more than a frame can hold. */
async function bytesOf({ body }: Response): Promise<ArrayBuffer> {
  const payload = streamPayload(body, null)
  const bytes = await payload.hold()
  if (bytes !== null) return bytes
  const rest = payload.take()
  if (rest instanceof ReadableStream) await rest.cancel()
  throw new GatewayError(
    'upstreamFailed',
    'The answer is larger than 25 MB, too large for a frame: ask for it over HTTP.',
  )
}

function metadataOf({ headers }: Response, eventId: string): Metadata {
  const step = headers.get('cf-aig-step')
  // What is not said to come from the cache came from the provider, if some step was asked at all.
  const served = step === null ? {} : { cacheStatus: headers.get('cf-aig-cache-status') ?? 'MISS', step }
  return {
    eventId,
    ...served,
    logId: headers.get('cf-aig-log-id') ?? headers.get('cf-aig-request-id') ?? '',
    contentType: headers.get('content-type') ?? '',
  }
}

function typeOf({ headers }: Response): string {
  return headers.get('content-type') ?? ''
}

function bodyOf(text: string): { readonly error?: unknown; readonly description?: string } {
  try {
    return Object(JSON.parse(text))
  } catch {
    return {}
  }
}

/** Where providers have their words: `{"error": {"message": "…"}}`, or `{"error": "…"}`. */
function messageIn(error: unknown): string | null {
  const message = typeof error === 'object' && error !== null && 'message' in error ? error.message : error
  return typeof message === 'string' && message !== '' ? message : null
}

function brokenOff(thrown: unknown): GatewayError {
  if (thrown instanceof GatewayError) return thrown
  return new GatewayError('upstreamFailed', 'The provider broke its answer off, or fell silent for too long.', 'reset')
}

function base64(bytes: ArrayBuffer): string {
  return (new Uint8Array(bytes) as Uint8Array & { toBase64(): string }).toBase64()
}
