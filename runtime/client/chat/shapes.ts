// OpenAI's chat completions, as far as applications commonly go: what else a provider takes goes into `extraBody`. Types only.
// Source: OpenAI's API reference, "Chat Completions"; OpenRouter's for `reasoning_details`.

import type { Json } from '../names.ts'

/** What is asked. */
export interface ChatRequest<M extends string = string> {
  readonly model: M
  readonly messages: readonly ChatMessage[]
  readonly tools?: readonly ChatTool[] | undefined
  readonly tool_choice?:
    | 'auto'
    | 'none'
    | 'required'
    | { readonly type: 'function'; readonly function: FunctionName }
    | undefined
  readonly parallel_tool_calls?: boolean | undefined
  readonly response_format?: ChatFormat | undefined
  readonly max_completion_tokens?: number | null | undefined
  /** The older name of the same. */
  readonly max_tokens?: number | null | undefined
  readonly temperature?: number | null | undefined
  readonly top_p?: number | null | undefined
  readonly n?: number | null | undefined
  readonly stop?: string | readonly string[] | null | undefined
  readonly seed?: number | null | undefined
  readonly frequency_penalty?: number | null | undefined
  readonly presence_penalty?: number | null | undefined
  readonly logit_bias?: { readonly [token: string]: number } | null | undefined
  readonly logprobs?: boolean | null | undefined
  readonly top_logprobs?: number | null | undefined
  readonly reasoning_effort?: 'none' | 'minimal' | 'low' | 'medium' | 'high' | 'xhigh' | null | undefined
  readonly stream_options?: { readonly include_usage?: boolean | undefined } | null | undefined
  readonly user?: string | undefined
}

/** The same with streaming left to the caller: as a universal step has it. */
export interface ChatQuery<M extends string = string> extends ChatRequest<M> {
  readonly stream?: boolean | undefined
}

/** What a function is called. */
export interface FunctionName {
  readonly name: string
}

/** A message of a conversation; an answer's own fits. */
export type ChatMessage =
  | { readonly role: 'system' | 'developer'; readonly content: string | readonly TextPart[]; readonly name?: string }
  | { readonly role: 'user'; readonly content: string | readonly ChatPart[]; readonly name?: string }
  | { readonly role: 'tool'; readonly tool_call_id: string; readonly content: string | readonly TextPart[] }
  | AssistantMessage

/** What the model said. Thoughts are given back as they came. */
export interface AssistantMessage {
  readonly role: 'assistant'
  readonly content?: string | readonly TextPart[] | null | undefined
  readonly refusal?: string | null | undefined
  readonly reasoning_content?: string | null | undefined
  readonly reasoning_details?: readonly Json[] | undefined
  readonly tool_calls?: readonly ChatToolCall[] | undefined
}

/** Words. */
export interface TextPart {
  readonly type: 'text'
  readonly text: string
}

/** What a person may say. */
export type ChatPart =
  | TextPart
  | {
      readonly type: 'image_url'
      readonly image_url: { readonly url: string; readonly detail?: 'auto' | 'low' | 'high' }
    }
  | { readonly type: 'input_audio'; readonly input_audio: { readonly data: string; readonly format: 'wav' | 'mp3' } }
  | { readonly type: 'file'; readonly file: { file_data?: string; file_id?: string; filename?: string } }

/** A function that the model may call. */
export interface ChatTool {
  readonly type: 'function'
  readonly function: FunctionName & {
    readonly description?: string | undefined
    /** A JSON Schema. */
    readonly parameters?: Json | undefined
    readonly strict?: boolean | null | undefined
  }
}

/** A call of one. */
export interface ChatToolCall {
  readonly id: string
  readonly type: 'function'
  /** The arguments are JSON. */
  readonly function: FunctionName & { readonly arguments: string }
}

/** The shape that the answer's text has. */
export type ChatFormat =
  | { readonly type: 'text' | 'json_object' }
  | {
      readonly type: 'json_schema'
      readonly json_schema: FunctionName & {
        readonly description?: string | undefined
        readonly schema?: Json | undefined
        readonly strict?: boolean | null | undefined
      }
    }

/** Why an answer ended. */
export type FinishReason = 'stop' | 'length' | 'tool_calls' | 'content_filter'

/** The answer. */
export interface ChatCompletion {
  readonly id: string
  readonly object: 'chat.completion'
  /** In epoch seconds; 0 where the provider does not say. */
  readonly created: number
  readonly model: string
  readonly choices: readonly ChatChoice[]
  readonly usage?: ChatUsage | null | undefined
}

/** One of as many as `n` asked for. */
export interface ChatChoice {
  readonly index: number
  readonly message: ChatAnswer
  readonly finish_reason: FinishReason
  readonly logprobs?: Json | null | undefined
}

/** What the model said, as answers have it. */
export interface ChatAnswer extends AssistantMessage {
  readonly content: string | null
}

/** Tokens. */
export interface ChatUsage {
  readonly prompt_tokens: number
  readonly completion_tokens: number
  readonly total_tokens: number
  readonly prompt_tokens_details?: { readonly cached_tokens?: number } | null | undefined
  readonly completion_tokens_details?: { readonly reasoning_tokens?: number } | null | undefined
}

/** A piece of an answer. */
export interface ChatChunk {
  readonly id: string
  readonly object: 'chat.completion.chunk'
  readonly created: number
  readonly model: string
  readonly choices: readonly ChatDelta[]
  /** In the last one, where `stream_options.include_usage` asked for it. */
  readonly usage?: ChatUsage | null | undefined
}

/** More of one choice. */
export interface ChatDelta {
  readonly index: number
  readonly delta: {
    readonly role?: 'assistant' | undefined
    readonly content?: string | null | undefined
    readonly refusal?: string | null | undefined
    readonly reasoning_content?: string | null | undefined
    readonly reasoning_details?: readonly Json[] | undefined
    readonly tool_calls?: readonly ChatToolDelta[] | undefined
  }
  readonly finish_reason: FinishReason | null
  readonly logprobs?: Json | null | undefined
}

/** More of the call with this index: the first piece names it, the others go on with its arguments. */
export interface ChatToolDelta {
  readonly index: number
  readonly id?: string | undefined
  readonly type?: 'function' | undefined
  readonly function?: { readonly name?: string | undefined; readonly arguments?: string | undefined } | undefined
}
