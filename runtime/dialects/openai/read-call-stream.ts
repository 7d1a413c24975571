// The tool calls of one streamed choice, piece by piece in, neutral events out. Servers of this dialect number calls badly: no index, index 0
// for all, no id, an id or name in every piece, whole calls in one. What belongs together is found by all three, and never by place alone.

import type { ChatEvent } from '../chat.ts'
import { type CallPiece, madeUpId } from './read-assistant.ts'

/** A call that has begun, in the place of its order. */
interface Call {
  readonly piece: CallPiece
  readonly place: { readonly choice: number; readonly index: number }
  json: string
  /** The last piece of it. */
  last: string
}

/** Reads one choice's calls. */
export interface CallStream {
  readonly read: (piece: CallPiece) => readonly ChatEvent[]
  /** Calls that no arguments came for get empty ones. */
  readonly finish: () => readonly ChatEvent[]
  readonly hasCalls: () => boolean
}

/** For one choice of one stream; `answerId` is what ids are made of where the server gives none. */
export function callStream(choice: number, answerId: string | null): CallStream {
  const calls: Call[] = []

  /** The call that a piece goes on with, if it does not begin one. */
  function ofPiece({ index, id, name, arguments: json }: CallPiece): Call | undefined {
    const likely =
      calls.findLast(({ piece }) => index !== null && piece.index === index) ??
      calls.findLast(({ piece }) => id !== null && piece.id === id) ??
      (name === null || (index === null && id === null) ? calls.at(-1) : undefined)
    if (likely === undefined || name === null) return likely
    const { piece } = likely
    const goesOn = id !== null && piece.id !== null ? id === piece.id : name === piece.name && !isBehind(json, likely)
    return goesOn ? likely : undefined
  }

  function argue(call: Call, json: string): readonly ChatEvent[] {
    call.json += json
    call.last = json || call.last
    return json === '' ? [] : [{ kind: 'arguments', ...call.place, json }]
  }

  return {
    read(piece) {
      const known = ofPiece(piece)
      if (known !== undefined) return argue(known, piece.arguments)
      const { id, name, signature } = piece
      if (name === null && piece.arguments === '') return []
      const call: Call = { piece, place: { choice, index: calls.length }, json: '', last: '' }
      const given = id ?? madeUpId(answerId, choice, calls.length)
      calls.push(call)
      return [
        { kind: 'tool_call', ...call.place, id: given, name: name ?? '', signature },
        ...argue(call, piece.arguments),
      ]
    },
    finish: () => calls.flatMap((call) => (call.json.trim() === '' ? argue(call, '{}') : [])),
    hasCalls: () => calls.length > 0,
  }
}

/** Whether these arguments can only be another call's, as the ones before are complete: asked where a piece repeats a name without an id. */
function isBehind(json: string, before: Call): boolean {
  // In one JSON text these two never meet: without a look at it all, as often as there are pieces.
  if (!json.startsWith('{') || !before.last.endsWith('}')) return false
  try {
    JSON.parse(before.json)
    return true
  } catch {
    return false
  }
}
