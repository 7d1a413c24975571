// A stream's frames, each a `GenerateContentResponse` with the next piece -> events. Why a choice ended is said at the end of the stream,
// since some models name a reason in every frame, and usage there too, since every frame has it and the last one counts.

import { parseExactly } from '../../json.ts'
import type { AssistantPart, ChatEvent, Failure, JsonObject } from '../chat.ts'
import type { EventReader, Frame } from '../dialect.ts'
import { Unreadable } from '../unreadable.ts'
import type { CallIds } from './call-ids.ts'
import { newVoice, type Spoken, saidIn, type Voice } from './candidate.ts'
import { BLOCKED, finishOf, headOf, isBlocked, logprobsOf, usageOf } from './facts.ts'
import { failureIn } from './failure.ts'
import { isObject, listOf, numberOf, objectOf, textOf } from '../loose.ts'

interface Streamed extends Voice {
  finishReason: string | null
}

const CUT: Failure = {
  status: 502,
  type: 'upstream_error',
  code: null,
  message: "The provider's stream broke off before its answer was complete. Ask again.",
  param: null,
}

/** Reads one stream. */
export function readEvents(callIds: CallIds): EventReader {
  const voices = new Map<number, Streamed>()
  let spoken: Spoken | null = null
  let metadata: JsonObject = {}
  let isOver = false

  function read(frame: Frame): readonly ChatEvent[] {
    if (isOver || frame.data === '' || frame.data === '[DONE]') return []
    const body = bodyOf(frame.data)
    const failure = failureIn(body)
    if (failure !== null) {
      isOver = true
      return [{ kind: 'failure', failure }]
    }
    const events: ChatEvent[] = []
    const head = headOf(body)
    if (spoken === null) {
      spoken = { responseId: head.id, callIds, calls: 0 }
      events.push({ kind: 'start', ...head })
    }
    metadata = { ...metadata, ...objectOf(body.usageMetadata) }
    const candidates = listOf(body.candidates)
    if (candidates.length === 0 && isBlocked(body)) voiceOf(0).finishReason ??= BLOCKED
    for (const [position, candidate] of candidates.entries()) {
      events.push(...piecesOf(objectOf(candidate), position, spoken))
    }
    return events
  }

  function voiceOf(choice: number): Streamed {
    const voice = voices.get(choice) ?? { ...newVoice(), finishReason: null }
    voices.set(choice, voice)
    return voice
  }

  function piecesOf(candidate: JsonObject, position: number, answer: Spoken): readonly ChatEvent[] {
    const choice = numberOf(candidate.index) ?? position
    const voice = voiceOf(choice)
    voice.finishReason = textOf(candidate.finishReason) ?? voice.finishReason
    const events = listOf(objectOf(candidate.content).parts).flatMap((part) => {
      const first = voice.calls
      return saidIn(part, answer, voice).flatMap((said) => eventsFor(said, choice, first))
    })
    return withLogprobs(events, choice, logprobsOf(candidate.logprobsResult))
  }

  function finish(): readonly ChatEvent[] {
    if (isOver) return []
    isOver = true
    const events: ChatEvent[] = []
    for (const [choice, voice] of voices) {
      if (voice.finishReason === null) return [{ kind: 'failure', failure: CUT }]
      events.push({ kind: 'finish', choice, finish: finishOf(voice.finishReason, voice.calls > 0) })
    }
    if (events.length === 0) return [{ kind: 'failure', failure: CUT }]
    if (Object.keys(metadata).length > 0) events.push({ kind: 'usage', usage: usageOf(metadata) })
    return [...events, { kind: 'end' }]
  }

  return { read, finish }
}

function bodyOf(data: string): JsonObject {
  try {
    const value = parseExactly(data)
    const body = Array.isArray(value) ? value[0] : value
    if (isObject(body)) return body
  } catch {}
  throw new Unreadable('a frame of it is no JSON object')
}

/** Calls come whole: their arguments are one piece. */
function eventsFor(said: AssistantPart, choice: number, index: number): readonly ChatEvent[] {
  switch (said.kind) {
    case 'text':
      return [{ kind: 'text', choice, text: said.text, logprobs: null }]
    case 'reasoning':
      return [
        ...(said.text === '' ? [] : [{ kind: 'reasoning', choice, text: said.text } as const]),
        ...(said.signature === null ? [] : [{ kind: 'signature', choice, signature: said.signature } as const]),
      ]
    case 'tool_call':
      return [
        { kind: 'tool_call', choice, index, id: said.id, name: said.name, signature: said.signature },
        { kind: 'arguments', choice, index, json: said.arguments },
      ]
    default:
      return []
  }
}

/** The probabilities are those of a frame's tokens: its first text has them, or an empty one where there is none. */
function withLogprobs(events: readonly ChatEvent[], choice: number, logprobs: JsonObject | null): readonly ChatEvent[] {
  if (logprobs === null) return events
  const first = events.findIndex(({ kind }) => kind === 'text')
  if (first === -1) return [...events, { kind: 'text', choice, text: '', logprobs }]
  return events.map((event, position) => (position === first && event.kind === 'text' ? { ...event, logprobs } : event))
}
