// A neutral request in, the body of Cohere's v2 chat out; what it cannot say is named.

import type { ChatRequest, JsonObject, Reasoning, Tool } from '../chat.ts'
import { unsaid } from '../common/unsaid.ts'
import type { Loss } from '../dialect.ts'
import { stated } from '../loose.ts'
import { writeMessages } from './write-messages.ts'

/** Source: https://docs.cohere.com/reference/chat */
export function writeRequest(request: ChatRequest, loss: Loss): JsonObject {
  const { model, toolChoice, topP, logprobs, choices, user, reasoning, stream } = request
  // There is no word for one certain tool: it must call one, and has only that one to call.
  const chosen = request.tools.filter(({ name }) => toolChoice?.kind === 'tool' && toolChoice.name === name)
  const tools = chosen.length > 0 ? chosen : request.tools
  const hasTools = tools.length > 0
  const must = toolChoice?.kind === 'required' || chosen.length > 0 ? 'REQUIRED' : null
  const isStrict = tools.every(({ strict }) => strict)
  // Refused beside tools. Source: https://docs.cohere.com/docs/structured-outputs
  const schema = request.format?.kind === 'schema' && !hasTools ? request.format : null
  const frequency = penalty(request.frequencyPenalty)
  const presence = penalty(request.presencePenalty)
  unsaid(
    {
      ...request.extras,
      user,
      n: (choices ?? 1) > 1 || null,
      parallel_tool_calls: request.parallelToolCalls === false || null,
      top_logprobs: logprobs?.top,
      tool_choice: (hasTools && toolChoice?.kind === 'tool' && !must) || null,
      'tools.strict': (!isStrict && tools.some(({ strict }) => strict)) || null,
      response_format: hasTools ? request.format : null,
      'response_format.json_schema.description': schema?.description,
      reasoning_effort: reasoning?.enabled === false ? null : reasoning?.effort,
      frequency_penalty: frequency !== request.frequencyPenalty || null,
      presence_penalty: presence !== request.presencePenalty || null,
    },
    loss,
  )
  return {
    model,
    messages: writeMessages(request.messages, loss),
    stream,
    ...stated({
      tools: tools.map((tool) => writeTool(tool, loss)),
      // For all tools or for none.
      strict_tools: (hasTools && isStrict) || null,
      tool_choice: hasTools ? (toolChoice?.kind === 'none' ? 'NONE' : must) : null,
      response_format:
        hasTools || !request.format ? null : stated({ type: 'json_object', json_schema: schema?.schema }),
      thinking: reasoning && thinkingOf(reasoning),
      max_tokens: request.maxTokens,
      temperature: request.temperature,
      // Outside Cohere refuses it; as good as 0 and 1, which others take.
      p: topP === null ? null : Math.min(Math.max(topP, 0.01), 0.99),
      k: request.topK,
      frequency_penalty: frequency,
      presence_penalty: presence,
      seed: request.seed,
      stop_sequences: request.stop,
      logprobs: logprobs && true,
    }),
  }
}

/** From 0 to 1, where OpenAI's are from -2 to 2: the nearest one. */
function penalty(value: number | null): number | null {
  return value && Math.min(Math.max(value, 0), 1)
}

function writeTool({ name, description, parameters, cacheControl }: Tool, loss: Loss): JsonObject {
  unsaid({ cache_control: cacheControl }, loss)
  const schema = parameters ?? { type: 'object', properties: {} }
  return { type: 'function', function: { name, ...stated({ description }), parameters: schema } }
}

/** On or off, and a budget; an effort in words is on. Source: https://docs.cohere.com/docs/reasoning */
function thinkingOf({ enabled, budgetTokens }: Reasoning): JsonObject {
  return enabled === false ? { type: 'disabled' } : stated({ type: 'enabled', token_budget: budgetTokens })
}
