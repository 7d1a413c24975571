// Messages -> Cohere's, one for one. What the model thought goes back as its plan where it called tools, else as thinking.

import type { AssistantMessage, AssistantPart, JsonObject, Message, ToolMessage, UserPart } from '../chat.ts'
import type { Loss } from '../dialect.ts'

/** Source: https://docs.cohere.com/reference/chat, `messages`. */
export function writeMessages(messages: readonly Message[], loss: Loss): readonly JsonObject[] {
  return messages.map((message) => {
    if (message.role !== 'tool' && message.name !== null) loss.drop('messages.name')
    switch (message.role) {
      case 'system':
      case 'developer':
        return { role: 'system', content: contentOf(message.content, loss) }
      case 'user':
        return { role: 'user', content: contentOf(message.content, loss) }
      case 'assistant':
        return assistant(message, loss)
      case 'tool':
        return toolResult(message, loss)
      default:
        return message satisfies never
    }
  })
}

/** A single text is a string. */
function contentOf(parts: readonly UserPart[], loss: Loss): string | readonly JsonObject[] {
  const written = parts.flatMap((part) => userPart(part, loss))
  const [first] = written
  return written.length === 1 && first?.type === 'text' ? String(first.text) : written
}

function userPart(part: UserPart, loss: Loss): readonly JsonObject[] {
  if ('cacheControl' in part && part.cacheControl !== null) loss.drop('cache_control')
  if (part.kind === 'text') return [{ type: 'text', text: part.text }]
  if (part.kind === 'image' && part.source.kind !== 'id') {
    const { source, detail } = part
    const url = source.kind === 'url' ? source.url : `data:${source.mediaType};base64,${source.base64}`
    return [{ type: 'image_url', image_url: { url, ...(detail === null ? {} : { detail }) } }]
  }
  loss.drop(part.kind === 'image' ? 'messages.image.id' : `messages.${part.kind}`)
  return []
}

/** Results are texts; `is_error` has no word: what the tool says of it must do. */
function toolResult({ callId, content, isError }: ToolMessage, loss: Loss): JsonObject {
  if (isError) loss.drop('messages.is_error')
  const texts = content.filter((part) => {
    if (part.kind !== 'text') loss.drop(`messages.${part.kind}`)
    return part.kind === 'text'
  })
  return { role: 'tool', tool_call_id: callId, content: texts.length === 0 ? '' : contentOf(texts, loss) }
}

function assistant({ content }: AssistantMessage, loss: Loss): JsonObject {
  const calls = content.flatMap((part) => toolCall(part, loss))
  const hasCalls = calls.length > 0
  const plan = hasCalls ? content.flatMap((part) => (part.kind === 'reasoning' ? [part.text] : [])).join('') : ''
  const said = content.flatMap((part) => assistantPart(part, hasCalls, loss))
  const [first] = said
  return {
    role: 'assistant',
    ...(plan === '' ? {} : { tool_plan: plan }),
    ...(hasCalls ? { tool_calls: calls } : {}),
    ...(said.length === 0 ? {} : { content: said.length === 1 && first?.type === 'text' ? first.text : said }),
  }
}

function assistantPart(part: AssistantPart, hasCalls: boolean, loss: Loss): readonly JsonObject[] {
  switch (part.kind) {
    case 'text':
      if (part.cacheControl !== null) loss.drop('cache_control')
      return part.text === '' ? [] : [{ type: 'text', text: part.text }]
    case 'refusal':
      return part.text === '' ? [] : [{ type: 'text', text: part.text }]
    case 'reasoning':
      if (part.signature !== null) loss.drop('messages.reasoning.signature')
      return hasCalls ? [] : [{ type: 'thinking', thinking: part.text }]
    case 'redacted_reasoning':
      loss.drop('messages.reasoning')
      return []
    case 'tool_call':
      return []
    default:
      return part satisfies never
  }
}

function toolCall(part: AssistantPart, loss: Loss): readonly JsonObject[] {
  if (part.kind !== 'tool_call') return []
  if (part.signature !== null) loss.drop('messages.tool_calls.signature')
  if (part.cacheControl !== null) loss.drop('cache_control')
  const { id, name, arguments: json } = part
  return [{ id, type: 'function', function: { name, arguments: json === '' ? '{}' : json } }]
}
