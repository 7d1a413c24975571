// A neutral request in, the body of a Chat Completions request out: what OpenAI's own API has, in the words that most servers of its kind
// know. Extras pass through as they are. What it has no field for is dropped by name. Source: OpenAI's API reference, Chat Completions.

import type { ChatRequest, Format, JsonObject, Reasoning, Tool, ToolChoice } from '../chat.ts'
import type { Loss } from '../dialect.ts'
import { type Family, familyOf } from './families.ts'
import { stated } from './fields.ts'
import { writeMessages } from './write-messages.ts'

/** OpenAI refuses a longer one. */
const MOST_USER_CHARACTERS = 64

/** A stream is always asked for its usage: callers of other dialects get it unasked. */
export function writeRequest(request: ChatRequest, loss: Loss): JsonObject {
  const { model, tools, stop, logprobs, stream, extras } = request
  const family = familyOf(model)
  if (request.topK !== null) loss.drop('top_k')
  return stated({
    ...extras,
    model,
    messages: writeMessages(request.messages, family, loss),
    tools: tools.length === 0 ? null : tools.map((tool) => writeTool(tool, family, loss)),
    tool_choice: writeToolChoice(request.toolChoice, tools, loss),
    parallel_tool_calls: tools.length === 0 ? null : request.parallelToolCalls,
    response_format: writeFormat(request.format),
    reasoning_effort: effortOf(request.reasoning, family, loss),
    [family.limit]: request.maxTokens,
    temperature: request.temperature,
    top_p: request.topP,
    frequency_penalty: request.frequencyPenalty,
    presence_penalty: request.presencePenalty,
    seed: request.seed,
    stop: stop.length === 0 ? null : stop,
    n: request.choices,
    logprobs: logprobs === null ? null : true,
    top_logprobs: logprobs?.top,
    user: writeUser(request.user, loss),
    ...(stream ? { stream, stream_options: { include_usage: true } } : {}),
  })
}

function writeTool(
  { name, description, parameters, strict, cacheControl }: Tool,
  family: Family,
  loss: Loss,
): JsonObject {
  const isMarked = family.cacheMark === 'cache_control' && cacheControl !== null
  if (cacheControl !== null && !isMarked) loss.drop('cache_control')
  const tool = { type: 'function', function: stated({ name, description, parameters, strict }) }
  return isMarked ? { ...tool, cache_control: cacheControl } : tool
}

/** Without tools the field is refused; nothing is lost then but a demand for one. */
function writeToolChoice(choice: ToolChoice | null, tools: readonly Tool[], loss: Loss): unknown {
  if (choice === null) return null
  if (tools.length > 0)
    return choice.kind === 'tool' ? { type: 'function', function: { name: choice.name } } : choice.kind
  if (choice.kind === 'required' || choice.kind === 'tool') loss.drop('tool_choice')
  return null
}

function writeFormat(format: Format | null): JsonObject | null {
  if (format === null) return null
  if (format.kind === 'json') return { type: 'json_object' }
  const { name, description, schema, strict } = format
  return { type: 'json_schema', json_schema: stated({ name, description, schema, strict }) }
}

/** A budget is said as the effort that comes near it; thinking without a measure is the API's own default, which some models rest by. */
function effortOf(reasoning: Reasoning | null, { canRest }: Family, loss: Loss): string | null {
  if (reasoning === null) return null
  const { enabled, effort, budgetTokens } = reasoning
  if (enabled === false || effort === 'none') {
    if (!canRest) loss.drop('reasoning.enabled')
    return canRest ? 'none' : null
  }
  if (effort !== null) {
    if (budgetTokens !== null) loss.drop('reasoning.max_tokens')
    return effort
  }
  if (budgetTokens === null) return enabled === null ? null : 'medium'
  return budgetTokens <= 2048 ? 'low' : budgetTokens <= 8192 ? 'medium' : 'high'
}

function writeUser(user: string | null, loss: Loss): string | null {
  if (user === null || user.length <= MOST_USER_CHARACTERS) return user
  loss.drop('user')
  return null
}
