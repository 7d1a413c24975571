// The tool calls of a message, or of a piece of one in a stream, in; each one's fields out. The one function call of the older API is a
// call without an id. Source: OpenAI's API reference, "tool_calls", "function_call"; Google's guide to thought signatures, "extra_content".

import type { CacheControl, JsonObject } from '../chat.ts'
import { numberOf, objectOf, objectsIn, textOf } from './fields.ts'
import { cacheMarkOf } from './read-cache-mark.ts'

/** What is said of a call, here or in this piece; what is not said is `null`. */
export interface CallPiece {
  readonly index: number | null
  readonly id: string | null
  readonly name: string | null
  /** JSON, or a piece of it; some servers send what it says instead. */
  readonly arguments: string
  readonly signature: string | null
  readonly cacheControl: CacheControl | null
}

/** The calls in order. */
export function callPieces({ tool_calls, function_call }: JsonObject): readonly CallPiece[] {
  const legacy = objectOf(function_call)
  if (legacy !== null) return [readCall({ function: legacy })]
  return objectsIn(tool_calls).map(readCall)
}

/** A call of a tool that takes any text, OpenAI's `custom`, has that text as its one argument. */
function readCall(call: JsonObject): CallPiece {
  const custom = objectOf(call.custom)
  const said = objectOf(call.function) ?? custom ?? {}
  const given = custom === null ? said.arguments : { input: custom.input }
  return {
    index: numberOf(call.index),
    id: textOf(call.id),
    name: textOf(said.name),
    arguments: typeof given === 'string' ? given : given === null || given === undefined ? '' : JSON.stringify(given),
    signature: textOf(objectOf(objectOf(call.extra_content)?.google)?.thought_signature),
    cacheControl: cacheMarkOf(call),
  }
}

/** An id for a call that came without one: no two of a conversation are the same where answers have ids. At most 40 characters, OpenAI's limit. */
export function madeUpId(answerId: string | null, choice: number, position: number): string {
  return `call_${(answerId ?? '').replace(/\W/g, '').slice(-24)}_${choice}_${position}`
}
