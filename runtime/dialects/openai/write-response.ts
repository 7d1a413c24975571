// A neutral answer or failure in, the body of a chat completion or of an error out. Source: OpenAI's API reference, "The chat completion
// object", "Error codes". No clock: what has no time of its own has 0.

import type { AssistantPart, ChatRequest, ChatResponse, Choice, Failure, JsonObject } from '../chat.ts'
import { stated } from './fields.ts'
import { writeCall } from './write-call.ts'
import { finishFields, writeUsage } from './write-ending.ts'
import { thoughtFields } from './write-thoughts.ts'

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
  const calls = content.flatMap((part) =>
    part.kind === 'tool_call' ? [writeCall(part.id, part.name, part.arguments || '{}', part.signature)] : [],
  )
  const [text, refusal] = [textsOf(content, 'text'), textsOf(content, 'refusal')]
  return {
    index,
    message: {
      role: 'assistant',
      content: text ?? (calls.length > 0 || refusal !== null ? null : ''),
      refusal,
      ...thoughtFields(content),
      ...stated({ tool_calls: calls.length === 0 ? null : calls }),
    },
    logprobs,
    ...finishFields(finish, { hasCalls: calls.length > 0, hasRefusal: refusal !== null }),
  }
}

function textsOf(content: readonly AssistantPart[], kind: 'text' | 'refusal'): string | null {
  const texts = content.flatMap((part) => (part.kind === kind ? [part.text] : []))
  return texts.length === 0 ? null : texts.join('')
}
