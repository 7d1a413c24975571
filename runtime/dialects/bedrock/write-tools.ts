// Tools, which of them to use, and the answer's format -> Converse's `toolConfig` and `outputConfig`. Converse knows no "none", and
// wants the tools of every call in the conversation: calls of tools that are not offered get stand-ins.

import type { AssistantPart, ChatRequest, Format, JsonObject, Tool, UserPart } from '../chat.ts'
import { unsaid } from '../common/unsaid.ts'
import type { Loss } from '../dialect.ts'
import { stated } from '../loose.ts'
import { cachePoints } from './cache-points.ts'
import type { Family } from './models.ts'
import { isForced } from './write-inference.ts'

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
const WORDS = 'Answer with one JSON object and nothing else, no code fence.'

/**
 * A format is a forced tool, which works with most models; on a model that does not take one now, Converse's own format where it works,
 * else a request in words, which nobody enforces: that is named. Strict tools are named too: most models refuse the word. Sources: AWS's
 * API reference, `ToolConfiguration`, `OutputConfig`; its user guide, "Structured outputs".
 */
export function writeTools(request: ChatRequest, family: Family, thinks: boolean, loss: Loss): Tooling {
  const isNone = request.toolChoice?.kind === 'none'
  const offered = isNone ? [] : request.tools
  const hasTools = offered.length > 0
  const mustCall = hasTools && isForced(request)
  const forces = !family.isFree && !thinks
  // An answer that must be a call has no text to be of a format.
  const format = mustCall ? null : request.format
  const schema = format?.kind === 'schema' ? format : null
  const answerTool = schema && forces ? unused(schema.name, request.tools) : null
  const native = !answerTool && family.formats ? schema : null
  const instruction = format && !answerTool && !native ? inWords(format) : null
  const gone = goneTools(request, offered, answerTool)
  const choice = choiceOf(request, hasTools, forces, answerTool)
  const isSerial = hasTools && request.parallelToolCalls === false
  unsaid(
    {
      'tools.strict': offered.some(({ strict }) => strict) || null,
      response_format: instruction,
      tool_choice: (isNone && gone.length > 0) || (mustCall && !forces) || null,
      parallel_tool_calls: (isSerial && !family.serial) || null,
    },
    loss,
  )
  const point = cachePoints('tools', family, loss)
  const tools = [
    ...offered.flatMap(({ name, description, parameters, cacheControl }) => [
      toolSpec(name, description, parameters),
      ...point(cacheControl),
    ]),
    ...gone.map((name) => toolSpec(name, GONE, null)),
    ...(answerTool && schema
      ? [toolSpec(answerTool, schema.description === null ? ANSWER : `${ANSWER} ${schema.description}`, schema.schema)]
      : []),
  ]
  return {
    fields: {
      toolConfig: tools.length > 0 ? stated({ tools, toolChoice: choice }) : null,
      outputConfig: native && { textFormat: textFormat(native) },
    },
    // Claude's own word for it; its `type` is refused where Converse's choice says the same.
    beside:
      isSerial && family.serial
        ? { tool_choice: stated({ type: choice ? null : 'auto', disable_parallel_tool_use: true }) }
        : null,
    instruction,
    answerTool,
  }
}

/** A description may not be blank, and a schema must be one of an object. */
function toolSpec(name: string, description: string | null, parameters: JsonObject | null): JsonObject {
  const json = { type: 'object', ...(parameters ?? { properties: {} }) }
  return { toolSpec: stated({ name, description: description?.trim() ? description : null, inputSchema: { json } }) }
}

/** Tools that were called and are not offered any more. */
function goneTools({ messages }: ChatRequest, offered: readonly Tool[], answerTool: string | null): readonly string[] {
  const known = [answerTool, ...offered.map(({ name }) => name)]
  const called = messages
    .flatMap<UserPart | AssistantPart>(({ content }) => content)
    .flatMap((part) => (part.kind === 'tool_call' && !known.includes(part.name) ? part.name : []))
  return [...new Set(called)]
}

/** Of the answer's tool and others the model may call the others first, and answer later. */
function choiceOf(
  { toolChoice }: ChatRequest,
  hasTools: boolean,
  forces: boolean,
  answerTool: string | null,
): JsonObject | null {
  if (answerTool !== null) return hasTools ? { any: {} } : { tool: { name: answerTool } }
  if (!hasTools || !toolChoice) return null
  if (toolChoice.kind === 'auto') return { auto: {} }
  if (!forces) return null
  return toolChoice.kind === 'tool' ? { tool: { name: toolChoice.name } } : { any: {} }
}

function textFormat({ name, description, schema }: Format & { kind: 'schema' }): JsonObject {
  const jsonSchema = stated({ schema: JSON.stringify(schema), name, description })
  return { type: 'json_schema', structure: { jsonSchema } }
}

function inWords(format: Format): string {
  return format.kind === 'json' ? WORDS : `${WORDS} It follows this JSON Schema: ${JSON.stringify(format.schema)}`
}

function unused(name: string, tools: readonly Tool[]): string {
  return tools.some((tool) => tool.name === name) ? unused(`${name}_answer`, tools) : name
}
