// A client that sends what it is told: any header, any path that HTTP can carry, and no decoding of what comes back.
// The platform's `fetch` tidies all three, and tests of a gateway must not be tidied.

import { type IncomingMessage, request as open } from 'node:http'
import { fold, pairs } from './upstream.ts'

/** What to send; `GET` without a body unless told otherwise, `POST` with one. */
export interface Call {
  readonly method?: string
  readonly headers?: { readonly [name: string]: string | readonly string[] }
  readonly body?: string | Uint8Array
}

/** An answer, read to its end. */
export interface Answered {
  readonly status: number
  /** Names in lower case; a repeated header's values joined by `, `. */
  readonly headers: { readonly [name: string]: string }
  readonly rawHeaders: readonly (readonly [name: string, value: string])[]
  readonly body: Buffer
  readonly text: string
  readonly json: unknown
}

/** Sends a request on a connection of its own and reads the whole answer. `url` is not normalised below its host. */
export async function call(url: string, options: Call = {}): Promise<Answered> {
  const response = await begin(url, options)
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk)
  const body = Buffer.concat(chunks)
  const rawHeaders = pairs(response.rawHeaders)
  return {
    status: response.statusCode ?? 0,
    headers: fold(rawHeaders),
    rawHeaders,
    body,
    text: body.toString(),
    get json() {
      return JSON.parse(body.toString())
    },
  }
}

/** Sends a request and gives the answer as soon as its head is there; the body is the reader's. */
export function begin(url: string, options: Call = {}, signal?: AbortSignal): Promise<IncomingMessage> {
  const { origin, path } = split(url)
  const { hostname, port } = new URL(origin)
  const headers: { [name: string]: string | string[] } = {}
  for (const [name, value] of Object.entries(options.headers ?? {}))
    headers[name] = typeof value === 'string' ? value : [...value]
  // Node frames the bodies of some methods only.
  if (options.body !== undefined && !('transfer-encoding' in headers))
    headers['content-length'] = String(Buffer.byteLength(options.body))
  return new Promise((resolve, reject) => {
    const sending = open({
      hostname,
      port,
      path,
      method: options.method ?? (options.body === undefined ? 'GET' : 'POST'),
      headers,
      agent: false,
      ...(signal === undefined ? {} : { signal }),
    })
    sending.on('response', resolve)
    sending.on('error', reject)
    // A string would be joined with the head and written in the body's encoding: names and values are to go as Latin-1.
    sending.end(options.body === undefined ? undefined : Buffer.from(options.body))
  })
}

function split(url: string): { readonly origin: string; readonly path: string } {
  const slash = url.indexOf('/', url.indexOf('//') + 2)
  return slash < 0 ? { origin: url, path: '/' } : { origin: url.slice(0, slash), path: url.slice(slash) }
}
