// The built-in provider: answers chat completions, embeddings and models in OpenAI's shape from the request alone. No
// network, clock or chance: the same request gives the same bytes. Source of the shapes: OpenAI's API reference.

import type { UpstreamRequest } from '../attempts/upstream.ts'
import { embedding } from './echo-embedding.ts'
import { events } from './echo-stream.ts'

interface ChatRequest {
  readonly model?: unknown
  readonly messages?: unknown
  readonly stream?: unknown
  readonly stream_options?: { readonly include_usage?: unknown } | null
}

interface EmbeddingRequest {
  readonly model?: unknown
  readonly input?: unknown
  readonly dimensions?: unknown
  readonly encoding_format?: unknown
}

/** What an answer says, before it has a shape. */
export interface Completion {
  readonly id: string
  readonly model: string
  readonly content: string
  readonly usage: Usage
  readonly includeUsage: boolean
}

interface Usage {
  readonly prompt_tokens: number
  readonly completion_tokens: number
  readonly total_tokens: number
}

const MOST_BYTES = 25 * 1024 * 1024
const DEFAULT_MODEL = 'echo-1'
const MODEL = { id: DEFAULT_MODEL, object: 'model', created: 0, owned_by: 'gatewright' }

/** `path` is below the provider: `/chat/completions`, `/embeddings`, `/models`. The body is read: it is the answer. */
export async function echo(path: string, request: UpstreamRequest): Promise<Response> {
  const [name] = path.split('?')
  if (request.method === 'GET' && name === '/models') return Response.json({ object: 'list', data: [MODEL] })
  if (request.method !== 'POST' || (name !== '/chat/completions' && name !== '/embeddings')) {
    return failure(
      404,
      `echo answers POST /chat/completions, POST /embeddings and GET /models, not ${request.method} ${name}.`,
    )
  }
  if (Number(request.headers.get('content-length')) > MOST_BYTES)
    return failure(413, 'echo reads bodies of up to 25 MB.')
  const body: unknown = await new Response(request.body).json().catch(() => null)
  if (typeof body !== 'object' || body === null) return failure(400, 'The body is not a JSON object.')
  return name === '/embeddings' ? embeddings(body) : chat(body)
}

function chat(body: ChatRequest): Response {
  if (!Array.isArray(body.messages) || body.messages.length === 0) {
    return failure(400, "'messages' must be a list with at least one message.")
  }
  const texts = body.messages.map((message) => textOf(message?.content))
  const last = body.messages.findLastIndex((message) => message?.role === 'user')
  const content = texts[last] ?? texts.at(-1) ?? ''
  const id = `chatcmpl-echo-${checksum(JSON.stringify(body))}`
  const model = modelOf(body)
  const [prompt_tokens, completion_tokens] = [countTokens(texts.join(' ')), countTokens(content)]
  const usage = { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens }
  if (body.stream === true) {
    const includeUsage = body.stream_options?.include_usage === true
    return new Response(events({ id, model, content, usage, includeUsage }), {
      headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' },
    })
  }
  const message = { role: 'assistant', content, refusal: null }
  const choices = [{ index: 0, message, logprobs: null, finish_reason: 'stop' }]
  return Response.json({ id, object: 'chat.completion', created: 0, model, choices, usage })
}

function embeddings(body: EmbeddingRequest): Response {
  const inputs = typeof body.input === 'string' ? [body.input] : body.input
  if (!Array.isArray(inputs) || inputs.length === 0) return failure(400, "'input' must be a text or a list of texts.")
  const dimensions = body.dimensions ?? 8
  if (typeof dimensions !== 'number' || !Number.isInteger(dimensions) || dimensions < 1 || dimensions > 4096) {
    return failure(400, "'dimensions' must be a whole number from 1 to 4096.")
  }
  // A list of token numbers is one input; a list of those is many.
  const texts = typeof inputs[0] === 'number' ? [inputs.join(' ')] : inputs.map(String)
  const tokens = texts.reduce((sum, text) => sum + countTokens(text), 0)
  return Response.json({
    object: 'list',
    data: texts.map((text, index) => ({
      object: 'embedding',
      index,
      embedding: embedding(text, dimensions, body.encoding_format === 'base64'),
    })),
    model: modelOf(body),
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  })
}

function modelOf(body: { readonly model?: unknown }): string {
  return typeof body.model === 'string' && body.model !== '' ? body.model : DEFAULT_MODEL
}

/** A message's text: the content itself, or its text parts. */
function textOf(content: unknown): string {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  return content.map((part) => (typeof part?.text === 'string' ? part.text : '')).join('')
}

/** Words: near enough for a try-out, and the same every time. */
function countTokens(text: string): number {
  return text.match(/\S+/g)?.length ?? 0
}

/** FNV-1a, 32 bits: not a secret's hash, an answer's name. */
export function checksum(text: string): string {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return (hash >>> 0).toString(16).padStart(8, '0')
}

function failure(status: number, message: string): Response {
  return Response.json({ error: { message, type: 'invalid_request_error', param: null, code: null } }, { status })
}
