// The body of a request to OpenAI's Responses API in, what is asked out. What points to state that only OpenAI holds is refused; what has no
// counterpart elsewhere is dropped by name; what chat completions name alike is kept in `extras`.
// Source: OpenAI's API reference, "Create a model response".

import type { ChatRequest, JsonObject } from '../chat.ts'
import type { Loss } from '../dialect.ts'
import { listOf, present } from '../loose.ts'
import { readContent, textsIn } from '../openai/read-parts.ts'
import { readFormat, readSettings } from '../openai/read-settings.ts'
import { dropAll, fieldsOf } from '../openai/wanted.ts'
import { messagesOf, stateless } from './items.ts'

/** Fields that ask for what only OpenAI can give. */
const STATE = ['previous_response_id', 'conversation', 'prompt', 'background']

/** Fields without a counterpart in any other API. */
const LOST = [
  'truncation',
  'store',
  'max_tool_calls',
  'context_management',
  'access_programs',
  'image',
  'client_metadata',
]

/** What `include` asks for: probabilities; thoughts are always there, and what tools of OpenAI's found never. */
const LOGPROBS = 'message.output_text.logprobs'
const THOUGHTS = 'reasoning.encrypted_content'

/** `Caller.read` of this dialect. */
export function readRequest(body: JsonObject, loss: Loss): ChatRequest {
  const fields = fieldsOf(body)
  const { take } = fields
  for (const field of STATE) if (take(field, 'any')) throw stateless(`'${field}'`)
  for (const field of LOST) {
    const asked = take(field, 'any')
    if (asked && asked !== 'disabled') loss.drop(field)
  }
  const text = fieldsOf(take('text', 'object'), 'text.')
  const format = readFormat('text.format', text.take('format', 'object'), loss)
  const verbosity = text.take('verbosity', 'string')
  dropAll('text.', text.left(), loss)
  const top = take('top_logprobs', 'number')
  const included = listOf(take('include', 'any'))
  if (included.some((what) => what !== LOGPROBS && what !== THOUGHTS)) loss.drop('include')
  const content = textsIn(readContent(take('instructions', 'string'), '', loss), loss)
  const messages = messagesOf(take('input', 'any'), loss)
  // The newer name for who asks stands for the older one; with both, chat completions know it by the same name.
  const user = take('user', 'string') ?? take('safety_identifier', 'string')
  const own = {
    messages: content.length === 0 ? messages : [{ role: 'system', content, name: null } as const, ...messages],
    format,
    maxTokens: take('max_output_tokens', 'number'),
    logprobs: top || included.includes(LOGPROBS) ? { top } : null,
  }
  const request = readSettings(fields, own, loss)
  return { ...request, user, includeUsage: true, extras: { ...request.extras, ...present({ verbosity }) } }
}
