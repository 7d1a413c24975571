// A neutral answer or failure in, the body of a chat completion or of an error out. Source: OpenAI's API reference, "The chat completion
// object", "Error codes". No clock: what has no time of its own has 0.

import type { ChatRequest, ChatResponse, Choice, Failure, JsonObject } from '../chat.ts'
import { present } from '../loose.ts'
import { writeCalls } from './write-call.ts'
import { finishFields, writeUsage } from './write-ending.ts'
import { joined, thoughtDetails } from './write-thoughts.ts'

/** What every chunk and every completion begins with. */
export function writeHead(
  object: string,
  { id, model, createdSeconds }: Pick<ChatResponse, 'id' | 'model' | 'createdSeconds'>,
  request: ChatRequest,
): JsonObject {
  return { id: id ?? 'chatcmpl-0', object, created: createdSeconds ?? 0, model: model ?? request.model }
}

/** A `chat.completion`. */
export function writeResponse(response: ChatResponse, request: ChatRequest): JsonObject {
  return {
    ...writeHead('chat.completion', response, request),
    choices: response.choices.map(writeChoice),
    ...(response.usage === null ? {} : { usage: writeUsage(response.usage) }),
  }
}

/** An error's body; for one without a type it is the API's own kind. */
export function writeFailure({ message, type, code, param }: Failure): JsonObject {
  return { error: { message, type: type ?? 'api_error', param, code } }
}

function writeChoice({ index, content, finish, logprobs }: Choice): JsonObject {
  const kinds = new Set(content.map(({ kind }) => kind))
  const refusal = kinds.has('refusal') ? joined(content, 'refusal') : null
  return {
    index,
    message: {
      role: 'assistant',
      content: kinds.has('text') || (refusal === null && !kinds.has('tool_call')) ? joined(content, 'text') : null,
      refusal,
      ...present({
        reasoning_content: joined(content, 'reasoning') || null,
        reasoning_details: thoughtDetails(content),
        tool_calls: writeCalls(content),
      }),
    },
    logprobs,
    ...finishFields(finish, kinds),
  }
}
