// The tools of a request and which of them must be called in, the neutral ones out; the older API's functions are tools. Other kinds of
// tools run at the provider and are dropped by name. Source: OpenAI's API reference, "tools", "tool_choice".

import type { JsonObject, Tool, ToolChoice } from '../chat.ts'
import type { Loss } from '../dialect.ts'
import { objectOf, textOf } from './fields.ts'
import { cacheMarkOf } from './read-cache-mark.ts'
import { wantedFlag, wantedObject, wantedObjects, wrong } from './wanted.ts'

const CHOICES = ['auto', 'none', 'required'] as const

/** Throws a GatewayError for a function without a name. */
export function readTools(tools: unknown, functions: unknown, loss: Loss): readonly Tool[] {
  const legacy = wantedObjects('functions', functions).map((it, position) => readTool(it, {}, `functions[${position}]`))
  const declared = wantedObjects('tools', tools).flatMap((tool, position) => {
    const fields = objectOf(tool.function)
    if (fields !== null) return readTool(fields, tool, `tools[${position}].function`)
    if (tool.type === 'function') throw wrong(`tools[${position}].function`, 'an object')
    loss.drop(`tools.${tool.type}`)
    return []
  })
  return [...declared, ...legacy]
}

function readTool(fields: JsonObject, around: JsonObject, field: string): Tool {
  const name = textOf(fields.name)
  if (name === null) throw wrong(`${field}.name`, 'a text')
  return {
    name,
    description: textOf(fields.description),
    parameters: wantedObject(`${field}.parameters`, fields.parameters),
    strict: wantedFlag(`${field}.strict`, fields.strict),
    cacheControl: cacheMarkOf(around) ?? cacheMarkOf(fields),
  }
}

/** `any` is Mistral's word for `required`. Of a choice among some tools only its mode is kept. Throws a GatewayError for what is no choice. */
export function readToolChoice(given: unknown, loss: Loss): ToolChoice | null {
  if (given === null || given === undefined) return null
  if (typeof given === 'string') {
    const kind = CHOICES.find((choice) => choice === (given === 'any' ? 'required' : given))
    if (kind === undefined) throw wrong('tool_choice', 'auto, none, required or one function')
    return { kind }
  }
  const choice = wantedObject('tool_choice', given) ?? {}
  const name = textOf(objectOf(choice.function)?.name) ?? textOf(choice.name)
  if (name !== null) return { kind: 'tool', name }
  loss.drop(`tool_choice.${choice.type}`)
  const mode = objectOf(choice.allowed_tools)?.mode
  return mode === 'auto' || mode === 'required' ? { kind: mode } : null
}
