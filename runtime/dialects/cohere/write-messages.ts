// Messages -> Cohere's, one for one. What the model thought goes back as its plan where it called tools, else as thinking.

import type { AssistantMessage, JsonObject, Message, UserPart } from '../chat.ts'
import { unsaid } from '../common/unsaid.ts'
import type { Loss } from '../dialect.ts'
import { stated } from '../loose.ts'
import { writeCalls } from '../openai/write-call.ts'
import { joined } from '../openai/write-thoughts.ts'

/** Source: https://docs.cohere.com/reference/chat, `messages`. */
export function writeMessages(messages: readonly Message[], loss: Loss): readonly JsonObject[] {
  return messages.map((message) => {
    if (message.role === 'tool') {
      // Results are texts; `is_error` has no word: what the tool says of it must do.
      unsaid({ 'messages.is_error': message.isError || null }, loss)
      const texts = message.content.flatMap((part) => userPart(part, part.kind === 'text', loss))
      return { role: 'tool', tool_call_id: message.callId, content: texts.length === 0 ? '' : bare(texts) }
    }
    unsaid({ 'messages.name': message.name }, loss)
    if (message.role === 'assistant') return assistant(message, loss)
    const content = bare((message.content as readonly UserPart[]).flatMap((part) => userPart(part, true, loss)))
    return { role: message.role === 'user' ? 'user' : 'system', content }
  })
}

/** A single text is a string. */
function bare(items: readonly JsonObject[]): unknown {
  const [first] = items
  return items.length === 1 && first?.type === 'text' ? first.text : items
}

function userPart(part: UserPart, isTaken: boolean, loss: Loss): readonly JsonObject[] {
  if ('cacheControl' in part) unsaid({ cache_control: part.cacheControl }, loss)
  if (part.kind === 'text') return [{ type: 'text', text: part.text }]
  if (part.kind !== 'image' || part.source.kind === 'id' || !isTaken) {
    loss.drop(part.kind === 'image' && isTaken ? 'messages.image.id' : `messages.${part.kind}`)
    return []
  }
  const { source, detail } = part
  const url = source.kind === 'url' ? source.url : `data:${source.mediaType};base64,${source.base64}`
  return [{ type: 'image_url', image_url: stated({ url, detail }) }]
}

function assistant({ content }: AssistantMessage, loss: Loss): JsonObject {
  const hasCalls = content.some(({ kind }) => kind === 'tool_call')
  const said = content.map((part) => {
    if (part.kind === 'redacted_reasoning') loss.drop('messages.reasoning')
    if ('cacheControl' in part) unsaid({ cache_control: part.cacheControl }, loss)
    if (!('signature' in part)) return part
    const field = part.kind === 'reasoning' ? 'messages.reasoning.signature' : 'messages.tool_calls.signature'
    unsaid({ [field]: part.signature }, loss)
    return { ...part, signature: null }
  })
  const items = said.flatMap((part): readonly JsonObject[] => {
    if (part.kind === 'reasoning') return hasCalls ? [] : [{ type: 'thinking', thinking: part.text }]
    return (part.kind === 'text' || part.kind === 'refusal') && part.text !== ''
      ? [{ type: 'text', text: part.text }]
      : []
  })
  const tool_plan = hasCalls ? joined(said, 'reasoning') || null : null
  return stated({ role: 'assistant', tool_plan, tool_calls: writeCalls(said), content: bare(items) })
}
