// The frames of a chat completion's stream in, neutral events out. What ends an answer is held back until the stream ends: servers say it
// early, twice, or with more to come. A stream that breaks off before that is a failure, never a short answer.

import type { ChatEvent, ChatResponse, JsonObject, Usage } from '../chat.ts'
import { bodyOf, eventReader } from '../common/event-reader.ts'
import type { EventReader, Frame } from '../dialect.ts'
import { eventsOf } from '../events-of.ts'
import { filled, isObject, numberOf, objectOf, objectsIn } from '../loose.ts'
import { callsIn, thoughtsIn, wordsIn } from './read-assistant.ts'
import { type CallStream, callStream } from './read-call-stream.ts'
import { readFinish } from './read-ending.ts'
import { readFailure, statusOf } from './read-failure.ts'
import { NO_LOSS } from './read-response.ts'
import { usageOf } from './usage.ts'

/** Of which a choice of a chunk is a part. */
const NOTHING: ChatResponse = { id: null, model: null, createdSeconds: null, choices: [], usage: null }

/** One choice of the stream. */
interface Choice {
  readonly calls: CallStream
  /** What the server said of its end; `null`: nothing yet. */
  ending: JsonObject | null
}

/** For one stream. Source: OpenAI's API reference, "The chat completion chunk object". */
export function readEvents(): EventReader {
  const choices = new Map<number, Choice>()
  let id: string | null = null
  let usage: Usage | null = null
  let isDone = false
  const reader = eventReader(readChunk, end)

  function readChunk(frame: Frame): readonly ChatEvent[] {
    const chunk = bodyOf(frame)
    if (chunk.error || [frame.event, chunk.object, chunk.type].includes('error'))
      return last({ kind: 'failure', failure: readFailure(statusOf(chunk), chunk) })
    usage = usageOf(chunk.usage) ?? usage
    const said = objectsIn(chunk.choices)
    return said.length === 0 ? [] : [...begin(chunk), ...said.flatMap(readChoice)]
  }

  function begin({ id: given, model, created }: JsonObject): readonly ChatEvent[] {
    if (choices.size > 0) return []
    id = filled(given)
    return [{ kind: 'start', id, model: filled(model), createdSeconds: numberOf(created) || null }]
  }

  /** Servers that send a message where a delta belongs are read as well. */
  function readChoice(choice: JsonObject): readonly ChatEvent[] {
    const index = numberOf(choice.index) ?? 0
    const known = choices.get(index) ?? { calls: callStream(index, id), ending: null }
    choices.set(index, known)
    if (filled(choice.finish_reason) !== null) known.ending = choice
    const delta = isObject(choice.delta) ? choice.delta : objectOf(choice.message)
    const content = [...thoughtsIn(delta), ...wordsIn(delta, NO_LOSS)]
    const logprobs = isObject(choice.logprobs) ? choice.logprobs : null
    const said = { index, content, finish: readFinish({}, false), logprobs }
    // Without its start, its choice's finish and its end.
    const words = eventsOf({ ...NOTHING, choices: [said] }).slice(1, -2)
    return [...words, ...callsIn(delta).flatMap(known.calls.read)]
  }

  /** Nothing, unless the server said that it is done, or why each choice ended. */
  function end(): readonly ChatEvent[] {
    const said = [...choices]
    if (said.length === 0 || !(isDone || said.every(([, { ending }]) => ending !== null))) return []
    const finished = said.flatMap(([choice, { calls, ending }]): readonly ChatEvent[] => [
      ...calls.finish(),
      { kind: 'finish', choice, finish: readFinish(ending ?? {}, calls.hasCalls()) },
    ])
    return [...finished, ...last({ kind: 'end' })]
  }

  function last(event: ChatEvent): readonly ChatEvent[] {
    return usage === null ? [event] : [{ kind: 'usage', usage }, event]
  }

  return {
    read({ event, data }) {
      isDone ||= data.trim() === '[DONE]'
      return isDone ? reader.finish() : reader.read({ event, data: data.trim() })
    },
    finish: reader.finish,
  }
}
