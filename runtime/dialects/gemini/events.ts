// A stream's frames, each a `GenerateContentResponse` with the next piece -> events. Why a choice ended is said at the end of the stream,
// since some models name a reason in every frame, and usage there too, since every frame has it and the last one counts.

import type { ChatEvent, JsonObject } from '../chat.ts'
import type { CallIds } from '../common/call-ids.ts'
import { bodyOf, eventReader } from '../common/event-reader.ts'
import type { EventReader, Frame } from '../dialect.ts'
import { partEvents, withLogprobs } from '../events-of.ts'
import { isObject, listOf, numberOf, objectOf, textOf } from '../loose.ts'
import { candidatesOf, newVoice, saidIn, type Voice } from './candidate.ts'
import { finishOf, headOf, logprobsOf } from './facts.ts'
import { failureIn } from './failure.ts'
import { usageOf } from './usage.ts'

/** Reads one stream. */
export function readEvents(idOf: CallIds): EventReader {
  const voices = new Map<number, Voice>()
  let answerId: string | null | undefined
  let calls = 0
  const nextId = (): string => idOf(answerId ?? null, calls++)
  let metadata: JsonObject = {}

  function read(frame: Frame): readonly ChatEvent[] {
    const body = bodyOf(frame)
    if (isObject(body.error)) return [{ kind: 'failure', failure: failureIn(body, body.error) }]
    const head = headOf(body)
    const start: ChatEvent[] = answerId === undefined ? [{ kind: 'start', ...head }] : []
    answerId ??= head.id
    metadata = { ...metadata, ...objectOf(body.usageMetadata) }
    return [...start, ...candidatesOf(body).flatMap(piecesOf)]
  }

  function piecesOf(candidate: JsonObject, position: number): readonly ChatEvent[] {
    const choice = numberOf(candidate.index) ?? position
    const voice = voices.get(choice) ?? newVoice()
    voices.set(choice, voice)
    voice.finishReason = textOf(candidate.finishReason) ?? voice.finishReason
    const events = listOf(objectOf(candidate.content).parts).flatMap((part) => {
      const index = voice.calls
      return saidIn(part, voice, nextId).flatMap((said) => partEvents(choice, said, index))
    })
    return withLogprobs(events, choice, logprobsOf(candidate.logprobsResult))
  }

  /** Nothing, unless every choice was told why it ended. */
  function rest(): readonly ChatEvent[] {
    const events: ChatEvent[] = []
    for (const [choice, { finishReason, calls }] of voices) {
      if (finishReason === null) return []
      events.push({ kind: 'finish', choice, finish: finishOf(finishReason, calls > 0) })
    }
    if (events.length === 0) return []
    if (Object.keys(metadata).length > 0) events.push({ kind: 'usage', usage: usageOf(metadata) })
    return [...events, { kind: 'end' }]
  }

  return eventReader(read, rest)
}
