// The frames of a chat completion's stream in, neutral events out. What ends an answer is held back until the stream ends: servers say it
// early, twice, or with more to come. A stream that breaks off before that is a failure, never a short answer.

import { parseExactly } from '../../json.ts'
import type { ChatEvent, ChatResponse, Failure, JsonObject, Usage } from '../chat.ts'
import type { EventReader, Frame } from '../dialect.ts'
import { eventsOf } from '../events-of.ts'
import { filled, isObject, numberOf, objectOf, objectsIn } from '../loose.ts'
import { Unreadable } from '../unreadable.ts'
import { callsIn, thoughtsIn, wordsIn } from './read-assistant.ts'
import { type CallStream, callStream } from './read-call-stream.ts'
import { readFinish, readUsage } from './read-ending.ts'
import { readFailure, statusOf } from './read-failure.ts'
import { NO_LOSS } from './read-response.ts'

const CUT: Failure = {
  status: 502,
  type: 'upstream_error',
  code: null,
  message: "The provider's stream broke off before its answer was complete.",
  param: null,
}

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
  let isOver = false
  let usage: Usage | null = null

  function read({ event, data }: Frame): readonly ChatEvent[] {
    const text = data.trim()
    if (isOver || text === '') return []
    if (text === '[DONE]') return choices.size === 0 ? fail(CUT) : end()
    const chunk = parse(text)
    if (chunk.error || [event, chunk.object, chunk.type].includes('error'))
      return fail(readFailure(statusOf(chunk), chunk))
    usage = readUsage(chunk.usage) ?? usage
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

  function end(): readonly ChatEvent[] {
    const finished = [...choices].flatMap(([choice, { calls, ending }]): readonly ChatEvent[] => [
      ...calls.finish(),
      { kind: 'finish', choice, finish: readFinish(ending ?? {}, calls.hasCalls()) },
    ])
    return [...finished, ...last({ kind: 'end' })]
  }

  function fail(failure: Failure): readonly ChatEvent[] {
    return last({ kind: 'failure', failure })
  }

  function last(event: ChatEvent): readonly ChatEvent[] {
    isOver = true
    return usage === null ? [event] : [{ kind: 'usage', usage }, event]
  }

  function finish(): readonly ChatEvent[] {
    if (isOver) return []
    return choices.size > 0 && [...choices.values()].every(({ ending }) => ending !== null) ? end() : fail(CUT)
  }

  return { read, finish }
}

function parse(text: string): JsonObject {
  let chunk: unknown
  try {
    chunk = parseExactly(text)
  } catch {
    throw new Unreadable('it has an event that is not JSON')
  }
  if (!isObject(chunk)) throw new Unreadable('it has an event that is not a JSON object')
  return chunk
}
