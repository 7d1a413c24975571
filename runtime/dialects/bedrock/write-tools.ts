// Tools, which of them to use, and the answer's format -> Converse's `toolConfig` and `outputConfig`. Converse knows no "none", and
// wants the tools of every call in the conversation: calls of tools that are not offered get stand-ins.

import type { ChatRequest, Format, JsonObject, Tool } from '../chat.ts'
import type { Loss } from '../dialect.ts'
import { cachePoints, type PointOf } from './cache-points.ts'
import type { Family } from './models.ts'

/** What follows from a request's tools and format. */
export interface Tooling {
  readonly fields: JsonObject
  /** For `additionalModelRequestFields`. */
  readonly beside: JsonObject | null
  /** To stand behind the other instructions. */
  readonly instruction: string | null
  /** The tool whose arguments are the answer's text. */
  readonly answerTool: string | null
}

/** `Tool` without a way to call it. */
const GONE = 'No longer available. Do not call it.'
/** Said to the model of the tool that its answer goes through. */
const ANSWER = 'Answer with this tool: its input is the whole answer.'

/**
 * A format is a forced tool, which works with most models; on a model that does not take one now, Converse's own format where it works,
 * else a request in words, which nobody enforces: that is named. Strict tools are named too: most models refuse the word. Sources: AWS's
 * API reference, `ToolConfiguration`, `OutputConfig`; its user guide, "Structured outputs".
 */
export function writeTools(request: ChatRequest, family: Family, thinks: boolean, loss: Loss): Tooling {
  const { toolChoice, parallelToolCalls } = request
  const offered = toolChoice?.kind === 'none' ? [] : request.tools
  // An answer that must be a call has no text to be of a format.
  const mustCall = offered.length > 0 && (toolChoice?.kind === 'required' || toolChoice?.kind === 'tool')
  const format = mustCall ? null : request.format
  const forces = family.forces && !thinks
  const way = format === null ? null : wayOf(format, family, forces)
  if (offered.some(({ strict }) => strict === true)) loss.drop('tools.strict')
  if (way === 'words') loss.drop('response_format')
  const answerTool = format?.kind === 'schema' && way === 'tool' ? unused(format.name, request.tools) : null
  const gone = goneTools(request, offered, answerTool)
  if (gone.length > 0 && toolChoice?.kind === 'none') loss.drop('tool_choice')
  const point = cachePoints('tools', family, loss)
  const tools = [
    ...offered.flatMap((tool) => toolBlocks(tool, point)),
    ...gone.map((name) => toolSpec(name, GONE, null)),
    ...(answerTool !== null && format?.kind === 'schema' ? [answerSpec(answerTool, format)] : []),
  ]
  const choice = answerTool === null ? choiceOf(request, forces, loss) : answerChoice(answerTool, offered)
  const serial = parallelToolCalls === false && offered.length > 0
  if (serial && !family.serial) loss.drop('parallel_tool_calls')
  return {
    fields: {
      ...(tools.length === 0 ? {} : { toolConfig: { tools, ...(choice === null ? {} : { toolChoice: choice }) } }),
      ...(way === 'native' && format?.kind === 'schema' ? { outputConfig: { textFormat: textFormat(format) } } : {}),
    },
    beside: serial && family.serial ? oneAtATime(choice) : null,
    instruction: way === 'words' && format !== null ? inWords(format) : null,
    answerTool,
  }
}

function wayOf(format: Format, { formats }: Family, forces: boolean): 'tool' | 'native' | 'words' {
  if (format.kind === 'json') return 'words'
  if (forces) return 'tool'
  return formats ? 'native' : 'words'
}

function toolBlocks({ name, description, parameters, cacheControl }: Tool, pointOf: PointOf): readonly JsonObject[] {
  return [toolSpec(name, description, parameters), ...pointOf(cacheControl)]
}

/** A description may not be blank, and a schema must be one of an object. */
function toolSpec(name: string, description: string | null, parameters: JsonObject | null): JsonObject {
  const described = description === null || description.trim() === '' ? {} : { description }
  return {
    toolSpec: { name, ...described, inputSchema: { json: { type: 'object', ...(parameters ?? { properties: {} }) } } },
  }
}

function answerSpec(name: string, { description, schema }: Format & { kind: 'schema' }): JsonObject {
  return toolSpec(name, description === null ? ANSWER : `${ANSWER} ${description}`, schema)
}

/** Tools that were called and are not offered any more. */
function goneTools({ messages }: ChatRequest, offered: readonly Tool[], answerTool: string | null): readonly string[] {
  const called = messages.flatMap((message) =>
    message.role === 'assistant'
      ? message.content.flatMap((part) => (part.kind === 'tool_call' ? [part.name] : []))
      : [],
  )
  return [...new Set(called)].filter((name) => name !== answerTool && !offered.some((tool) => tool.name === name))
}

function choiceOf({ toolChoice, tools }: ChatRequest, forces: boolean, loss: Loss): JsonObject | null {
  if (toolChoice === null || toolChoice.kind === 'none' || tools.length === 0) return null
  if (toolChoice.kind === 'auto') return { auto: {} }
  if (!forces) {
    loss.drop('tool_choice')
    return null
  }
  return toolChoice.kind === 'required' ? { any: {} } : { tool: { name: toolChoice.name } }
}

/** With other tools on offer the model may call them first, and answer later. */
function answerChoice(name: string, offered: readonly Tool[]): JsonObject {
  return offered.length > 0 ? { any: {} } : { tool: { name } }
}

/** Claude's own word for it; its `type` is refused where Converse's choice says the same. */
function oneAtATime(choice: JsonObject | null): JsonObject {
  return { tool_choice: { ...(choice === null ? { type: 'auto' } : {}), disable_parallel_tool_use: true } }
}

function textFormat({ name, description, schema }: Format & { kind: 'schema' }): JsonObject {
  const jsonSchema = { schema: JSON.stringify(schema), name, ...(description === null ? {} : { description }) }
  return { type: 'json_schema', structure: { jsonSchema } }
}

function inWords(format: Format): string {
  const alone = 'Answer with one JSON object and nothing else: no words around it, no code fence.'
  if (format.kind === 'json') return alone
  return `${alone} It follows this JSON Schema: ${JSON.stringify(format.schema)}`
}

function unused(name: string, tools: readonly Tool[]): string {
  return tools.some((tool) => tool.name === name) ? unused(`${name}_answer`, tools) : name
}
