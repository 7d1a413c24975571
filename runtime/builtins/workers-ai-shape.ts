// A model's raw answer in; whether it is in OpenAI's shape already out, with all of the answer. Of a stream the first event tells.

import { prepend } from '../attempts/payload.ts'
import { objectOf, parsedObject } from '../dialects/loose.ts'
import { GatewayError } from '../problem.ts'
import { jsonHead, parseAnswer } from '../translation/head.ts'

/** As much of a stream as is looked at, in characters. */
const MOST_PEEKED = 64 * 1024
const STREAM = /^text\/event-stream/i
const FIRST_DATA = /^data:(.*)\r?\n/m

/** An answer that was looked at. */
export interface Shape {
  readonly response: Response
  /** And so in the shape that was asked for: whole, or a stream. */
  readonly isOpenai: boolean
}

/** Throws `upstreamFailed` for an answer that breaks off before it says anything. */
export async function shapeOf(response: Response, isStreamWanted: boolean): Promise<Shape> {
  if (!response.ok || response.body === null) return { response, isOpenai: false }
  if (STREAM.test(response.headers.get('content-type') ?? '')) {
    const { chunks, data } = await firstEvent(response.body)
    const whole = new Response(prepend(chunks, response.body), response)
    return { response: whole, isOpenai: isStreamWanted && hasChoices(parsedObject(data)) }
  }
  const body = await parseAnswer(response)
  const whole = jsonHead(response, body)
  return { response: whole, isOpenai: !isStreamWanted && hasChoices(body) }
}

function hasChoices(body: unknown): boolean {
  return Array.isArray(objectOf(body).choices)
}

/** What was read, and the data of the first event in it; empty where there is none. */
async function firstEvent(body: ReadableStream): Promise<{ readonly chunks: Uint8Array[]; readonly data: string }> {
  const reader = (body as ReadableStream<Uint8Array>).getReader()
  const decoder = new TextDecoder()
  const chunks: Uint8Array[] = []
  let data: string | undefined
  for (let text = ''; data === undefined && text.length < MOST_PEEKED; ) {
    const { done, value } = await reader.read().catch(() => {
      throw new GatewayError('upstreamFailed', 'The model broke its answer off before it said anything.', 'reset')
    })
    if (!done) chunks.push(value)
    text += done ? '\n' : decoder.decode(value, { stream: true })
    data = FIRST_DATA.exec(text)?.[1] ?? (done ? '' : undefined)
  }
  reader.releaseLock()
  return { chunks, data: data ?? '' }
}
