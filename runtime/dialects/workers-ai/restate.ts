// A model's answer, or a piece of its stream, in whatever shape it has: in; the same in OpenAI's shape out. The shapes: `{response,
// tool_calls, usage}`, chat completions, and the Responses API's `output`; each bare or as the `result` of the REST API's envelope.

import type { JsonObject } from '../chat.ts'
import { filled, isObject, listOf, numberOf, objectOf, objectsIn, present } from '../loose.ts'
import { joinedTexts } from '../openai/read-words.ts'
import { Unreadable } from '../unreadable.ts'
import { statusOfCode } from './errors.ts'

/** What an answer leaves out and its request tells, and what it told before. */
export interface Asked {
  readonly maxTokens: number | null
  /** Whether it was said why the answer ended. */
  hasEnded: boolean
  /** The id of a call that comes without one: each time another, or of one index the same. */
  readonly idOf: (index: number | null) => string
}

/** What the REST API put around a model's answer is taken away. */
export function unwrapped(body: unknown): unknown {
  return objectOf(body).result ?? body
}

/** A whole answer. Throws an Unreadable for what is none. */
export function restated(body: unknown, asked: Asked): JsonObject {
  const answer = typeof body === 'string' ? { response: body } : objectOf(body)
  if (Array.isArray(answer.choices)) return answer
  if (Array.isArray(answer.output)) return ofOutput(answer)
  if (!isNative(answer)) throw new Unreadable('it has no `response`')
  return inChoice('message', answer, asked)
}

/** A piece of a stream; the same object for one that is in OpenAI's shape already, or says nothing. */
export function restatedPiece(chunk: JsonObject, asked: Asked): JsonObject {
  const [error] = objectsIn(chunk.errors)
  if (error !== undefined) return { error: { ...error, status_code: statusOfCode(error.code) } }
  return Array.isArray(chunk.choices) || !isNative(chunk) ? chunk : inChoice('delta', chunk, asked)
}

function isNative({ response, tool_calls, usage }: JsonObject): boolean {
  return response !== undefined || tool_calls !== undefined || usage !== undefined
}

/** Why it ended is mostly not said: at the limit that was asked for, it was for that then. */
function inChoice(place: 'message' | 'delta', answer: JsonObject, asked: Asked): JsonObject {
  const { maxTokens, idOf } = asked
  const { response, tool_calls, usage, finish_reason } = answer
  asked.hasEnded ||= filled(finish_reason) !== null
  const completion = numberOf(objectOf(usage).completion_tokens)
  const isCutOff = !asked.hasEnded && maxTokens !== null && completion !== null && completion >= maxTokens
  const said = {
    content: textFrom(response),
    tool_calls: objectsIn(tool_calls).map((call) => restatedCall(call, idOf)),
  }
  return { choices: [{ index: 0, [place]: said, finish_reason: finish_reason ?? (isCutOff ? 'length' : null) }], usage }
}

/** With a schema the answer is the object itself; tokens that are digits come as numbers. */
function textFrom(response: unknown): string {
  return typeof response === 'string' ? response : response == null ? '' : JSON.stringify(response)
}

/** `{name, arguments}` has neither id nor index; a piece that names no tool goes on with a call that has an id. */
function restatedCall(call: JsonObject, idOf: Asked['idOf']): JsonObject {
  const said = isObject(call.function) ? call.function : { name: call.name, arguments: call.arguments }
  const index = numberOf(call.index)
  const id = filled(call.id) ?? (filled(said.name) && idOf(index))
  return present({ index, id, type: 'function', function: said })
}

function ofOutput({ id, model, created_at, output, status, usage }: JsonObject): JsonObject {
  const items = objectsIn(output)
  const message = {
    content: textsIn(items, 'message'),
    reasoning_content: textsIn(items, 'reasoning'),
    tool_calls: items
      .filter(({ type }) => type === 'function_call')
      .map(({ call_id, name, arguments: json }) => ({ id: call_id, function: { name, arguments: json } })),
  }
  const finish_reason = status === 'incomplete' ? 'length' : null
  return { id, model, created: created_at, choices: [{ message, finish_reason }], usage }
}

function textsIn(items: readonly JsonObject[], type: string): string {
  const said = items.filter((item) => item.type === type)
  return joinedTexts(
    said.flatMap(({ content, summary }) => [...listOf(content), ...listOf(summary)]),
    '',
  )
}
