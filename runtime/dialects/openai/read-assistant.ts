// An assistant's message in, of a request, of an answer, or a piece of one in a stream; its parts out, in the order in which models speak:
// thoughts, words, calls. Never fails.

import type { AssistantPart, CacheControl, JsonObject, ReasoningPart, RedactedReasoningPart } from '../chat.ts'
import type { Loss } from '../dialect.ts'
import { filled, numberOf, objectOf, objectsIn } from '../loose.ts'
import { cacheMarkOf, readRefusal, readWords } from './read-words.ts'

/** What is said of a call, here or in this piece; what is not said is `null`. */
export interface CallPiece {
  readonly index: number | null
  readonly id: string | null
  readonly name: string | null
  /** JSON, or a piece of it; some servers send what it says instead. */
  readonly arguments: string
  readonly signature: string | null
  readonly cacheControl: CacheControl | null
}

/** A thought or a piece of one; pieces of one index belong together. */
type ThoughtPiece = (ReasoningPart | RedactedReasoningPart) & { readonly index: number | null }

/** `idOf` gives the id of a call that has none, by its position. A kind of part that has no name here is dropped by its own. */
export function readAssistant(message: JsonObject, idOf: (position: number) => string, loss: Loss): AssistantPart[] {
  const thoughts: ThoughtPiece[] = []
  for (const piece of thoughtsIn(message)) {
    // Clients are known to send back all the pieces of a stream in one list.
    const last = thoughts.at(-1)
    const isMore = last?.kind === 'reasoning' && last.signature === null && last.index === piece.index
    if (isMore && piece.kind === 'reasoning') thoughts.splice(-1, 1, { ...piece, text: last.text + piece.text })
    else thoughts.push(piece)
  }
  return [
    ...thoughts.map(({ index, ...thought }) => thought),
    ...wordsIn(message, loss),
    ...callsIn(message).map(
      ({ index, id, name, arguments: json, ...call }, position): AssistantPart => ({
        kind: 'tool_call',
        id: id ?? idOf(position),
        name: name ?? '',
        arguments: json.trim() || '{}',
        ...call,
      }),
    ),
  ]
}

/** Its words alone. */
export function wordsIn({ content, refusal }: JsonObject, loss: Loss): readonly AssistantPart[] {
  return [...readWords(content, loss), ...readRefusal(refusal)]
}

/** Its calls, in order. Source: OpenAI's API reference, "tool_calls"; Google's guide to thought signatures, "extra_content". */
export function callsIn({ tool_calls }: JsonObject): readonly CallPiece[] {
  return objectsIn(tool_calls).map((call) => {
    // A tool that takes any text, OpenAI's `custom`, has that text as its one argument.
    const { name, input, arguments: given = input && { input } } = objectOf(call.function ?? call.custom)
    return {
      index: numberOf(call.index),
      id: filled(call.id),
      name: filled(name),
      arguments: typeof given === 'string' ? given : (JSON.stringify(given ?? undefined) ?? ''),
      signature: filled(objectOf(objectOf(call.extra_content).google).thought_signature),
      cacheControl: cacheMarkOf(call),
    }
  })
}

/**
 * Its thoughts as they came. `reasoning_details` (OpenRouter's list, which keeps signatures) wins over the bare text, which is
 * `reasoning_content` with some (DeepSeek, vLLM, xAI) and `reasoning` with others (OpenRouter, Groq). Source: their API references.
 */
export function thoughtsIn({ reasoning_details, reasoning_content, reasoning }: JsonObject): readonly ThoughtPiece[] {
  const pieces = objectsIn(reasoning_details).flatMap(readDetail)
  if (pieces.length > 0) return pieces
  return readDetail({ text: filled(reasoning_content) ?? reasoning })
}

/** An id for a call that came without one: no two of a conversation are the same where answers have ids. At most 40 characters, OpenAI's limit. */
export function madeUpId(answerId: string | null, choice: number, position: number): string {
  return `call_${(answerId ?? '').replace(/\W/g, '').slice(-24)}_${choice}_${position}`
}

function readDetail({ text, summary, signature: signed, data, index: place }: JsonObject): readonly ThoughtPiece[] {
  const index = numberOf(place)
  const encrypted = filled(data)
  if (encrypted !== null) return [{ kind: 'redacted_reasoning', data: encrypted, index }]
  const [words, signature] = [filled(text) ?? filled(summary), filled(signed)]
  return words === null && signature === null ? [] : [{ kind: 'reasoning', text: words ?? '', signature, index }]
}
