// What the model APIs of all endpoints have in common: which API a path means, and a body that names its model in `model`. Pure but
// for the reading of the body.

import { streamPayload, wholeOf } from '../attempts/payload.ts'
import type { JsonObject } from '../dialects/chat.ts'
import { parseExactly } from '../json.ts'
import { GatewayError } from '../problem.ts'
import type { ApiRecord } from '../records.ts'

/** An API in which callers may ask for models. */
export type Api = 'chat' | 'responses' | 'messages' | 'embeddings'

/** Where each is served, and the dialect of it: a provider that speaks that is asked as the caller asked. */
export const apis: { readonly [api in Api]: { readonly path: string; readonly dialect: string } } = {
  chat: { path: 'chat/completions', dialect: 'openai' },
  responses: { path: 'responses', dialect: 'responses' },
  messages: { path: 'messages', dialect: 'anthropic' },
  embeddings: { path: 'embeddings', dialect: 'openai' },
}

/** A request for a model, in the caller's API. */
export interface Asked {
  readonly api: Api
  /** What follows the API's own path (`/count_tokens`), else empty. */
  readonly below: string
  /** With its `?`, or empty. */
  readonly query: string
  /** The body as it was sent, and what it says. */
  readonly text: string
  readonly body: JsonObject
  /** The provider's API that the body is written for already; `null`: the caller's decides. */
  readonly own: ApiRecord | null
}

/** The API that a path means, with or without `v1/` in front; `null`: none. */
export function apiAt(path: string): Pick<Asked, 'api' | 'below'> | null {
  const plain = path.replace(/^\/*(?:v1\/)*/, '').replace(/\/+$/, '')
  for (const api of Object.keys(apis) as Api[]) {
    const { path: own } = apis[api]
    if (plain === own || plain.startsWith(`${own}/`)) return { api, below: plain.slice(own.length) }
  }
  return null
}

/** The body of a request as text and as the object it is. Throws `invalidRequest`, or `tooLarge` for one over 25 MB. */
export async function readBody(request: Request): Promise<Pick<Asked, 'text' | 'body'>> {
  if (request.method !== 'POST')
    throw new GatewayError('invalidRequest', 'This endpoint takes a POST with a JSON object.')
  const payload = streamPayload(request.body, request.headers.get('content-length'))
  const text = new TextDecoder().decode(await wholeOf(payload, 'The body may take 25 MB at most.'))
  return { text, body: parseObject(text) }
}

/** Throws `invalidRequest` for what is no JSON object. */
export function parseObject(text: string): JsonObject {
  try {
    const body = parseExactly(text)
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as JsonObject
  } catch {
    // Told below.
  }
  throw new GatewayError('invalidRequest', 'This endpoint takes a JSON object, and the body is none.')
}

/** The keys and letters of another spelling of `model`: a text with them in it is written anew. */
const ESCAPED_LETTER = /\\u00[46]/i

/** The same body with another model: byte for byte but for the name, wherever the text says it just once. */
export function withModel({ text, body }: Pick<Asked, 'text' | 'body'>, model: string): string {
  if (body.model === model) return text
  const [found, ...more] = text.matchAll(/"model"\s*:\s*("(?:[^"\\]|\\.)*")/g)
  const value = found?.[1]
  if (
    found === undefined ||
    value === undefined ||
    more.length > 0 ||
    ESCAPED_LETTER.test(text) ||
    JSON.parse(value) !== body.model
  )
    return JSON.stringify({ ...body, model })
  const end = found.index + found[0].length
  return `${text.slice(0, end - value.length)}${JSON.stringify(model)}${text.slice(end)}`
}
