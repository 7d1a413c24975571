// The tools of a request and which of them must be called in, the neutral ones out, as Chat Completions or the Responses API say them. Other
// kinds of tools run at the provider and are dropped by name. Source: OpenAI's API reference, "tools", "tool_choice".

import type { ChatRequest, JsonObject, Tool, ToolChoice } from '../chat.ts'
import type { Loss } from '../dialect.ts'
import { isObject, objectOf, objectsIn, textOf } from '../loose.ts'
import { cacheMarkOf } from './read-words.ts'
import { dropAll, type Fields, fieldsOf, wantedObjects, wrong } from './wanted.ts'

const CHOICES = ['auto', 'none', 'required'] as const

/** A choice among some of the tools is those tools, and without tools nothing is chosen. Throws a GatewayError. */
export function readTools(
  { take }: Fields,
  loss: Loss,
): Pick<ChatRequest, 'tools' | 'toolChoice' | 'parallelToolCalls'> {
  const declared = wantedObjects('tools', take('tools', 'list')).flatMap((tool, position) =>
    readTool(tool, `tools[${position}].`, loss),
  )
  const [toolChoice, only] = readChoice(take('tool_choice', 'any'), loss)
  const parallelToolCalls = take('parallel_tool_calls', 'boolean')
  const tools = declared.filter(({ name }) => only === null || only.includes(name))
  if (tools.length > 0) return { tools, toolChoice, parallelToolCalls }
  if (toolChoice?.kind === 'required' || toolChoice?.kind === 'tool') loss.drop('tool_choice')
  return { tools, toolChoice: null, parallelToolCalls: null }
}

/** A function's fields stand in a field of their own, or beside the type. */
function readTool({ type, function: inner, ...around }: JsonObject, path: string, loss: Loss): readonly Tool[] {
  if (type !== 'function' && !isObject(inner)) {
    loss.drop(`tools.${type}`)
    return []
  }
  const { cache_control, prompt_cache_breakpoint, ...said } = { ...around, ...objectOf(inner) }
  const { take, need, left } = fieldsOf(said, path)
  const tool = {
    name: need('name', 'string'),
    description: take('description', 'string'),
    parameters: take('parameters', 'object'),
    strict: take('strict', 'boolean'),
    cacheControl: cacheMarkOf({ cache_control, prompt_cache_breakpoint }),
  }
  dropAll('tools.', left(), loss)
  return [tool]
}

/** The choice, and the names of the tools that alone may be called; `null`: all. `any` is Mistral's word for `required`. */
function readChoice(
  given: unknown,
  loss: Loss,
): readonly [choice: ToolChoice | null, only: readonly (string | null)[] | null] {
  if (given === null) return [null, null]
  const kind = CHOICES.find((choice) => choice === (given === 'any' ? 'required' : given))
  if (kind !== undefined) return [{ kind }, null]
  if (!isObject(given)) throw wrong('tool_choice', 'auto, none, required or one function')
  const name = nameOf(given)
  if (name !== null) return [{ kind: 'tool', name }, null]
  if (given.type === 'allowed_tools') {
    const { mode, tools } = { ...given, ...objectOf(given.allowed_tools) }
    return [{ kind: mode === 'required' ? mode : 'auto' }, objectsIn(tools).map(nameOf)]
  }
  loss.drop('tool_choice')
  return [null, null]
}

function nameOf({ function: inner, name }: JsonObject): string | null {
  return textOf(objectOf(inner).name ?? name)
}
