// What a scripted upstream can say: whole answers, streams, and the ways in which a real one fails.
// Each function makes an Answer; none of them waits for a clock unless its name says so.

import { request as open, type ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import type { Arrival } from './upstream.ts'

/** How an upstream meets a request. */
export type Answer = (request: Arrival, response: ServerResponse) => void | Promise<void>

/** The parts of a whole answer; all may be left out. */
export interface Reply {
  readonly status?: number
  readonly headers?: { readonly [name: string]: string | readonly string[] }
  /** A string or bytes as they are; anything else as JSON, with its content type. */
  readonly body?: unknown
}

/** A whole answer, sent when the request's body has arrived: 200 and `{"ok":true}` unless told otherwise. */
export function reply({ status = 200, headers = {}, body = { ok: true } }: Reply = {}): Answer {
  const raw = typeof body === 'string' || body instanceof Uint8Array
  const bytes = Buffer.from(raw ? body : JSON.stringify(body))
  const type = raw ? {} : { 'content-type': 'application/json' }
  return async (request, response) => {
    await request.complete
    response.writeHead(status, { ...type, 'content-length': String(bytes.length), ...mutable(headers) })
    response.end(request.method === 'HEAD' ? undefined : bytes)
  }
}

/** A whole answer, compressed. */
export function gzipped(text: string): Answer {
  return reply({
    headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
    body: gzipSync(text),
  })
}

/** One answer after another; the last one stays. */
export function inTurn(...answers: readonly [Answer, ...Answer[]]): Answer {
  let index = 0
  return (request, response) => {
    const answer = answers[Math.min(index, answers.length - 1)] ?? answers[0]
    index += 1
    return answer(request, response)
  }
}

/** A chunked answer whose chunks the test hands over one by one, so that it decides what is sent when. */
export function streamed(chunks: AsyncIterable<string | Uint8Array>, headers: Reply['headers'] = {}): Answer {
  return async (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream', ...mutable(headers) })
    response.flushHeaders()
    for await (const chunk of chunks) response.write(chunk)
    response.end()
  }
}

/** Server-sent events, all at once: each datum as JSON, then OpenAI's end mark. */
export function events(...data: readonly unknown[]): Answer {
  const text = [...data.map((datum) => JSON.stringify(datum)), '[DONE]'].map((datum) => `data: ${datum}\n\n`).join('')
  return reply({ headers: { 'content-type': 'text/event-stream' }, body: text })
}

/** Lets another server on loopback answer, so that what arrives there is recorded here. */
export function from(origin: string): Answer {
  return async (request, response) => {
    const body = await request.complete
    const passing = open(origin + request.target, { method: request.method, headers: request.headers, agent: false })
    passing.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    passing.on('error', () => response.destroy())
    response.on('close', () => passing.destroy())
    passing.end(body)
  }
}

/** Takes the request and says nothing, ever. */
export function hang(): Answer {
  return () => {}
}

/** Sends the head at once, and the body a byte at a time, `everyMs` apart. */
export function drip(body: string, everyMs: number): Answer {
  return async (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/plain', 'content-length': String(body.length) })
    response.flushHeaders()
    for (const byte of body) {
      await new Promise((resolve) => setTimeout(resolve, everyMs))
      response.write(byte)
    }
    response.end()
  }
}

/** Sends nothing for `afterMs`, then a whole answer. */
export function late(afterMs: number, then: Reply = {}): Answer {
  return async (request, response) => {
    await new Promise((resolve) => setTimeout(resolve, afterMs))
    await reply(then)(request, response)
  }
}

/** Takes the request and resets the connection before a word of an answer. */
export function reset(): Answer {
  return (_request, response) => {
    response.socket?.resetAndDestroy()
  }
}

/** Begins an answer and drops the connection in the middle of its body, in either framing of HTTP/1.1. */
export function cut(framing: 'chunked' | 'content-length', sent: string): Answer {
  return (_request, response) => {
    const length = framing === 'chunked' ? {} : { 'content-length': String(Buffer.byteLength(sent) + 100) }
    response.writeHead(200, { 'content-type': 'text/event-stream', ...length })
    response.write(sent, () => response.socket?.destroy())
  }
}

/** Answers with bytes that are no HTTP. */
export function garbage(): Answer {
  return (_request, response) => {
    response.socket?.end('\u0000\u0001 this is not HTTP\r\n\r\n')
  }
}

function mutable(headers: NonNullable<Reply['headers']>): { [name: string]: string | string[] } {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, typeof value === 'string' ? value : [...value]]),
  )
}
