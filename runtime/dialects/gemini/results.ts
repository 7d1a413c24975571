// Arguments and results of calls: texts in every other dialect, objects here. Long numbers survive.

import { parseExactly } from '../../json.ts'
import type { JsonObject, ToolMessage } from '../chat.ts'
import type { Loss } from '../dialect.ts'
import { objectOf } from '../loose.ts'

/** The object that a call's arguments say. A call that broke off within them is sent without. */
export function argumentsOf(json: string, loss: Loss): JsonObject {
  const found = parsed(json)
  if (found === null && json !== '') loss.drop('messages.tool_calls.arguments')
  return found ?? {}
}

/** A result that is an object as it is, another one as `{result}`, an error as `{error}`. Source: `FunctionResponse.response`. */
export function functionResponse(
  { callId, isError }: ToolMessage,
  name: string,
  texts: readonly string[],
  parts: readonly JsonObject[],
): JsonObject {
  const text = texts.join('\n')
  const words = texts.length === 0 ? {} : { result: text }
  const response = isError ? { error: text } : (parsed(text) ?? words)
  return { functionResponse: { id: callId, name, response, ...(parts.length === 0 ? {} : { parts }) } }
}

/** The JSON object that a text is, else `null`. */
function parsed(json: string): JsonObject | null {
  if (!json.trimStart().startsWith('{')) return null
  try {
    return objectOf(parseExactly(json))
  } catch {
    return null
  }
}
