// What is known of an answer and what was asked in, the response object out, with the settings that the API echoes.
// Source: OpenAI's API reference, "The response object".

import type { ChatRequest, Failure, Finish, Format, JsonObject, ToolChoice, Usage } from '../chat.ts'

/** What is known of an answer. */
export interface Known {
  readonly id: string
  readonly model: string
  readonly createdSeconds: number
  readonly output: readonly JsonObject[]
  /** `null`: it goes on. */
  readonly end: End | null
  readonly usage: Usage | null
}

/** How an answer ended. */
export interface End {
  readonly status: 'completed' | 'incomplete' | 'failed'
  /** Why it is incomplete. */
  readonly reason: 'max_output_tokens' | 'content_filter' | null
  readonly error: JsonObject | null
}

/** The response object. Fields of the request that have no place in the neutral shape come from `extras`. */
export function responseJson(
  { id, model, createdSeconds, output, end, usage }: Known,
  request: ChatRequest,
): JsonObject {
  const { extras, reasoning } = request
  return {
    id,
    object: 'response',
    created_at: createdSeconds,
    status: end?.status ?? 'in_progress',
    background: false,
    error: end?.error ?? null,
    incomplete_details: (end?.reason ?? null) === null ? null : { reason: end?.reason },
    access_programs: null,
    instructions: instructionsOf(request),
    max_output_tokens: request.maxTokens,
    max_tool_calls: null,
    metadata: extras.metadata ?? {},
    model,
    output,
    parallel_tool_calls: request.parallelToolCalls ?? true,
    previous_response_id: null,
    prompt_cache_key: extras.prompt_cache_key ?? null,
    reasoning: { effort: reasoning?.enabled === false ? 'none' : (reasoning?.effort ?? null), summary: null },
    safety_identifier: extras.safety_identifier ?? null,
    store: false,
    temperature: request.temperature,
    text: { format: formatJson(request.format), verbosity: extras.verbosity ?? 'medium' },
    tool_choice: choiceJson(request.toolChoice),
    tools: request.tools.map(({ name, description, parameters, strict }) => ({
      type: 'function',
      name,
      description,
      parameters,
      strict,
    })),
    top_logprobs: request.logprobs?.top ?? 0,
    top_p: request.topP,
    truncation: 'disabled',
    usage: end === null ? null : usageJson(usage),
    user: request.user,
  }
}

/** How the model's own end is said here. A refusal that is not in words is the provider's filter. */
export function endOf(finish: Finish | null, isRefusalSaid: boolean): End {
  const reason = finish?.reason === 'refusal' && !isRefusalSaid ? 'content_filter' : finish?.reason
  if (reason === 'error') {
    const error = { code: 'server_error', message: 'The provider broke off its answer.' }
    return { status: 'failed', reason: null, error }
  }
  if (reason === 'length') return { status: 'incomplete', reason: 'max_output_tokens', error: null }
  if (reason === 'content_filter') return { status: 'incomplete', reason, error: null }
  return { status: 'completed', reason: null, error: null }
}

/** The end of a stream that the provider broke off: its own code, or OpenAI's for what happened. */
export function failureEnd({ status, code, type, message, param }: Failure): End {
  const known = code ?? (status === 429 ? 'rate_limit_exceeded' : (type ?? 'server_error'))
  return { status: 'failed', reason: null, error: { code: known, message, param, type } }
}

/** Clients read an answer without usage as broken: what nobody counted is 0. */
function usageJson(usage: Usage | null): JsonObject {
  const { inputTokens = 0, outputTokens = 0, cachedTokens, cacheWriteTokens, reasoningTokens } = usage ?? {}
  return {
    input_tokens: inputTokens,
    input_tokens_details: { cached_tokens: cachedTokens ?? 0, cache_write_tokens: cacheWriteTokens ?? 0 },
    output_tokens: outputTokens,
    output_tokens_details: { reasoning_tokens: reasoningTokens ?? 0 },
    total_tokens: inputTokens + outputTokens,
  }
}

function instructionsOf({ messages }: ChatRequest): string | null {
  const [first] = messages
  return first?.role === 'system' ? first.content.map(({ text }) => text).join('\n\n') : null
}

function formatJson(format: Format | null): JsonObject {
  if (format === null) return { type: 'text' }
  if (format.kind === 'json') return { type: 'json_object' }
  const { name, description, schema, strict } = format
  return { type: 'json_schema', name, ...(description === null ? {} : { description }), schema, strict }
}

function choiceJson(choice: ToolChoice | null): JsonObject | string {
  if (choice?.kind === 'tool') return { type: 'function', name: choice.name }
  return choice?.kind ?? 'auto'
}
