// A conversation -> `systemInstruction` and `contents`. Instructions are gathered in front, whatever stood between them; results of calls
// that follow each other are one turn, as Gemini wants the answers to parallel calls.

import type { AssistantPart, ChatRequest, JsonObject, ToolMessage, UserPart } from '../chat.ts'
import { unsaid } from '../common/unsaid.ts'
import type { Loss } from '../dialect.ts'
import { parsedObject } from '../loose.ts'
import { mediaPart } from './media.ts'
import { UNSIGNED_CALL, unmarked } from './signature.ts'
import { isEarly } from './thinking.ts'

/** Both fields. Instructions without a conversation are one, since `contents` must not be empty. A turn without parts is refused. */
export function conversation({ messages, model }: ChatRequest, loss: Loss): JsonObject {
  const early = isEarly(model)
  const names = new Map<string, string>()
  const instructions: JsonObject[] = []
  const contents: { readonly role: string; readonly parts: JsonObject[] }[] = []
  let before = ''
  for (const message of messages) {
    const { role } = message
    if (role !== 'tool') unsaid({ 'messages.name': message.name }, loss)
    const parts =
      role === 'assistant'
        ? modelParts(message.content, names, early, loss)
        : role === 'tool'
          ? resultParts(message, names, early, loss)
          : message.content.flatMap((part) => userPart(part, loss))
    if (role === 'system' || role === 'developer') instructions.push(...parts)
    else if (role === 'tool' && before === role) contents.at(-1)?.parts.push(...parts)
    else if (parts.length > 0) contents.push({ role: role === 'assistant' ? 'model' : 'user', parts })
    before = role
  }
  if (instructions.length === 0) return { contents }
  const said = { parts: instructions }
  return contents.length === 0 ? { contents: [{ role: 'user', ...said }] } : { systemInstruction: said, contents }
}

function userPart(part: UserPart, loss: Loss): JsonObject[] {
  if (part.kind !== 'audio') unsaid({ cache_control: part.cacheControl }, loss)
  if (part.kind !== 'text') return [mediaPart(part, loss)]
  return part.text === '' ? [] : [{ text: part.text }]
}

/** An unsigned thought of no words says nothing; a signed one goes back as it came, as an empty text. */
function modelParts(
  content: readonly AssistantPart[],
  names: Map<string, string>,
  early: boolean,
  loss: Loss,
): JsonObject[] {
  let standIn = early ? null : UNSIGNED_CALL
  return content.flatMap((part): JsonObject[] => {
    switch (part.kind) {
      case 'text':
        return userPart(part, loss)
      case 'refusal':
        return part.text === '' ? [] : [{ text: part.text }]
      case 'reasoning': {
        const { text } = part
        const thoughtSignature = part.signature && unmarked(part.signature)
        if (!thoughtSignature) unsaid({ 'messages.reasoning.signature': part.signature }, loss)
        const thought = text === '' ? { text } : { text, thought: true }
        if (!thoughtSignature) return text === '' ? [] : [thought]
        return [{ ...thought, thoughtSignature }]
      }
      case 'redacted_reasoning':
        loss.drop('messages.reasoning')
        return []
      case 'tool_call': {
        const { id, name, arguments: json, cacheControl } = part
        names.set(id, name)
        const args = parsedObject(json)
        // A call that broke off within its arguments is sent without.
        unsaid({ cache_control: cacheControl, 'messages.tool_calls.arguments': args ? null : json || null }, loss)
        const thoughtSignature = part.signature ?? standIn
        standIn = null
        const functionCall = { id, name, args: args ?? {} }
        return [thoughtSignature === null ? { functionCall } : { functionCall, thoughtSignature }]
      }
      default:
        return part satisfies never
    }
  })
}

/**
 * A result that is an object as it is, another one as `{result}`, an error as `{error}`. Media are in it where the model and the API take
 * them there (bytes only), and behind it where not. Source: `FunctionResponse`.
 */
function resultParts(
  { callId: id, name, content, isError }: ToolMessage,
  names: ReadonlyMap<string, string>,
  early: boolean,
  loss: Loss,
): JsonObject[] {
  const words: string[] = []
  const parts: JsonObject[] = []
  const behind: JsonObject[] = []
  for (const part of content) {
    const [written] = userPart(part, loss)
    if (part.kind === 'text') words.push(part.text)
    else if (written) (early || !written.inlineData ? behind : parts).push(written)
  }
  const text = words.join('\n')
  const response = isError ? { error: text } : (parsedObject(text) ?? (words.length === 0 ? {} : { result: text }))
  const result = { id, name: name ?? names.get(id) ?? id, response }
  return [{ functionResponse: parts.length === 0 ? result : { ...result, parts } }, ...behind]
}
