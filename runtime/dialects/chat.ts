// The one neutral shape of a chat that every dialect is read into and written from: what is asked, what is answered, and an answer
// bit by bit. It can say whatever two dialects can both say. Types only. `null` says: not stated.

/** What is asked of a model. */
export interface ChatRequest {
  readonly model: string
  readonly messages: readonly Message[]
  readonly tools: readonly Tool[]
  readonly toolChoice: ToolChoice | null
  /** Whether a model may call several tools at once. */
  readonly parallelToolCalls: boolean | null
  readonly format: Format | null
  readonly reasoning: Reasoning | null
  /** For the whole answer, reasoning included. */
  readonly maxTokens: number | null
  readonly temperature: number | null
  readonly topP: number | null
  readonly topK: number | null
  readonly frequencyPenalty: number | null
  readonly presencePenalty: number | null
  readonly seed: number | null
  readonly stop: readonly string[]
  /** How many answers: OpenAI's `n`. */
  readonly choices: number | null
  readonly logprobs: Logprobs | null
  /** Who asks, for the provider's abuse detection. */
  readonly user: string | null
  readonly stream: boolean
  /** Whether a stream is to end with its usage. */
  readonly includeUsage: boolean
  /** Top-level fields that this shape has no name for, as they were: they pass to the openai dialect and to no other. */
  readonly extras: { readonly [name: string]: unknown }
}

/** One turn, in the order in which they were said. */
export type Message = SystemMessage | UserMessage | AssistantMessage | ToolMessage

/** Instructions. Where a dialect knows only one kind of them the two are the same. */
export interface SystemMessage {
  readonly role: 'system' | 'developer'
  readonly content: readonly TextPart[]
  readonly name: string | null
}

/** What a person said. */
export interface UserMessage {
  readonly role: 'user'
  readonly content: readonly UserPart[]
  readonly name: string | null
}

/** What the model said, its parts in order. */
export interface AssistantMessage {
  readonly role: 'assistant'
  readonly content: readonly AssistantPart[]
  readonly name: string | null
}

/** What a tool gave back for one call. */
export interface ToolMessage {
  readonly role: 'tool'
  readonly callId: string
  /** The tool's name, where the dialect states it or an earlier call of this id does. */
  readonly name: string | null
  readonly content: readonly UserPart[]
  readonly isError: boolean
}

/** A part of what goes in. */
export type UserPart = TextPart | ImagePart | AudioPart | FilePart

/** A part of what comes out. */
export type AssistantPart = TextPart | RefusalPart | ReasoningPart | RedactedReasoningPart | ToolCallPart

/** A mark for the provider's prompt cache, as Anthropic has it (`{"type": "ephemeral", "ttl": "1h"}`): what is up to here is worth keeping. */
export type CacheControl = { readonly [name: string]: unknown }

/** Plain text. */
export interface TextPart {
  readonly kind: 'text'
  readonly text: string
  readonly cacheControl: CacheControl | null
}

/** Where the bytes of a part are: somewhere, here, or with the provider already. */
export type Source =
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'bytes'; readonly mediaType: string; readonly base64: string }
  | { readonly kind: 'id'; readonly id: string }

/** An image. */
export interface ImagePart {
  readonly kind: 'image'
  readonly source: Source
  /** OpenAI's `low`, `high` or `auto`. */
  readonly detail: string | null
  readonly cacheControl: CacheControl | null
}

/** A recording: `format` is OpenAI's `wav` or `mp3`. */
export interface AudioPart {
  readonly kind: 'audio'
  readonly base64: string
  readonly format: string
}

/** A document. */
export interface FilePart {
  readonly kind: 'file'
  readonly source: Source
  readonly name: string | null
  readonly cacheControl: CacheControl | null
}

/** Why the model would not answer. */
export interface RefusalPart {
  readonly kind: 'refusal'
  readonly text: string
}

/** What the model thought, with the provider's signature, without which it takes the thought back from nobody. */
export interface ReasoningPart {
  readonly kind: 'reasoning'
  readonly text: string
  readonly signature: string | null
}

/** A thought that only the provider can read. */
export interface RedactedReasoningPart {
  readonly kind: 'redacted_reasoning'
  readonly data: string
}

/** A tool that the model wants called. */
export interface ToolCallPart {
  readonly kind: 'tool_call'
  readonly id: string
  readonly name: string
  /** JSON, as the model wrote it. */
  readonly arguments: string
  /** Gemini's thought signature, which belongs to a call. */
  readonly signature: string | null
  readonly cacheControl: CacheControl | null
}

/** A tool that the model may call. */
export interface Tool {
  readonly name: string
  readonly description: string | null
  /** JSON Schema of the arguments; `null`: none. */
  readonly parameters: JsonObject | null
  /** Whether the arguments must follow the schema to the letter. */
  readonly strict: boolean | null
  readonly cacheControl: CacheControl | null
}

/** Which tool the model must call: as it likes, none, some, this one. */
export type ToolChoice =
  | { readonly kind: 'auto' }
  | { readonly kind: 'none' }
  | { readonly kind: 'required' }
  | { readonly kind: 'tool'; readonly name: string }

/** What the answer's text must be: JSON of any kind, or of a schema. */
export type Format =
  | { readonly kind: 'json' }
  | {
      readonly kind: 'schema'
      readonly name: string
      readonly description: string | null
      readonly schema: JsonObject
      readonly strict: boolean | null
    }

/** How hard the model is to think: in words, in tokens, or not at all (`enabled: false`). */
export interface Reasoning {
  readonly enabled: boolean | null
  /** `minimal`, `low`, `medium`, `high` or what a vendor adds. */
  readonly effort: string | null
  readonly budgetTokens: number | null
}

/** The probabilities that are wanted: of the chosen tokens, and of how many others. */
export interface Logprobs {
  readonly top: number | null
}

/** What a model answered. */
export interface ChatResponse {
  readonly id: string | null
  readonly model: string | null
  /** In epoch seconds. */
  readonly createdSeconds: number | null
  readonly choices: readonly Choice[]
  readonly usage: Usage | null
}

/** One answer. */
export interface Choice {
  readonly index: number
  readonly content: readonly AssistantPart[]
  readonly finish: Finish
  /** In OpenAI's shape: `{"content": […], "refusal": […]}`. */
  readonly logprobs: JsonObject | null
}

/** Why an answer ended. */
export interface Finish {
  /** `pause`: the provider wants to be asked again to go on. `error`: it broke off. */
  readonly reason: 'stop' | 'length' | 'tool_calls' | 'content_filter' | 'refusal' | 'pause' | 'error'
  /** The stop sequence that was met, where the dialect tells. */
  readonly stopSequence: string | null
}

/** What an answer cost in tokens. Parts are contained in their sum, however a dialect counts. */
export interface Usage {
  /** Of the prompt, cached ones included. */
  readonly inputTokens: number
  /** Of the answer, reasoning included. */
  readonly outputTokens: number
  /** Of the prompt, those read from the provider's cache. */
  readonly cachedTokens: number | null
  /** Of the prompt, those written to the provider's cache. */
  readonly cacheWriteTokens: number | null
  /** Of the answer, those that were thought. */
  readonly reasoningTokens: number | null
}

/**
 * A piece of an answer. A stream begins with `start`; each choice ends with `finish`; `usage` may come at any time, the last one counts;
 * `end` is last, unless `failure` is. `index` counts the tool calls of a choice from 0, in the order in which they begin.
 */
export type ChatEvent =
  | {
      readonly kind: 'start'
      readonly id: string | null
      readonly model: string | null
      readonly createdSeconds: number | null
    }
  /** `logprobs` in OpenAI's shape, of these tokens. */
  | { readonly kind: 'text'; readonly choice: number; readonly text: string; readonly logprobs: JsonObject | null }
  | { readonly kind: 'refusal'; readonly choice: number; readonly text: string }
  | { readonly kind: 'reasoning'; readonly choice: number; readonly text: string }
  /** Of the reasoning just before: that part is complete. */
  | { readonly kind: 'signature'; readonly choice: number; readonly signature: string }
  | { readonly kind: 'redacted_reasoning'; readonly choice: number; readonly data: string }
  | {
      readonly kind: 'tool_call'
      readonly choice: number
      readonly index: number
      readonly id: string
      readonly name: string
      readonly signature: string | null
    }
  /** More of a call's arguments: a piece of JSON, cut anywhere. */
  | { readonly kind: 'arguments'; readonly choice: number; readonly index: number; readonly json: string }
  | { readonly kind: 'finish'; readonly choice: number; readonly finish: Finish }
  | { readonly kind: 'usage'; readonly usage: Usage }
  /** The provider is still there and has nothing to say yet. */
  | { readonly kind: 'ping' }
  | { readonly kind: 'failure'; readonly failure: Failure }
  | { readonly kind: 'end' }

/** What went wrong at the provider, in its own words. */
export interface Failure {
  /** The HTTP status it came with; of a stream that had begun, the one that it would have. */
  readonly status: number
  /** `rate_limit_error`, `overloaded_error`, `ThrottlingException`: the provider's own name for it. */
  readonly type: string | null
  readonly code: string | null
  readonly message: string
  readonly param: string | null
}

/** A JSON object of any kind. */
export type JsonObject = { readonly [name: string]: unknown }
