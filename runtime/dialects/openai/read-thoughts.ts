// A message, or a piece of one in a stream, in; what the model thought out. `reasoning_details` (OpenRouter's list, which keeps signatures)
// wins over the bare text, which is `reasoning_content` with some (DeepSeek, vLLM, xAI) and `reasoning` with others (OpenRouter, Groq).

import type { JsonObject, ReasoningPart, RedactedReasoningPart } from '../chat.ts'
import { numberOf, objectsIn, textOf } from './fields.ts'

/** A thought or a piece of one; pieces of one index belong together. */
export type ThoughtPiece = (ReasoningPart & { readonly index: number | null }) | RedactedReasoningPart

/** The pieces as they came. Source: OpenRouter's guide to reasoning tokens. */
export function thoughtPieces({
  reasoning_details,
  reasoning_content,
  reasoning,
}: JsonObject): readonly ThoughtPiece[] {
  const pieces = objectsIn(reasoning_details).flatMap(readDetail)
  if (pieces.length > 0) return pieces
  const text = textOf(reasoning_content) ?? textOf(reasoning)
  return text === null ? [] : [{ kind: 'reasoning', text, signature: null, index: null }]
}

/** Whole thoughts: clients are known to send back all the pieces of a stream in one list. */
export function readThoughts(message: JsonObject): readonly (ReasoningPart | RedactedReasoningPart)[] {
  const thoughts: ThoughtPiece[] = []
  for (const piece of thoughtPieces(message)) {
    const last = thoughts.at(-1)
    const goesOn =
      piece.kind === 'reasoning' && last?.kind === 'reasoning' && last.signature === null && last.index === piece.index
    if (goesOn) thoughts[thoughts.length - 1] = { ...piece, text: last.text + piece.text }
    else thoughts.push(piece)
  }
  return thoughts.map((thought) =>
    thought.kind === 'reasoning' ? { kind: 'reasoning', text: thought.text, signature: thought.signature } : thought,
  )
}

function readDetail({ type, text, summary, signature, data, index }: JsonObject): readonly ThoughtPiece[] {
  if (type === 'reasoning.encrypted') {
    const encrypted = textOf(data)
    return encrypted === null ? [] : [{ kind: 'redacted_reasoning', data: encrypted }]
  }
  const [words, signed] = [textOf(text) ?? textOf(summary), textOf(signature)]
  if (words === null && signed === null) return []
  return [{ kind: 'reasoning', text: words ?? '', signature: signed, index: numberOf(index) }]
}
