// A neutral request in, the body of a Chat Completions request out: what OpenAI's own API has, in the words that most servers of its kind
// know. Extras pass through as they are. What it has no field for is dropped by name. Source: OpenAI's API reference, Chat Completions.

import type { ChatRequest, Format, JsonObject, Reasoning, Tool, ToolChoice } from '../chat.ts'
import type { Loss } from '../dialect.ts'
import { present } from '../loose.ts'
import { type Family, familyOf } from './families.ts'
import { writeMessages } from './write-messages.ts'

/** OpenAI refuses a longer one. */
const MOST_USER_CHARACTERS = 64

/** A stream is always asked for its usage: callers of other dialects get it unasked. */
export function writeRequest(request: ChatRequest, loss: Loss): JsonObject {
  const { model, tools, stop, logprobs, stream, user, toolChoice } = request
  const family = familyOf(model)
  const hasTools = tools.length > 0
  const isUserLong = user !== null && user.length > MOST_USER_CHARACTERS
  if (request.topK !== null) loss.drop('top_k')
  if (isUserLong) loss.drop('user')
  // Without tools the field is refused; nothing is lost then but a demand for one.
  if (!hasTools && /^(?:required|tool)$/.test(`${toolChoice?.kind}`)) loss.drop('tool_choice')
  return present({
    ...request.extras,
    model,
    messages: writeMessages(request.messages, family, loss),
    tools: hasTools ? tools.map((tool) => writeTool(tool, family, loss)) : null,
    tool_choice: hasTools ? writeToolChoice(toolChoice) : null,
    parallel_tool_calls: hasTools ? request.parallelToolCalls : null,
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
    logprobs: logprobs && true,
    top_logprobs: logprobs?.top,
    user: isUserLong ? null : user,
    ...(stream ? { stream, stream_options: { include_usage: true } } : {}),
  })
}

function writeTool({ cacheControl, ...tool }: Tool, { cacheMark }: Family, loss: Loss): JsonObject {
  const cache_control = cacheMark === 'cache_control' ? cacheControl : null
  if (cache_control !== cacheControl) loss.drop('cache_control')
  return present({ type: 'function', function: present({ ...tool }), cache_control })
}

function writeToolChoice(choice: ToolChoice | null): unknown {
  return choice?.kind === 'tool' ? { type: 'function', function: { name: choice.name } } : choice?.kind
}

function writeFormat(format: Format | null): JsonObject | null {
  if (format === null) return null
  const { kind, ...json_schema } = format
  return kind === 'json' ? { type: 'json_object' } : { type: 'json_schema', json_schema: present(json_schema) }
}

/** A budget is said as the effort that comes near it; thinking without a measure is the API's own default, which some models rest by. */
function effortOf(reasoning: Reasoning | null, { canRest }: Family, loss: Loss): string | null {
  const { enabled = null, effort = null, budgetTokens = null } = reasoning ?? {}
  const rests = enabled === false || effort === 'none'
  if (rests && !canRest) loss.drop('reasoning.enabled')
  if (rests) return canRest ? 'none' : null
  if (effort !== null && budgetTokens !== null) loss.drop('reasoning.max_tokens')
  if (effort !== null || (budgetTokens === null && enabled === null)) return effort
  const tokens = budgetTokens ?? 8192
  return tokens <= 2048 ? 'low' : tokens <= 8192 ? 'medium' : 'high'
}
