// A model, inputs and options -> the HTTP request that the binding makes of them: JSON, one file as the body, or the opening of a
// WebSocket. Source: the wire contract, "bindings".

import { AiInternalError } from './errors.ts'
import { ORIGIN } from './fetcher.ts'
import type { AiOptions } from './options.ts'

/** A model's inputs, by name. */
export interface Inputs {
  readonly [name: string]: unknown
}

/** What goes to `fetch`. */
export type RunRequest = readonly [url: string, init: RequestInit]

interface File {
  readonly body: ReadableStream | FormData
  readonly contentType?: string
}

/** Throws {@link AiInternalError} for inputs that cannot be sent. */
export function runRequest(model: string, inputs: Inputs, options: AiOptions): RunRequest {
  const { prefix, extraHeaders, sessionOptions, signal, ...said } = options
  const headers = {
    ...sessionOptions?.extraHeaders,
    ...extraHeaders,
    'cf-consn-sdk-version': '2.0.0',
    'cf-consn-model-id': prefix ? `${prefix}:${model}` : model,
  }
  const until = signal ? { signal } : {}
  const body = () => JSON.stringify({ inputs, options: said })
  if (options.websocket) {
    const url = at('/run', { version: '3', body: body() })
    return [url, { headers: { ...headers, upgrade: 'websocket' }, ...until }]
  }
  const names = Object.keys(inputs).filter((name) => isFile(inputs[name]))
  const [name, ...more] = names
  if (name === undefined) {
    const path = options.gateway?.id ? '/ai-gateway/run' : '/run'
    const json = { ...headers, 'content-type': 'application/json' }
    return [at(path, { version: '3' }), { method: 'POST', body: body(), headers: json, ...until }]
  }
  if (more.length > 0) {
    throw new AiInternalError(
      `Multiple ReadableStreams are not supported. Found streams in keys: [${names.join(', ')}]`,
    )
  }
  const { [name]: file, ...userInputs } = inputs
  const { body: bytes, contentType } = file as File
  if (options.gateway?.id) throw new AiInternalError('AI Gateway does not support ReadableStreams yet.')
  if (!contentType) throw new AiInternalError('Content-Type is required with ReadableStream inputs')
  const url = at('/run', { ...said, version: '3', userInputs: JSON.stringify(userInputs) })
  return [url, { method: 'POST', body: bytes, headers: { ...headers, 'content-type': contentType }, ...until }]
}

/** A stream or a form, bare or as the `body` of something. */
function isFile(input: unknown): boolean {
  if (typeof input !== 'object' || input === null) return false
  return isStream(input) || ('body' in input && isStream(input.body))
}

function isStream(value: unknown): boolean {
  return value instanceof ReadableStream || value instanceof FormData
}

function at(path: string, query: { readonly [name: string]: unknown }): string {
  const url = new URL(path, ORIGIN)
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value))
  return url.href
}
