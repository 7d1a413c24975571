// A request's `tools` and `tool_choice` in, the functions that the model may call out, and which it must. Tools that OpenAI runs itself are
// dropped by name. Source: OpenAI's API reference, "Create a model response".

import type { JsonObject, Tool, ToolChoice } from '../chat.ts'
import type { Loss } from '../dialect.ts'
import { asks, booleanOf, listOf, needed, objectOf, refusal, stringOf } from './fields.ts'
import { cacheControlOf } from './parts.ts'

const FUNCTION_FIELDS = new Set([
  'type',
  'name',
  'description',
  'parameters',
  'strict',
  'cache_control',
  'prompt_cache_breakpoint',
])

/** The functions and the choice. A choice among some of the tools is those tools, and a choice without tools is none. */
export function toolsOf(
  body: JsonObject,
  loss: Loss,
): { readonly tools: readonly Tool[]; readonly toolChoice: ToolChoice | null } {
  const declared = listOf(body.tools).flatMap((value) => {
    const tool = objectOf(value) ?? {}
    const type = needed(tool.type, 'tools.type')
    if (type === 'function') return [functionOf(tool, loss)]
    loss.drop(`tools.${type}`)
    return []
  })
  const { choice, allowed } = choiceOf(body.tool_choice ?? null, loss)
  const tools = allowed === null ? declared : declared.filter(({ name }) => allowed.has(name))
  if (tools.length > 0 || choice === null) return { tools, toolChoice: choice }
  if (choice.kind === 'required' || choice.kind === 'tool') loss.drop('tool_choice')
  return { tools, toolChoice: null }
}

function functionOf(tool: JsonObject, loss: Loss): Tool {
  for (const field of Object.keys(tool)) {
    if (!FUNCTION_FIELDS.has(field) && asks(tool[field])) loss.drop(`tools.${field}`)
  }
  return {
    name: needed(tool.name, 'tools.name'),
    description: stringOf(tool.description),
    parameters: objectOf(tool.parameters),
    strict: booleanOf(tool.strict),
    cacheControl: cacheControlOf(tool, loss),
  }
}

interface Choice {
  readonly choice: ToolChoice | null
  /** The names of the tools that alone may be called; `null`: all. */
  readonly allowed: ReadonlySet<string> | null
}

function choiceOf(value: unknown, loss: Loss): Choice {
  if (value === 'auto' || value === 'none' || value === 'required') return { choice: { kind: value }, allowed: null }
  const { type, name, mode, tools } = objectOf(value) ?? {}
  if (type === 'function') return { choice: { kind: 'tool', name: needed(name, 'tool_choice.name') }, allowed: null }
  if (type === 'allowed_tools') {
    const names = listOf(tools).flatMap((tool) => stringOf(objectOf(tool)?.name) ?? [])
    return { choice: { kind: mode === 'required' ? 'required' : 'auto' }, allowed: new Set(names) }
  }
  if (typeof value === 'string') {
    throw refusal(`"tool_choice" must be "auto", "none", "required" or an object, and is "${value}".`)
  }
  if (value !== null) loss.drop('tool_choice')
  return { choice: null, allowed: null }
}
