// A neutral request in, a model's inputs out: chat completions as OpenAI has them, or those of text generation, which are a part of them
// but for how a schema and a cut-off are said. Source: developers.cloudflare.com/workers-ai, "Models", "JSON Mode", "Function calling".

import type { ChatRequest, Format, JsonObject, Message } from '../chat.ts'
import type { Loss } from '../dialect.ts'
import { objectsIn, present } from '../loose.ts'
import { writeRequest } from '../openai/write-request.ts'
import { isTextGeneration } from './models.ts'
import { reduced } from './reduce.ts'

/** The model itself is in the path. */
export function writeInputs(request: ChatRequest, loss: Loss): JsonObject {
  return isTextGeneration(request.model) ? textGeneration(request, loss) : chatCompletion(request, loss)
}

/** Thinking is switched in the template's words, which all of these models know. */
function chatCompletion(request: ChatRequest, loss: Loss): JsonObject {
  const { reasoning, extras } = request
  const rests = reasoning?.enabled === false || reasoning?.effort === 'none'
  const enable_thinking = rests ? false : reasoning?.enabled
  if (enable_thinking == null) return written(request, loss)
  const template = { ...(extras.chat_template_kwargs as JsonObject | undefined), enable_thinking }
  return {
    ...written({ ...request, reasoning: rests ? null : reasoning }, loss),
    chat_template_kwargs: template,
  }
}

/**
 * Asked for JSON or given tools these models answer at once: a stream with a schema is refused (error 5023), and calls come as text in
 * one. The caller gets the answer as the stream that was asked for.
 */
function textGeneration(request: ChatRequest, loss: Loss): JsonObject {
  const { topK, format, tools, stream } = request
  const { stream_options, ...inputs } = written(reduced({ ...request, topK: null, format: null }, loss), loss)
  return present({
    ...inputs,
    top_k: topK,
    response_format: format === null ? null : writeFormat(format, loss),
    stream: stream && format === null && tools.length === 0 ? true : null,
  })
}

function writeFormat(format: Format, loss: Loss): JsonObject {
  if (format.kind === 'json') return { type: 'json_object' }
  const { name, description } = format
  const schema = { ...present({ title: name, description }), ...format.schema }
  if (schema.title !== name) loss.drop('response_format.json_schema.name')
  if (description !== null && schema.description !== description) loss.drop('response_format.json_schema.description')
  return { type: 'json_schema', json_schema: schema }
}

/** Content must not be null, and what a tool gave back is known by the tool's name. */
function written(request: ChatRequest, loss: Loss): JsonObject {
  const { model: _, messages, ...inputs } = writeRequest(request, loss)
  const names = new Map(request.messages.flatMap(nameOfResult))
  return {
    messages: objectsIn(messages).map((message) => ({
      ...message,
      content: message.content ?? '',
      ...(message.role === 'tool' ? present({ name: names.get(message.tool_call_id) }) : {}),
    })),
    ...inputs,
  }
}

function nameOfResult(message: Message): readonly (readonly [unknown, string])[] {
  return message.role === 'tool' && message.name !== null ? [[message.callId, message.name]] : []
}
