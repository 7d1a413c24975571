// What Chat Completions and the Responses API name alike in a request in, the neutral settings out. Each field is taken, so that what is left
// nobody has read. Source: OpenAI's API reference, "Create chat completion", "Create a model response".

import type { ChatRequest, Format, JsonObject } from '../chat.ts'
import type { Loss } from '../dialect.ts'
import { filled, objectOf } from '../loose.ts'
import { readReasoning } from './read-reasoning.ts'
import { readTools } from './read-tools.ts'
import { dropAll, type Fields, fieldsOf, wrong } from './wanted.ts'

/** What each of the two has its own words for. */
export type Own = Pick<ChatRequest, 'messages' | 'format' | 'maxTokens' | 'logprobs'>

/** The whole request. Throws a GatewayError that names the field. */
export function readSettings(fields: Fields, { messages, format, maxTokens, logprobs }: Own, loss: Loss): ChatRequest {
  const { take, need, left } = fields
  const options = fieldsOf(take('stream_options', 'object'), 'stream_options.')
  const includeUsage = options.take('include_usage', 'boolean') ?? false
  dropAll('stream_options.', options.left(), loss)
  return {
    model: need('model', 'string'),
    messages,
    ...readTools(fields, loss),
    format,
    reasoning: readReasoning(fields, loss),
    maxTokens,
    temperature: take('temperature', 'number'),
    topP: take('top_p', 'number'),
    topK: take('top_k', 'number'),
    frequencyPenalty: take('frequency_penalty', 'number'),
    presencePenalty: take('presence_penalty', 'number'),
    seed: take('seed', 'number'),
    stop: readStop(take('stop', 'any')),
    choices: take('n', 'number'),
    logprobs,
    user: take('user', 'string'),
    stream: take('stream', 'boolean') ?? false,
    includeUsage,
    extras: left(),
  }
}

/** Plain text is what an answer is anyway. The schema is a field of its own, or beside the type. */
export function readFormat(field: string, format: JsonObject | null, loss: Loss): Format | null {
  const { type = 'text', json_schema } = format ?? {}
  if (type === 'text') return null
  if (type === 'json_object') return { kind: 'json' }
  if (type !== 'json_schema') {
    loss.drop(field)
    return null
  }
  const { take } = fieldsOf({ ...format, ...objectOf(json_schema) }, `${field}.`)
  return {
    kind: 'schema',
    name: filled(take('name', 'string')) ?? 'response',
    description: take('description', 'string'),
    schema: take('schema', 'object') ?? {},
    strict: take('strict', 'boolean'),
  }
}

function readStop(stop: unknown): readonly string[] {
  const list = typeof stop === 'string' ? [stop] : (stop ?? [])
  if (Array.isArray(list) && list.every((item) => typeof item === 'string')) return list
  throw wrong('stop', 'a text or a list of texts')
}
