// Tools, the choice among them and the answer's format in, `tools`, `tool_choice` and `output_config.format` out.
// Source: Anthropic's API reference, "Tool use" and "Structured outputs".

import type { ChatRequest, Format, JsonObject, Tool } from '../../chat.ts'
import type { Loss } from '../../dialect.ts'
import type { Contract } from './models.ts'
import { closedSchema } from './schema.ts'

type Schema = Extract<Format, { kind: 'schema' }>

const ANSWER = 'Give the answer by calling this tool: its arguments are the answer.'
const JSON_ONLY =
  'Answer with one JSON object and nothing else: no other text before or after it, and no code fence around it.'

/** What goes into the body, and what the rest of it must know. */
export interface Tooling {
  readonly tools: readonly JsonObject[]
  readonly choice: JsonObject | null
  /** `output_config.format`. */
  readonly format: JsonObject | null
  /** An instruction more. */
  readonly instruction: string | null
  /** The tool whose arguments are the answer's text; `null`: there is none. */
  readonly answerTool: string | null
  /** Whether the model must call a tool. */
  readonly isForced: boolean
}

/**
 * A schema is `output_config.format` for a model that takes it: thinking and other tools go with it. For an older one it is a tool of the
 * schema's name that must be called, or one of the caller's instead. JSON of any kind can only be asked for in words: the API's own format
 * needs a schema that allows nothing it does not name. `response_format` is named where the answer is not held to it.
 */
export function toolingOf(request: ChatRequest, contract: Contract, loss: Loss): Tooling {
  const { format } = request
  const choice = choiceOf(request, contract, loss)
  const isForced = choice?.type === 'any' || choice?.type === 'tool'
  const plain: Tooling = {
    tools: request.tools.map((tool) => toolOf(tool, contract, loss)),
    choice,
    format: null,
    instruction: null,
    answerTool: null,
    isForced,
  }
  if (format?.kind === 'json') {
    loss.drop('response_format')
    return { ...plain, instruction: JSON_ONLY }
  }
  if (format === null) return plain
  if (contract.takesSchemas) {
    const schema = closedSchema(described(format), () => loss.drop('response_format.json_schema.schema'))
    return { ...plain, format: { type: 'json_schema', schema } }
  }
  // A call that the caller demands is all of the answer.
  if (isForced) return plain
  return { ...plain, ...answeredByTool(request, format, plain.tools, loss) }
}

/** The API's format has a schema and nothing else: its title and description say the format's. */
function described({ name, description, schema }: Schema): JsonObject {
  const words = [description, schema.description].filter((some) => typeof some === 'string')
  return { title: name, ...schema, ...(words.length > 0 ? { description: words.join('\n\n') } : {}) }
}

function answeredByTool(
  { tools, toolChoice, parallelToolCalls }: ChatRequest,
  format: Schema,
  written: readonly JsonObject[],
  loss: Loss,
): Partial<Tooling> {
  if ((format.schema.type ?? 'object') !== 'object') {
    loss.drop('response_format')
    return {}
  }
  let name = format.name
  while (tools.some((tool) => tool.name === name)) name += '_'
  const description = format.description === null ? ANSWER : `${ANSWER}\n\n${format.description}`
  const tool = { name, description, input_schema: { ...format.schema, type: 'object' } }
  const isAlone = tools.length === 0 || toolChoice?.kind === 'none'
  if (!isAlone && parallelToolCalls === true) loss.drop('parallel_tool_calls')
  const choice = { ...(isAlone ? { type: 'tool', name } : { type: 'any' }), disable_parallel_tool_use: true }
  return { tools: [...written, tool], choice, answerTool: name, isForced: true }
}

function toolOf({ name, description, parameters, strict, cacheControl }: Tool, contract: Contract, loss: Loss) {
  const isStrict = strict === true && contract.takesSchemas
  if (strict === true && !isStrict) loss.drop('tools.strict')
  const schema = { ...(parameters ?? { properties: {} }), type: 'object' }
  return {
    name,
    ...(description === null ? {} : { description }),
    input_schema: isStrict ? closedSchema(schema, () => loss.drop('tools.strict')) : schema,
    ...(isStrict ? { strict } : {}),
    ...(cacheControl === null ? {} : { cache_control: cacheControl }),
  }
}

function choiceOf(request: ChatRequest, contract: Contract, loss: Loss): JsonObject | null {
  const { tools, toolChoice, parallelToolCalls } = request
  const kind = toolChoice?.kind ?? 'auto'
  const isForced = kind === 'required' || kind === 'tool'
  if (isForced && (tools.length === 0 || !contract.isForced)) loss.drop('tool_choice')
  if (tools.length === 0 || (toolChoice === null && parallelToolCalls !== false)) return null
  if (kind === 'none') return { type: 'none' }
  const one = parallelToolCalls === false ? { disable_parallel_tool_use: true } : {}
  if (!isForced || !contract.isForced) return { type: 'auto', ...one }
  return toolChoice?.kind === 'tool' ? { type: 'tool', name: toolChoice.name, ...one } : { type: 'any', ...one }
}
