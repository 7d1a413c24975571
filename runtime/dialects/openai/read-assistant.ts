// An assistant's message in, of a request or of an answer; its parts out, in the order in which models speak: thoughts, words, calls.

import type { AssistantPart, JsonObject } from '../chat.ts'
import type { Loss } from '../dialect.ts'
import { objectsIn, textOf } from './fields.ts'
import { cacheMarkOf } from './read-cache-mark.ts'
import { callPieces } from './read-calls.ts'
import { readThoughts } from './read-thoughts.ts'

/** `idOf` gives the id of a call that has none, by its position. A kind of part that has no name here is dropped by its own. */
export function readAssistant(message: JsonObject, idOf: (position: number) => string, loss: Loss): AssistantPart[] {
  const refusal = textOf(message.refusal)
  const calls = callPieces(message).map(
    ({ id, name, arguments: json, signature, cacheControl }, position): AssistantPart => ({
      kind: 'tool_call',
      id: id ?? idOf(position),
      name: name ?? '',
      arguments: json.trim() === '' ? '{}' : json,
      signature,
      cacheControl,
    }),
  )
  return [
    ...readThoughts(message),
    ...wordsOf(message.content, loss),
    ...(refusal === null ? [] : [{ kind: 'refusal', text: refusal } as const]),
    ...calls,
  ]
}

/** The parts of an assistant's content: a text, or a list. Mistral's list has thoughts in it. */
export function wordsOf(content: unknown, loss: Loss): readonly AssistantPart[] {
  const parts = typeof content === 'string' ? [{ type: 'text', text: content }] : objectsIn(content)
  return parts.flatMap((part) => readWords(part, loss))
}

function readWords(part: JsonObject, loss: Loss): AssistantPart[] {
  const text =
    textOf(part[`${part.type}`]) ??
    objectsIn(part.thinking)
      .map((inner) => textOf(inner.text) ?? '')
      .join('')
  switch (part.type) {
    case 'text':
      return text === '' ? [] : [{ kind: 'text', text, cacheControl: cacheMarkOf(part) }]
    case 'refusal':
      return text === '' ? [] : [{ kind: 'refusal', text }]
    case 'thinking':
      return text === '' ? [] : [{ kind: 'reasoning', text, signature: textOf(part.signature) }]
    default:
      loss.drop(`messages.${part.type}`)
      return []
  }
}
