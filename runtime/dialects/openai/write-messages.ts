// Neutral messages in, those of a Chat Completions request out. Developers' instructions are written as `system`, which every server knows
// and OpenAI's own takes for the same. What a tool returns beside text follows in a user's message, behind the last answer to its turn.

import type { AssistantMessage, JsonObject, Message } from '../chat.ts'
import type { Loss } from '../dialect.ts'
import { present } from '../loose.ts'
import type { Family } from './families.ts'
import { writeCalls } from './write-call.ts'
import { writeContent, writeParts, writeTexts } from './write-parts.ts'
import { joined, thoughtDetails } from './write-thoughts.ts'

/** Source: OpenAI's API reference, Chat Completions, "messages". */
export function writeMessages(messages: readonly Message[], family: Family, loss: Loss): readonly JsonObject[] {
  let aside: JsonObject[] = []

  function writeMessage(message: Message): JsonObject {
    const { role, name } = message
    switch (role) {
      case 'assistant':
        return writeOwn(message, family, loss)
      case 'user':
        return present({ role, content: writeContent(message.content, family, loss), name })
      case 'tool': {
        const { callId, content, isError } = message
        if (isError) loss.drop('messages.is_error')
        const texts = content.filter((part) => part.kind === 'text')
        const others = content.filter((part) => part.kind !== 'text')
        const shown = writeParts(others, family, loss)
        if (shown.length > 0) aside.push({ type: 'text', text: `Returned by ${name ?? role} (${callId}):` }, ...shown)
        return { role, tool_call_id: callId, content: writeTexts(texts, '\n\n', family, loss) }
      }
      default:
        return present({ role: 'system', content: writeTexts(message.content, '\n\n', family, loss), name })
    }
  }

  return messages.flatMap((message, position) => {
    const written = [writeMessage(message)]
    if (aside.length === 0 || messages[position + 1]?.role === 'tool') return written
    written.push({ role: 'user', content: aside })
    aside = []
    return written
  })
}

function writeOwn({ role, content, name }: AssistantMessage, family: Family, loss: Loss): JsonObject {
  const { thoughts, cacheMark } = family
  const said = content.map((part) => {
    if (part.kind !== 'tool_call') return part
    if (part.cacheControl !== null) loss.drop('cache_control')
    if (part.signature === null || thoughts === 'signed') return part
    loss.drop('messages.tool_calls.extra_content')
    return { ...part, signature: null }
  })
  const texts = said.filter((part) => part.kind === 'text')
  const tool_calls = writeCalls(said)
  // Nothing of a model's own words can be marked but by Anthropic's field.
  const marks = cacheMark === 'cache_control' ? family : { ...family, cacheMark: null }
  return {
    role,
    content: texts.length > 0 || tool_calls === null ? writeTexts(texts, '', marks, loss) : null,
    ...present({ name, refusal: joined(said, 'refusal') || null, tool_calls, ...writeThoughts(said, family, loss) }),
  }
}

function writeThoughts(content: AssistantMessage['content'], { thoughts }: Family, loss: Loss): JsonObject {
  const reasoning_details = thoughtDetails(content)
  if (thoughts === 'signed') return { reasoning_details }
  const reasoning_content = (thoughts === 'bare' && joined(content, 'reasoning')) || null
  const isMore = reasoning_details?.some(({ signature, data }) => signature !== undefined || data !== undefined)
  if (isMore || (reasoning_details !== null && reasoning_content === null)) loss.drop('messages.reasoning_details')
  return { reasoning_content }
}
