// The body of `POST /v1/messages` in, a neutral request out.
// Source: Anthropic's API reference, "Messages", and the types of @anthropic-ai/sdk; test/dialects/anthropic/caller-request.test.ts.

import type { ChatRequest, Format, JsonObject, Reasoning, Tool, ToolChoice } from '../../chat.ts'
import type { Loss } from '../../dialect.ts'
import { field, nameOthers, needed, objects, refusal } from './fields.ts'
import { cacheControlOf } from './read-blocks.ts'
import { readMessages } from './read-messages.ts'

const READ = [
  'model',
  'messages',
  'system',
  'max_tokens',
  'tools',
  'tool_choice',
  'thinking',
  'output_config',
  'metadata',
  'stop_sequences',
  'temperature',
  'top_p',
  'top_k',
  'stream',
]

/** Fields of this API that no other one has: they are named, where an unknown one passes to OpenAI's. */
const ITS_OWN =
  /^(?:cache_control|container|context_management|diagnostics|fallbacks|inference_geo|mcp_servers|service_tier|speed)$/

/** Throws a GatewayError that names the field for a body that is not of this API. */
export function readRequest(body: JsonObject, loss: Loss): ChatRequest {
  const { disable_parallel_tool_use: isSerial } = field(body, 'tool_choice', 'object') ?? {}
  const others = Object.entries(body).filter(([name]) => !READ.includes(name))
  for (const [name, value] of others) if (ITS_OWN.test(name) && value !== null) loss.drop(name)
  const metadata = field(body, 'metadata', 'object') ?? {}
  nameOthers(metadata, ['user_id'], 'metadata.', loss)
  return {
    model: needed(body, 'model', 'string'),
    messages: readMessages(body, loss),
    tools: toolsIn(body, loss),
    toolChoice: toolChoiceOf(body),
    parallelToolCalls: typeof isSerial === 'boolean' ? !isSerial : null,
    format: formatOf(body, loss),
    reasoning: reasoningOf(body, loss),
    maxTokens: field(body, 'max_tokens', 'number'),
    temperature: field(body, 'temperature', 'number'),
    topP: field(body, 'top_p', 'number'),
    topK: field(body, 'top_k', 'number'),
    frequencyPenalty: null,
    presencePenalty: null,
    seed: null,
    stop: (field(body, 'stop_sequences', 'array') ?? []).map((text) => {
      if (typeof text === 'string') return text
      throw refusal('stop_sequences', 'takes strings')
    }),
    choices: null,
    logprobs: null,
    user: field(metadata, 'user_id', 'string', 'metadata.user_id'),
    stream: field(body, 'stream', 'boolean') ?? false,
    includeUsage: true,
    extras: Object.fromEntries(others.filter(([name]) => !ITS_OWN.test(name))),
  }
}

/** Tools that Anthropic runs itself, or has schemas for, are named by their type. */
function toolsIn(body: JsonObject, loss: Loss): readonly Tool[] {
  return objects(field(body, 'tools', 'array') ?? [], 'tools').flatMap((tool, position) => {
    const path = `tools.${position}`
    const type = field(tool, 'type', 'string', `${path}.type`) ?? 'custom'
    if (type !== 'custom') {
      loss.drop(`tools.${type}`)
      return []
    }
    nameOthers(tool, ['type', 'name', 'description', 'input_schema', 'strict', 'cache_control'], 'tools.', loss)
    return [
      {
        name: needed(tool, 'name', 'string', `${path}.name`),
        description: field(tool, 'description', 'string', `${path}.description`),
        parameters: field(tool, 'input_schema', 'object', `${path}.input_schema`),
        strict: field(tool, 'strict', 'boolean', `${path}.strict`),
        cacheControl: cacheControlOf(tool, path),
      },
    ]
  })
}

function toolChoiceOf(body: JsonObject): ToolChoice | null {
  const choice = field(body, 'tool_choice', 'object')
  switch (choice?.type) {
    case undefined:
      return null
    case 'auto':
    case 'none':
      return { kind: choice.type }
    case 'any':
      return { kind: 'required' }
    case 'tool':
      return { kind: 'tool', name: needed(choice, 'name', 'string', 'tool_choice.name') }
    default:
      throw refusal('tool_choice.type', 'takes "auto", "any", "tool" or "none"')
  }
}

/** The API's format has no name: the schema's title is one. Its answers always follow the schema. */
function formatOf(body: JsonObject, loss: Loss): Format | null {
  const config = field(body, 'output_config', 'object') ?? {}
  nameOthers(config, ['effort', 'format'], 'output_config.', loss)
  const format = field(config, 'format', 'object', 'output_config.format')
  if (format === null) return null
  if (format.type !== 'json_schema') throw refusal('output_config.format.type', 'takes "json_schema"')
  const schema = needed(format, 'schema', 'object', 'output_config.format.schema')
  const name = typeof schema.title === 'string' ? schema.title.replace(/[^\w-]/g, '_').slice(0, 64) : ''
  return { kind: 'schema', name: name || 'answer', description: null, schema, strict: true }
}

function reasoningOf(body: JsonObject, loss: Loss): Reasoning | null {
  const thinking = field(body, 'thinking', 'object')
  const effort = field(field(body, 'output_config', 'object') ?? {}, 'effort', 'string', 'output_config.effort')
  if (thinking === null) return effort === null ? null : { enabled: null, effort, budgetTokens: null }
  nameOthers(thinking, ['type', 'budget_tokens', 'display'], 'thinking.', loss)
  // Thoughts come back wherever a provider gives them.
  if (thinking.display === 'omitted') loss.drop('thinking.display')
  const budgetTokens = field(thinking, 'budget_tokens', 'number', 'thinking.budget_tokens')
  switch (thinking.type) {
    case 'enabled':
    case 'adaptive':
      return { enabled: true, effort, budgetTokens }
    case 'disabled':
      return { enabled: false, effort, budgetTokens: null }
    default:
      loss.drop('thinking')
      return effort === null ? null : { enabled: null, effort, budgetTokens: null }
  }
}
