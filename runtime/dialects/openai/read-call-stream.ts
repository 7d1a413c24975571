// The tool calls of one streamed choice, piece by piece in, neutral events out. Servers of this dialect number calls badly: no index, index 0
// for all, no id, an id or name in every piece, whole calls in one. What belongs together is found by all three, and never by place alone.

import type { ChatEvent } from '../chat.ts'
import { type CallPiece, madeUpId } from './read-calls.ts'

/** A call that has begun. */
interface Call {
  readonly serverIndex: number | null
  readonly id: string | null
  readonly name: string
  /** In the order in which calls began. */
  readonly position: number
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
export function callStream(choice: number, answerId: () => string | null): CallStream {
  const calls: Call[] = []

  /** The call that a piece goes on with, if it does not begin one. */
  function ofPiece({ index, id, name, arguments: json }: CallPiece): Call | undefined {
    const likely =
      (index === null ? undefined : calls.findLast((call) => call.serverIndex === index)) ??
      (id === null ? undefined : calls.findLast((call) => call.id === id)) ??
      (name === null || (index === null && id === null) ? calls.at(-1) : undefined)
    if (likely === undefined || name === null) return likely
    if (id !== null && likely.id !== null) return id === likely.id ? likely : undefined
    return name === likely.name && !isBehind(json, likely) ? likely : undefined
  }

  function begin({ index, id, name, signature }: CallPiece): readonly [Call, ChatEvent] {
    const position = calls.length
    const call = { serverIndex: index, id, name: name ?? '', position, json: '', last: '' }
    calls.push(call)
    const given = id ?? madeUpId(answerId(), choice, position)
    return [call, { kind: 'tool_call', choice, index: position, id: given, name: call.name, signature }]
  }

  function argue(call: Call, json: string): readonly ChatEvent[] {
    if (json === '') return []
    call.json += json
    call.last = json
    return [{ kind: 'arguments', choice, index: call.position, json }]
  }

  return {
    read(piece) {
      const known = ofPiece(piece)
      if (known !== undefined) return argue(known, piece.arguments)
      if (piece.name === null && piece.arguments === '') return []
      const [call, event] = begin(piece)
      return [event, ...argue(call, piece.arguments)]
    },
    finish: () => calls.flatMap((call) => (call.json.trim() === '' ? argue(call, '{}') : [])),
    hasCalls: () => calls.length > 0,
  }
}

/** Whether these arguments can only be another call's, as the ones before are complete: asked where a piece repeats a name without an id. */
function isBehind(json: string, { json: before, last }: Call): boolean {
  if (!json.startsWith('{') || !last.endsWith('}')) return false
  try {
    JSON.parse(before)
    return true
  } catch {
    return false
  }
}
