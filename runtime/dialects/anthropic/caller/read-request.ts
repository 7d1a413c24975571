// The body of `POST /v1/messages` in, a neutral request out.
// Source: Anthropic's API reference, "Messages", and the types of @anthropic-ai/sdk; test/dialects/anthropic/caller-request.test.ts.

import type { ChatRequest, Format, JsonObject, Reasoning, Tool, ToolChoice } from '../../chat.ts'
import type { Loss } from '../../dialect.ts'
import { present } from '../../loose.ts'
import { type Fields, field, list, nameRest, needed, refusal } from './fields.ts'
import { readMessages } from './read-messages.ts'

/** What no other API has: it is named, where an unknown field passes to OpenAI's. */
const ITS_OWN =
  /^(?:cache_control|container|context_management|diagnostics|fallbacks|inference_geo|mcp_servers|service_tier|speed)$/

/** Throws a GatewayError that names the field for a body that is not of this API. */
export function readRequest(given: JsonObject, loss: Loss): ChatRequest {
  const body = { ...given }
  const number = (name: string) => field(body, name, 'number')
  const object = (name: string) => field(body, name, 'object') ?? {}
  const choice = object('tool_choice')
  const isSerial = field(choice, 'disable_parallel_tool_use', 'boolean')
  const metadata = object('metadata')
  const output = object('output_config')
  const read = {
    model: needed(body, 'model', 'string'),
    messages: readMessages(body, loss),
    tools: list(body, 'tools', 'object').flatMap((tool) => toolsOf(tool, loss)),
    toolChoice: toolChoiceOf(choice),
    parallelToolCalls: isSerial === null ? null : !isSerial,
    format: formatOf(field(output, 'format', 'object')),
    reasoning: reasoningOf(object('thinking'), field(output, 'effort', 'string'), loss),
    maxTokens: number('max_tokens'),
    temperature: number('temperature'),
    topP: number('top_p'),
    topK: number('top_k'),
    frequencyPenalty: null,
    presencePenalty: null,
    seed: null,
    stop: list(body, 'stop_sequences', 'string'),
    choices: null,
    logprobs: null,
    user: field(metadata, 'user_id', 'string'),
    stream: field(body, 'stream', 'boolean') ?? false,
    includeUsage: true,
  }
  nameRest(metadata, 'metadata.', loss)
  nameRest(output, 'output_config.', loss)
  const extras: Fields = {}
  for (const [name, value] of Object.entries(present(body))) {
    if (ITS_OWN.test(name)) loss.drop(name)
    else extras[name] = value
  }
  return { ...read, extras }
}

/** Tools that Anthropic runs itself, or has schemas for, are named by their type. */
function toolsOf(tool: Fields, loss: Loss): readonly Tool[] {
  const type = field(tool, 'type', 'string') ?? 'custom'
  if (type !== 'custom') {
    loss.drop(`tools.${type}`)
    return []
  }
  const read = {
    name: needed(tool, 'name', 'string'),
    description: field(tool, 'description', 'string'),
    parameters: field(tool, 'input_schema', 'object'),
    strict: field(tool, 'strict', 'boolean'),
    cacheControl: field(tool, 'cache_control', 'object'),
  }
  nameRest(tool, 'tools.', loss)
  return [read]
}

function reasoningOf(thinking: Fields, effort: string | null, loss: Loss): Reasoning | null {
  const type = field(thinking, 'type', 'string')
  const budgetTokens = field(thinking, 'budget_tokens', 'number')
  if (!/^(?:enabled|adaptive|disabled|null)$/.test(`${type}`)) loss.drop('thinking')
  // Thoughts come back wherever a provider gives them.
  if (thinking.display !== 'omitted') thinking.display = null
  nameRest(thinking, 'thinking.', loss)
  const enabled = type === null ? null : type !== 'disabled'
  return (enabled ?? effort ?? budgetTokens) === null ? null : { enabled, effort, budgetTokens }
}

function toolChoiceOf(choice: Fields): ToolChoice | null {
  switch (choice.type) {
    case undefined:
      return null
    case 'auto':
    case 'none':
      return { kind: choice.type }
    case 'any':
      return { kind: 'required' }
    case 'tool':
      return { kind: 'tool', name: needed(choice, 'name', 'string') }
    default:
      throw refusal(choice, 'type', '"auto", "any", "tool" or "none"')
  }
}

/** The API's format has no name: the schema's title is one. Its answers always follow the schema. */
function formatOf(format: Fields | null): Format | null {
  if (format === null) return null
  if (format.type !== 'json_schema') throw refusal(format, 'type', '"json_schema"')
  const schema = needed(format, 'schema', 'object')
  const name = `${schema.title ?? ''}`.replace(/[^\w-]/g, '_').slice(0, 64) || 'answer'
  return { kind: 'schema', name, description: null, schema, strict: true }
}
