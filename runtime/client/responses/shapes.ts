// OpenAI's Responses API, as far as a gateway can put it into other providers' words: what else a provider takes goes into `extraBody`.
// Types only. Source: OpenAI's API reference, "Responses", "Streaming events".

import type { Json } from '../names.ts'

/** What is asked. */
export interface ResponsesRequest<M extends string = string> {
  readonly model: M
  readonly input: string | readonly ResponsesInput[]
  readonly instructions?: string | null | undefined
  readonly tools?: readonly ResponsesTool[] | undefined
  readonly tool_choice?: 'auto' | 'none' | 'required' | { readonly type: 'function'; readonly name: string } | undefined
  readonly parallel_tool_calls?: boolean | null | undefined
  readonly text?: { readonly format?: ResponsesFormat | undefined; readonly verbosity?: 'low' | 'medium' | 'high' }
  readonly reasoning?: { readonly effort?: string | null | undefined; readonly summary?: string | null | undefined }
  readonly include?: readonly string[] | null | undefined
  readonly max_output_tokens?: number | null | undefined
  readonly temperature?: number | null | undefined
  readonly top_p?: number | null | undefined
  readonly store?: boolean | null | undefined
  readonly user?: string | undefined
}

/** The same with streaming left to the caller: as a universal step has it. */
export interface ResponsesQuery<M extends string = string> extends ResponsesRequest<M> {
  readonly stream?: boolean | undefined
}

/** Something that was said or done; an answer's own items fit. */
export type ResponsesInput =
  | { readonly role: 'user' | 'assistant' | 'system' | 'developer'; readonly content: string | readonly Json[] }
  | { readonly type: 'function_call_output'; readonly call_id: string; readonly output: string }
  | ResponsesItem

/** A function that the model may call. */
export interface ResponsesTool {
  readonly type: 'function'
  readonly name: string
  readonly description?: string | null | undefined
  /** A JSON Schema. */
  readonly parameters: Json | null
  readonly strict: boolean | null
}

/** The shape that the answer's text has. */
export type ResponsesFormat =
  | { readonly type: 'text' | 'json_object' }
  | { readonly type: 'json_schema'; readonly name: string; readonly schema: Json; readonly strict?: boolean | null }

/** One thing that the model said, thought or wants done. */
export type ResponsesItem =
  | {
      readonly type: 'message'
      readonly id: string
      readonly role: 'assistant'
      readonly status: string
      readonly content: readonly (
        | { readonly type: 'output_text'; readonly text: string; readonly annotations: readonly Json[] }
        | { readonly type: 'refusal'; readonly refusal: string }
      )[]
    }
  | {
      readonly type: 'function_call'
      readonly id?: string
      readonly call_id: string
      readonly name: string
      /** JSON. */
      readonly arguments: string
      readonly status?: string
    }
  | {
      readonly type: 'reasoning'
      readonly id: string
      readonly summary: readonly { readonly type: 'summary_text'; readonly text: string }[]
      readonly encrypted_content?: string | null
    }

/** The answer. */
export interface ResponsesAnswer {
  readonly id: string
  readonly object: 'response'
  readonly created_at: number
  readonly model: string
  readonly status: 'completed' | 'incomplete' | 'failed' | 'in_progress' | 'queued' | 'cancelled'
  readonly error: { readonly code: string; readonly message: string } | null
  readonly incomplete_details: { readonly reason?: string } | null
  readonly output: readonly ResponsesItem[]
  readonly usage?: {
    readonly input_tokens: number
    readonly output_tokens: number
    readonly total_tokens: number
  } | null
}

/** A piece of an answer, by what it is about. Providers that have this API themselves send others too. */
export type ResponsesEvent =
  | { readonly type: `response.${'created' | 'in_progress' | ResponsesEnd}`; readonly response: ResponsesAnswer }
  | {
      readonly type: `response.output_item.${'added' | 'done'}`
      readonly output_index: number
      readonly item: ResponsesItem
    }
  | (InItem & { readonly type: 'response.output_text.delta' | 'response.refusal.delta'; readonly delta: string })
  | (InItem & { readonly type: 'response.output_text.done'; readonly text: string })
  | (InItem & { readonly type: 'response.reasoning_summary_text.delta'; readonly delta: string })
  | (InItem & { readonly type: 'response.function_call_arguments.delta'; readonly delta: string })
  | (InItem & { readonly type: 'response.function_call_arguments.done'; readonly arguments: string })

/** How an answer ends. */
export type ResponsesEnd = 'completed' | 'incomplete' | 'failed'

/** Which item an event is about. */
export interface InItem {
  readonly item_id: string
  readonly output_index: number
}
