// The body of a Chat Completions request in, the neutral request out. Takes what other vendors added to the API as well; what it does not
// know goes to `extras` as it was. Source: OpenAI's API reference, Chat Completions, "Create chat completion".

import type { ChatRequest, JsonObject, Logprobs } from '../chat.ts'
import type { Loss } from '../dialect.ts'
import { readMessages } from './read-messages.ts'
import { readFormat, readSettings } from './read-settings.ts'
import { type Fields, fieldsOf } from './wanted.ts'

/** Throws a GatewayError that names the field. */
export function readRequest(body: JsonObject, loss: Loss): ChatRequest {
  const fields = fieldsOf(body)
  const { take, need } = fields
  const older = take('max_tokens', 'number')
  const own = {
    messages: readMessages(need('messages', 'list'), loss),
    format: readFormat('response_format', take('response_format', 'object'), loss),
    maxTokens: take('max_completion_tokens', 'number') ?? older,
    logprobs: readLogprobs(fields, loss),
  }
  return readSettings(fields, own, loss)
}

function readLogprobs({ take }: Fields, loss: Loss): Logprobs | null {
  const top = take('top_logprobs', 'number')
  if (take('logprobs', 'boolean') === true) return { top }
  if (top !== null) loss.drop('top_logprobs')
  return null
}
