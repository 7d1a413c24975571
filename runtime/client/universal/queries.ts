// What the universal endpoint's steps ask providers, by the path that is asked: each path says which dialect it is of, what its body is and
// what comes back. Types only. Sources: Anthropic's, Google's, AWS's, Cohere's and Cloudflare's API references, as far as chats go.

import type { ChatChunk, ChatCompletion, ChatQuery } from '../chat/shapes.ts'
import type { Embeddings, EmbeddingsRequest } from '../embed.ts'
import type { Dialect, Json } from '../names.ts'
import type { ResponsesAnswer, ResponsesEvent, ResponsesQuery } from '../responses/shapes.ts'

/** What is known of a path. */
interface Known<D extends Dialect, Query, Answer = Json, Event = unknown> {
  readonly dialect: D
  readonly query: Query
  readonly answer: Answer
  readonly event: Event
}

/** The paths of which it is known; `v1/` in front means the same. */
export interface Endpoints {
  'chat/completions': Known<'openai', ChatQuery, ChatCompletion, ChatChunk>
  'v1/chat/completions': Known<'openai' | 'workers-ai', ChatQuery, ChatCompletion, ChatChunk>
  responses: Known<'openai', ResponsesQuery, ResponsesAnswer, ResponsesEvent>
  'v1/responses': Known<'openai', ResponsesQuery, ResponsesAnswer, ResponsesEvent>
  embeddings: Known<'openai', EmbeddingsRequest, Embeddings>
  'v1/embeddings': Known<'openai' | 'workers-ai', EmbeddingsRequest, Embeddings>
  messages: Known<'anthropic', MessagesQuery, MessagesAnswer, Json>
  'v1/messages': Known<'anthropic', MessagesQuery, MessagesAnswer, Json>
  'v2/chat': Known<'cohere', CohereQuery>
  [gemini: `${string}:generateContent`]: Known<'gemini', GeminiQuery>
  [gemini: `${string}:streamGenerateContent?alt=sse`]: Known<'gemini', GeminiQuery>
  [bedrock: `${string}/converse`]: Known<'bedrock', ConverseQuery>
  [bedrock: `${string}/converse-stream`]: Known<'bedrock', ConverseQuery>
  [workersAi: `@cf/${string}`]: Known<'workers-ai', WorkersAiQuery>
  [workersAi: `run/@cf/${string}`]: Known<'workers-ai', WorkersAiQuery>
}

/** Anthropic's Messages. */
export interface MessagesQuery {
  readonly model: string
  readonly max_tokens: number
  readonly messages: readonly { readonly role: 'user' | 'assistant'; readonly content: string | readonly Json[] }[]
  readonly system?: string | readonly Json[]
  readonly tools?: readonly Json[]
  readonly stream?: boolean
  readonly [field: string]: unknown
}

/** Their answer. */
export interface MessagesAnswer {
  readonly id: string
  readonly type: 'message'
  readonly role: 'assistant'
  readonly model: string
  readonly content: readonly (Json & { readonly type: string; readonly text?: string })[]
  readonly stop_reason: string | null
  readonly usage: { readonly input_tokens: number; readonly output_tokens: number }
}

/** Cohere's Chat. */
export interface CohereQuery {
  readonly model: string
  readonly messages: readonly { readonly role: string; readonly [field: string]: unknown }[]
  readonly [field: string]: unknown
}

/** Gemini's generateContent. */
export interface GeminiQuery {
  readonly contents: readonly { readonly role?: 'user' | 'model'; readonly parts: readonly Json[] }[]
  readonly systemInstruction?: { readonly parts: readonly Json[] }
  readonly generationConfig?: Json
  readonly tools?: readonly Json[]
  readonly [field: string]: unknown
}

/** Bedrock's Converse. */
export interface ConverseQuery {
  readonly messages: readonly { readonly role: 'user' | 'assistant'; readonly content: readonly Json[] }[]
  readonly system?: readonly Json[]
  readonly inferenceConfig?: Json
  readonly [field: string]: unknown
}

/** A model of Workers AI: what it takes depends on what it does. */
export interface WorkersAiQuery {
  readonly prompt?: string
  readonly messages?: readonly { readonly role: string; readonly content: string | readonly Json[] }[]
  readonly text?: string | readonly string[]
  readonly stream?: boolean
  readonly [field: string]: unknown
}
