// A neutral request in, the body of Cohere's v2 chat out; what it cannot say is named.

import type { ChatRequest, Format, JsonObject, Reasoning, Tool } from '../chat.ts'
import type { Loss } from '../dialect.ts'
import { writeMessages } from './write-messages.ts'

/** Cohere refuses what is outside. As good as 0 and 1, which others take: that is not named. */
const LEAST_P = 0.01
const MOST_P = 0.99

/** Source: https://docs.cohere.com/reference/chat */
export function writeRequest(request: ChatRequest, loss: Loss): JsonObject {
  const { model, topP, stop, logprobs, choices, user, parallelToolCalls, extras, stream } = request
  if ((choices ?? 1) > 1) loss.drop('n')
  if (user !== null) loss.drop('user')
  if (parallelToolCalls === false) loss.drop('parallel_tool_calls')
  if (logprobs !== null && logprobs.top !== null) loss.drop('top_logprobs')
  for (const [name, value] of Object.entries(extras)) if (value !== null) loss.drop(name)
  const { tools, choice } = toolsOf(request, loss)
  return {
    model,
    messages: writeMessages(request.messages, loss),
    stream,
    ...stated({
      tools: tools.length === 0 ? null : tools.map((tool) => writeTool(tool, loss)),
      strict_tools: isStrict(tools, loss) || null,
      tool_choice: choice,
      response_format: formatOf(request.format, tools, loss),
      thinking: thinkingOf(request.reasoning, loss),
      max_tokens: request.maxTokens,
      temperature: request.temperature,
      p: topP === null ? null : Math.min(Math.max(topP, LEAST_P), MOST_P),
      k: request.topK,
      frequency_penalty: penalty('frequency_penalty', request.frequencyPenalty, loss),
      presence_penalty: penalty('presence_penalty', request.presencePenalty, loss),
      seed: request.seed,
      stop_sequences: stop.length === 0 ? null : stop,
      logprobs: logprobs === null ? null : true,
    }),
  }
}

function stated(fields: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null))
}

/** From 0 to 1, where OpenAI's are from -2 to 2: the nearest one, and named. */
function penalty(name: string, value: number | null, loss: Loss): number | null {
  if (value === null) return null
  const nearest = Math.min(Math.max(value, 0), 1)
  if (nearest !== value) loss.drop(name)
  return nearest
}

/** There is no word for one certain tool: it must call one, and has only that one to call. */
function toolsOf({ tools, toolChoice }: ChatRequest, loss: Loss): { tools: readonly Tool[]; choice: string | null } {
  if (toolChoice === null || toolChoice.kind === 'auto' || tools.length === 0) return { tools, choice: null }
  if (toolChoice.kind === 'none') return { tools, choice: 'NONE' }
  if (toolChoice.kind === 'required') return { tools, choice: 'REQUIRED' }
  const chosen = tools.filter(({ name }) => name === toolChoice.name)
  if (chosen.length === 0) loss.drop('tool_choice')
  return chosen.length === 0 ? { tools, choice: null } : { tools: chosen, choice: 'REQUIRED' }
}

function writeTool({ name, description, parameters, cacheControl }: Tool, loss: Loss): JsonObject {
  if (cacheControl !== null) loss.drop('cache_control')
  const described = description === null ? {} : { description }
  return {
    type: 'function',
    function: { name, ...described, parameters: parameters ?? { type: 'object', properties: {} } },
  }
}

/** For all tools or for none. */
function isStrict(tools: readonly Tool[], loss: Loss): boolean {
  const strict = tools.filter((tool) => tool.strict === true).length
  if (strict > 0 && strict < tools.length) loss.drop('tools.strict')
  return strict > 0 && strict === tools.length
}

/** Refused beside tools. Source: https://docs.cohere.com/docs/structured-outputs */
function formatOf(format: Format | null, tools: readonly Tool[], loss: Loss): JsonObject | null {
  if (format === null) return null
  if (tools.length > 0) {
    loss.drop('response_format')
    return null
  }
  if (format.kind === 'json') return { type: 'json_object' }
  if (format.description !== null) loss.drop('response_format.json_schema.description')
  return { type: 'json_object', json_schema: format.schema }
}

/** On or off, and a budget; an effort in words is on. Source: https://docs.cohere.com/docs/reasoning */
function thinkingOf(reasoning: Reasoning | null, loss: Loss): JsonObject | null {
  if (reasoning === null) return null
  if (reasoning.enabled === false) return { type: 'disabled' }
  if (reasoning.effort !== null) loss.drop('reasoning_effort')
  return stated({ type: 'enabled', token_budget: reasoning.budgetTokens })
}
