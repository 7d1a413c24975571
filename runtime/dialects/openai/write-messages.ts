// Neutral messages in, those of a Chat Completions request out. Developers' instructions are written as `system`, which every server knows
// and OpenAI's own takes for the same. What a tool returns beside text follows in a user's message, behind the last answer to its turn.

import type { AssistantMessage, JsonObject, Message, ToolMessage } from '../chat.ts'
import type { Loss } from '../dialect.ts'
import type { Family } from './families.ts'
import { stated } from './fields.ts'
import { writeCall } from './write-call.ts'
import { writeContent, writeParts, writeTexts } from './write-parts.ts'
import { bareThoughts, thoughtDetails } from './write-thoughts.ts'

/** Source: OpenAI's API reference, Chat Completions, "messages". */
export function writeMessages(messages: readonly Message[], family: Family, loss: Loss): readonly JsonObject[] {
  const written: JsonObject[] = []
  let aside: JsonObject[] = []
  const catchUp = (): void => {
    if (aside.length > 0) written.push({ role: 'user', content: aside })
    aside = []
  }
  for (const message of messages) {
    if (message.role === 'tool') {
      written.push(writeResult(message, family, loss))
      aside.push(...besideText(message, family, loss))
      continue
    }
    catchUp()
    written.push(message.role === 'assistant' ? writeOwn(message, family, loss) : writeInput(message, family, loss))
  }
  catchUp()
  return written
}

function writeInput(message: Exclude<Message, AssistantMessage | ToolMessage>, family: Family, loss: Loss): JsonObject {
  const { role, name } = message
  const content =
    message.role === 'user'
      ? writeContent(message.content, family, loss)
      : writeTexts(message.content, '\n\n', family, loss)
  return stated({ role: role === 'developer' ? 'system' : role, content, name })
}

function writeResult({ callId, content, isError }: ToolMessage, family: Family, loss: Loss): JsonObject {
  if (isError) loss.drop('messages.is_error')
  const texts = content.filter((part) => part.kind === 'text')
  return { role: 'tool', tool_call_id: callId, content: writeTexts(texts, '\n\n', family, loss) }
}

/** With a line that says where it came from. */
function besideText({ callId, name, content }: ToolMessage, family: Family, loss: Loss): readonly JsonObject[] {
  const parts = writeParts(
    content.filter(({ kind }) => kind !== 'text'),
    family,
    loss,
  )
  return parts.length === 0 ? [] : [{ type: 'text', text: `Returned by ${name ?? 'tool'} (${callId}):` }, ...parts]
}

function writeOwn({ content, name }: AssistantMessage, family: Family, loss: Loss): JsonObject {
  const texts = content.filter((part) => part.kind === 'text')
  const refusals = content.flatMap((part) => (part.kind === 'refusal' ? [part.text] : []))
  const calls = content.filter((part) => part.kind === 'tool_call')
  if (calls.some(({ cacheControl }) => cacheControl !== null)) loss.drop('cache_control')
  // Nothing of a model's own words can be marked but by Anthropic's field.
  const marks = family.cacheMark === 'cache_control' ? family : { ...family, cacheMark: null }
  const tool_calls = calls.map((call) => {
    const signature = family.thoughts === 'signed' ? call.signature : null
    if (signature !== call.signature) loss.drop('messages.tool_calls.extra_content')
    return writeCall(call.id, call.name, call.arguments || '{}', signature)
  })
  return {
    role: 'assistant',
    content: texts.length > 0 || calls.length === 0 ? writeTexts(texts, '', marks, loss) : null,
    ...stated({
      name,
      refusal: refusals.length === 0 ? null : refusals.join(''),
      tool_calls: calls.length === 0 ? null : tool_calls,
    }),
    ...writeThoughts(content, family, loss),
  }
}

function writeThoughts(content: AssistantMessage['content'], { thoughts }: Family, loss: Loss): JsonObject {
  const details = thoughtDetails(content)
  if (details.length === 0) return {}
  if (thoughts === 'signed') return { reasoning_details: details }
  const bare = thoughts === 'bare' ? bareThoughts(content) : ''
  if (bare === '' || details.some(({ signature, data }) => signature !== undefined || data !== undefined)) {
    loss.drop('messages.reasoning_details')
  }
  return bare === '' ? {} : { reasoning_content: bare }
}
