// The body of `POST /v1/messages` in, a neutral request out.
// Source: Anthropic's API reference, "Messages", and the types of @anthropic-ai/sdk; test/dialects/anthropic/caller-request.test.ts.

import type { ChatRequest, Format, JsonObject, Tool, ToolChoice } from '../../chat.ts'
import type { Loss } from '../../dialect.ts'
import { field, list, nameOthers, needed, refusal } from './fields.ts'
import { readMessages } from './read-messages.ts'

/** What is read, and in the group what no other API has: that is named, where an unknown field passes to OpenAI's. */
const FIELDS =
  /^(?:model|messages|system|max_tokens|tools|tool_choice|thinking|output_config|metadata|stop_sequences|temperature|top_[pk]|stream|(cache_control|container|context_management|diagnostics|fallbacks|inference_geo|mcp_servers|service_tier|speed))$/

/** Throws a GatewayError that names the field for a body that is not of this API. */
export function readRequest(body: JsonObject, loss: Loss): ChatRequest {
  const number = (name: string) => field(body, name, 'number')
  const object = (name: string) => field(body, name, 'object') ?? {}
  const extras: { [name: string]: unknown } = {}
  for (const [name, value] of Object.entries(body)) {
    const found = FIELDS.exec(name)
    if (!found) extras[name] = value
    else if (found[1] && value !== null) loss.drop(name)
  }
  const choice = object('tool_choice')
  const thinking = object('thinking')
  const output = object('output_config')
  const metadata = object('metadata')
  nameOthers(thinking, 'thinking.', loss)
  nameOthers(output, 'output_config.', loss)
  nameOthers(metadata, 'metadata.', loss)
  const isSerial = field(choice, 'disable_parallel_tool_use', 'boolean', 'tool_choice.')
  const { type = null, display } = thinking
  // Thoughts come back wherever a provider gives them.
  if (display === 'omitted') loss.drop('thinking.display')
  if (!/^(?:enabled|adaptive|disabled|null)$/.test(String(type))) loss.drop('thinking')
  const enabled = type === null ? null : type !== 'disabled'
  const effort = field(output, 'effort', 'string', 'output_config.')
  const budgetTokens = field(thinking, 'budget_tokens', 'number', 'thinking.')
  return {
    model: needed(body, 'model', 'string'),
    messages: readMessages(body, loss),
    tools: list(body, 'tools', 'object').flatMap((tool, position) => toolsOf(tool, position, loss)),
    toolChoice: toolChoiceOf(choice),
    parallelToolCalls: isSerial === null ? null : !isSerial,
    format: formatOf(field(output, 'format', 'object', 'output_config.')),
    reasoning: (enabled ?? effort ?? budgetTokens) === null ? null : { enabled, effort, budgetTokens },
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
    user: field(metadata, 'user_id', 'string', 'metadata.'),
    stream: field(body, 'stream', 'boolean') ?? false,
    includeUsage: true,
    extras,
  }
}

/** Tools that Anthropic runs itself, or has schemas for, are named by their type. */
function toolsOf(tool: JsonObject, position: number, loss: Loss): readonly Tool[] {
  const path = `tools.${position}.`
  const type = tool.type ?? 'custom'
  if (type !== 'custom') {
    loss.drop(`tools.${type}`)
    return []
  }
  nameOthers(tool, 'tools.', loss)
  return [
    {
      name: needed(tool, 'name', 'string', path),
      description: field(tool, 'description', 'string', path),
      parameters: field(tool, 'input_schema', 'object', path),
      strict: field(tool, 'strict', 'boolean', path),
      cacheControl: field(tool, 'cache_control', 'object', path),
    },
  ]
}

function toolChoiceOf(choice: JsonObject): ToolChoice | null {
  switch (choice.type) {
    case undefined:
      return null
    case 'auto':
    case 'none':
      return { kind: choice.type }
    case 'any':
      return { kind: 'required' }
    case 'tool':
      return { kind: 'tool', name: needed(choice, 'name', 'string', 'tool_choice.') }
    default:
      throw refusal('tool_choice.type', '"auto", "any", "tool" or "none"')
  }
}

/** The API's format has no name: the schema's title is one. Its answers always follow the schema. */
function formatOf(format: JsonObject | null): Format | null {
  if (format === null) return null
  if (format.type !== 'json_schema') throw refusal('output_config.format.type', '"json_schema"')
  const schema = needed(format, 'schema', 'object', 'output_config.format.')
  const name = `${schema.title ?? ''}`.replace(/[^\w-]/g, '_').slice(0, 64) || 'answer'
  return { kind: 'schema', name, description: null, schema, strict: true }
}
