// Tools, the choice among them and the answer's format in, `tools`, `tool_choice` and `output_config.format` out.
// Source: Anthropic's API reference, "Tool use" and "Structured outputs".

import type { ChatRequest, JsonObject, Tool } from '../../chat.ts'
import type { Loss } from '../../dialect.ts'
import { stated } from '../../loose.ts'
import type { Contract } from './models.ts'
import { closedSchema } from './schema.ts'

const ANSWER = 'Give the answer by calling this tool: its arguments are the answer.'
const JSON_ONLY = 'Answer with one JSON object and nothing else: no words around it, no code fence.'

/** What goes into the body, and what the rest of it must know. */
export interface Tooling {
  readonly tools: readonly JsonObject[]
  readonly choice: JsonObject | null
  /** `output_config.format`. */
  readonly format: JsonObject | null
  /** An instruction more, or none. */
  readonly instruction: readonly JsonObject[]
  /** The tool whose arguments are the answer's text; `null`: there is none. */
  readonly answerTool: string | null
}

/**
 * A schema is `output_config.format` for a model that takes it: thinking and other tools go with it. For an older one it is a tool of the
 * schema's name that must be called, or one of the caller's instead: a call that the caller demands is all of the answer. JSON of any kind
 * can only be asked for in words: the API's own format needs a schema that allows nothing it does not name. `response_format` is named
 * where the answer is not held to it.
 */
export function toolingOf(request: ChatRequest, contract: Contract, loss: Loss): Tooling {
  const { format, toolChoice, parallelToolCalls } = request
  const tools = request.tools.map((tool) => toolOf(tool, contract, loss))
  const choice = choiceOf(request, contract, loss)
  const plain = { tools, choice, format: null, instruction: [], answerTool: null }
  if (format === null) return plain
  if (format.kind === 'json') {
    loss.drop('response_format')
    return { ...plain, instruction: [{ type: 'text', text: JSON_ONLY }] }
  }
  const { schema, description } = format
  if (contract.takesSchemas) {
    // The API's format has a schema and nothing else: its title and description say the format's.
    const words = [description, schema.description].filter(Boolean).join('\n\n')
    const described = { title: format.name, ...schema, ...(words ? { description: words } : {}) }
    const closed = closedSchema(described, () => loss.drop('response_format.json_schema.schema'))
    return { ...plain, format: { type: 'json_schema', schema: closed } }
  }
  if (choice?.type === 'any' || choice?.type === 'tool') return plain
  if ((schema.type ?? 'object') !== 'object') {
    loss.drop('response_format')
    return plain
  }
  let { name } = format
  while (tools.some((tool) => tool.name === name)) name += '_'
  const answer = {
    name,
    description: [ANSWER, description].filter(Boolean).join('\n\n'),
    input_schema: { ...schema, type: 'object' },
  }
  const isAlone = tools.length === 0 || toolChoice?.kind === 'none'
  if (!isAlone && parallelToolCalls) loss.drop('parallel_tool_calls')
  return {
    ...plain,
    tools: [...tools, answer],
    choice: { ...(isAlone ? { type: 'tool', name } : { type: 'any' }), disable_parallel_tool_use: true },
    answerTool: name,
  }
}

function toolOf(
  { name, description, parameters, strict, cacheControl }: Tool,
  contract: Contract,
  loss: Loss,
): JsonObject {
  const lost = () => loss.drop('tools.strict')
  const isStrict = strict && contract.takesSchemas
  if (strict && !isStrict) lost()
  const schema = { ...(parameters ?? { properties: {} }), type: 'object' }
  return stated({
    name,
    description,
    input_schema: isStrict ? closedSchema(schema, lost) : schema,
    strict: isStrict || null,
    cache_control: cacheControl,
  })
}

function choiceOf(
  { tools, toolChoice, parallelToolCalls }: ChatRequest,
  { off }: Contract,
  loss: Loss,
): JsonObject | null {
  const kind = toolChoice?.kind ?? 'auto'
  const isBarred = (kind === 'required' || kind === 'tool') && (tools.length === 0 || off !== 'disabled')
  const isSerial = parallelToolCalls === false
  if (isBarred) loss.drop('tool_choice')
  if (tools.length === 0 || (toolChoice === null && !isSerial)) return null
  return stated({
    type: isBarred ? 'auto' : kind === 'required' ? 'any' : kind,
    name: toolChoice?.kind === 'tool' && !isBarred ? toolChoice.name : null,
    disable_parallel_tool_use: (isSerial && kind !== 'none') || null,
  })
}
