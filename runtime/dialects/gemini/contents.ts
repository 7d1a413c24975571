// A conversation -> `systemInstruction` and `contents`. Instructions are gathered in front, whatever stood between them; results of calls
// that follow each other are one turn, as Gemini wants the answers to parallel calls.

import type { AssistantPart, ChatRequest, JsonObject, ToolMessage, UserPart } from '../chat.ts'
import type { Loss } from '../dialect.ts'
import { mediaPart } from './media.ts'
import { argumentsOf, functionResponse } from './results.ts'
import { UNSIGNED_CALL, unmarked } from './signature.ts'
import { isEarly } from './thinking.ts'

interface Content {
  readonly role: 'user' | 'model'
  readonly parts: JsonObject[]
}

/** Both fields. Instructions without a conversation are one, since `contents` must not be empty. */
export function conversation({ messages, model }: ChatRequest, loss: Loss): JsonObject {
  const early = isEarly(model)
  const names = new Map<string, string>()
  const instructions: JsonObject[] = []
  const contents: Content[] = []
  messages.forEach((message, position) => {
    if (message.role !== 'tool' && message.name !== null) loss.drop('messages.name')
    if (message.role === 'assistant') {
      for (const part of message.content) if (part.kind === 'tool_call') names.set(part.id, part.name)
      add(contents, 'model', modelParts(message.content, early, loss))
    } else if (message.role === 'tool') {
      const parts = resultParts(message, names, early, loss)
      if (messages[position - 1]?.role === 'tool') contents.at(-1)?.parts.push(...parts)
      else add(contents, 'user', parts)
    } else {
      const parts = message.content.flatMap((part) => userPart(part, loss))
      if (message.role === 'user') add(contents, 'user', parts)
      else instructions.push(...parts)
    }
  })
  if (contents.length === 0 && instructions.length > 0) return { contents: [{ role: 'user', parts: instructions }] }
  return instructions.length === 0 ? { contents } : { systemInstruction: { parts: instructions }, contents }
}

/** A turn without parts is refused: there was nothing in it. */
function add(contents: Content[], role: Content['role'], parts: JsonObject[]): void {
  if (parts.length > 0) contents.push({ role, parts })
}

function userPart(part: UserPart, loss: Loss): JsonObject[] {
  if (part.kind !== 'audio' && part.cacheControl !== null) loss.drop('cache_control')
  if (part.kind !== 'text') return [mediaPart(part, loss)]
  return part.text === '' ? [] : [{ text: part.text }]
}

/** An unsigned thought of no words says nothing; a signed one goes back as it came, as an empty text. */
function modelParts(content: readonly AssistantPart[], early: boolean, loss: Loss): JsonObject[] {
  let isFirstCall = true
  return content.flatMap((part): JsonObject[] => {
    switch (part.kind) {
      case 'text':
        return userPart(part, loss)
      case 'refusal':
        return part.text === '' ? [] : [{ text: part.text }]
      case 'reasoning': {
        const signature = part.signature === null ? null : unmarked(part.signature)
        if (signature === null && part.signature !== null) loss.drop('messages.reasoning.signature')
        const thought = part.text === '' ? { text: '' } : { text: part.text, thought: true }
        if (signature === null) return part.text === '' ? [] : [thought]
        return [{ ...thought, thoughtSignature: signature }]
      }
      case 'redacted_reasoning':
        loss.drop('messages.reasoning')
        return []
      case 'tool_call': {
        if (part.cacheControl !== null) loss.drop('cache_control')
        const signature = part.signature ?? (isFirstCall && !early ? UNSIGNED_CALL : null)
        isFirstCall = false
        const functionCall = { id: part.id, name: part.name, args: argumentsOf(part.arguments, loss) }
        return [signature === null ? { functionCall } : { functionCall, thoughtSignature: signature }]
      }
      default:
        return part satisfies never
    }
  })
}

/** Media of a result are in it where the model and the API take them there (bytes only), and behind it where not. */
function resultParts(
  message: ToolMessage,
  names: ReadonlyMap<string, string>,
  early: boolean,
  loss: Loss,
): JsonObject[] {
  const texts = message.content.flatMap((part) => (part.kind === 'text' ? [part.text] : []))
  const media = message.content.flatMap((part) => {
    const written = userPart(part, loss)
    return part.kind === 'text' ? [] : written
  })
  const isInside = (part: JsonObject): boolean => !early && part.inlineData !== undefined
  const name = message.name ?? names.get(message.callId) ?? message.callId
  return [functionResponse(message, name, texts, media.filter(isInside)), ...media.filter((part) => !isInside(part))]
}
