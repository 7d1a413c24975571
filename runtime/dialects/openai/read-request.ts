// The body of a Chat Completions request in, the neutral request out. Takes what other vendors added to the API as well; what it does not
// know goes to `extras` as it was. Source: OpenAI's API reference, Chat Completions, "Create chat completion".

import type { ChatRequest, Format, JsonObject, Logprobs } from '../chat.ts'
import type { Loss } from '../dialect.ts'
import { stated, textOf } from './fields.ts'
import { readMessages } from './read-messages.ts'
import { readReasoning } from './read-reasoning.ts'
import { readToolChoice, readTools } from './read-tools.ts'
import { wantedFlag, wantedNumber, wantedObject, wantedText, wrong } from './wanted.ts'

/** Throws a GatewayError that names the field. */
export function readRequest(body: JsonObject, loss: Loss): ChatRequest {
  // biome-ignore format: one line for each kind reads better than thirty.
  const {
    model, messages, stream, stream_options, user, n, stop, seed, response_format,
    tools, functions, tool_choice, function_call, parallel_tool_calls,
    reasoning_effort, reasoning, thinking, max_tokens, max_completion_tokens,
    temperature, top_p, top_k, frequency_penalty, presence_penalty, logprobs, top_logprobs,
    ...extras
  } = body
  const { include_usage, ...streamOptions } = wantedObject('stream_options', stream_options) ?? {}
  for (const [name, value] of Object.entries(streamOptions)) if (value) loss.drop(`stream_options.${name}`)
  const modelName = textOf(model)
  if (modelName === null) throw wrong('model', "a model's name")
  return {
    model: modelName,
    messages: readMessages(messages, loss),
    tools: readTools(tools, functions, loss),
    toolChoice: readToolChoice(tool_choice ?? function_call, loss),
    parallelToolCalls: wantedFlag('parallel_tool_calls', parallel_tool_calls),
    format: readFormat(response_format, loss),
    reasoning: readReasoning({ reasoning_effort, reasoning, thinking }, loss),
    maxTokens: wantedNumber('max_completion_tokens', max_completion_tokens) ?? wantedNumber('max_tokens', max_tokens),
    temperature: wantedNumber('temperature', temperature),
    topP: wantedNumber('top_p', top_p),
    topK: wantedNumber('top_k', top_k),
    frequencyPenalty: wantedNumber('frequency_penalty', frequency_penalty),
    presencePenalty: wantedNumber('presence_penalty', presence_penalty),
    seed: wantedNumber('seed', seed),
    stop: readStop(stop),
    choices: wantedNumber('n', n),
    logprobs: readLogprobs(logprobs, top_logprobs, loss),
    user: wantedText('user', user),
    stream: wantedFlag('stream', stream) ?? false,
    includeUsage: wantedFlag('stream_options.include_usage', include_usage) ?? false,
    extras: stated(extras),
  }
}

function readStop(stop: unknown): readonly string[] {
  const list: unknown = typeof stop === 'string' ? [stop] : (stop ?? [])
  if (!Array.isArray(list) || list.some((item) => typeof item !== 'string'))
    throw wrong('stop', 'a text or a list of texts')
  return list
}

function readLogprobs(logprobs: unknown, topLogprobs: unknown, loss: Loss): Logprobs | null {
  const top = wantedNumber('top_logprobs', topLogprobs)
  if (wantedFlag('logprobs', logprobs) === true) return { top }
  if (top !== null) loss.drop('top_logprobs')
  return null
}

/** Plain text is what an answer is anyway. */
function readFormat(given: unknown, loss: Loss): Format | null {
  const format = wantedObject('response_format', given)
  if (format === null || format.type === 'text') return null
  if (format.type === 'json_object') return { kind: 'json' }
  if (format.type !== 'json_schema') {
    loss.drop('response_format')
    return null
  }
  const { name, description, schema, strict } = wantedObject('response_format.json_schema', format.json_schema) ?? {}
  return {
    kind: 'schema',
    name: textOf(name) ?? 'response',
    description: textOf(description),
    schema: wantedObject('response_format.json_schema.schema', schema) ?? {},
    strict: wantedFlag('response_format.json_schema.strict', strict),
  }
}
