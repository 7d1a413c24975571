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

/** How an answer ended, in the object's own fields. */
export interface End {
  readonly status: 'completed' | 'incomplete' | 'failed'
  readonly error?: JsonObject
  /** Why it is incomplete. */
  readonly incomplete_details?: JsonObject
}

/** The response object. Fields of the request that have no place in the neutral shape come from `extras`. */
export function responseJson(
  { id, model, createdSeconds, output, end, usage }: Known,
  request: ChatRequest,
): JsonObject {
  const { extras, reasoning, messages, logprobs } = request
  const [first] = messages
  return {
    id,
    object: 'response',
    created_at: createdSeconds,
    status: 'in_progress',
    background: false,
    error: null,
    incomplete_details: null,
    ...end,
    access_programs: null,
    instructions: first?.role === 'system' ? first.content.map(({ text }) => text).join('\n\n') : null,
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
    tools: request.tools.map(({ cacheControl, ...tool }) => ({ type: 'function', ...tool })),
    top_logprobs: logprobs?.top ?? 0,
    top_p: request.topP,
    truncation: 'disabled',
    usage: end && usageJson(usage),
    user: request.user,
  }
}

/** How the model's own end is said here. A refusal that is not in words is the provider's filter. */
export function endOf(finish: Finish | null, isRefused: boolean): End {
  const reason = finish?.reason
  if (reason === 'error')
    return { status: 'failed', error: { code: 'server_error', message: 'The provider broke off its answer.' } }
  if (reason === 'length') return { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } }
  const isFiltered = reason === 'content_filter' || (reason === 'refusal' && !isRefused)
  if (isFiltered) return { status: 'incomplete', incomplete_details: { reason: 'content_filter' } }
  return { status: 'completed' }
}

/** What a provider broke a stream off with: its own code, or OpenAI's for what happened. */
export function errorJson({ status, code, type, message, param }: Failure): JsonObject {
  return { code: code ?? (status === 429 ? 'rate_limit_exceeded' : (type ?? 'server_error')), message, param, type }
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

function formatJson(format: Format | null): JsonObject {
  if (format?.kind !== 'schema') return { type: format === null ? 'text' : 'json_object' }
  const { kind, description, ...schema } = format
  return { type: 'json_schema', ...schema, ...(description === null ? {} : { description }) }
}

function choiceJson(choice: ToolChoice | null): JsonObject | string {
  return choice?.kind === 'tool' ? { type: 'function', name: choice.name } : (choice?.kind ?? 'auto')
}
