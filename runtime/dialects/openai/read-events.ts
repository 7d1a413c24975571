// The frames of a chat completion's stream in, neutral events out. What ends an answer is held back until the stream ends: servers say it
// early, twice, or with more to come. A stream that breaks off before that is a failure, never a short answer.

import { parseExactly } from '../../json.ts'
import type { ChatEvent, Failure, JsonObject, Usage } from '../chat.ts'
import type { EventReader, Frame } from '../dialect.ts'
import { Unreadable } from '../unreadable.ts'
import { numberOf, objectOf, objectsIn, textOf } from './fields.ts'
import { type ChoiceReader, readChoiceStream } from './read-choice-stream.ts'
import { readUsage } from './read-ending.ts'
import { readFailure, statusOf } from './read-failure.ts'

const CUT: Failure = {
  status: 502,
  type: 'upstream_error',
  code: null,
  message: "The provider's stream broke off before its answer was complete.",
  param: null,
}

/** For one stream. Source: OpenAI's API reference, "The chat completion chunk object". */
export function readEvents(): EventReader {
  const choices = new Map<number, ChoiceReader>()
  let id: string | null = null
  let hasBegun = false
  let isOver = false
  let usage: Usage | null = null

  function read({ event, data }: Frame): readonly ChatEvent[] {
    const text = data.trim()
    if (isOver || text === '') return []
    if (text === '[DONE]') return choices.size === 0 ? fail(CUT) : end()
    const chunk = parse(text)
    if (chunk.error || [event, chunk.object, chunk.type].includes('error'))
      return fail(readFailure(statusOf(chunk), chunk))
    usage = readUsage(chunk.usage) ?? readUsage(objectOf(chunk.x_groq)?.usage) ?? usage
    const said = objectsIn(chunk.choices)
    return said.length === 0 ? [] : [...begin(chunk), ...said.flatMap(readChoice)]
  }

  function begin({ id: given, model, created }: JsonObject): readonly ChatEvent[] {
    if (hasBegun) return []
    hasBegun = true
    id = textOf(given)
    return [{ kind: 'start', id, model: textOf(model), createdSeconds: numberOf(created) || null }]
  }

  function readChoice(choice: JsonObject): readonly ChatEvent[] {
    const index = numberOf(choice.index) ?? 0
    const reader = choices.get(index) ?? readChoiceStream(index, () => id)
    choices.set(index, reader)
    return reader.read(choice)
  }

  function counted(): readonly ChatEvent[] {
    return usage === null ? [] : [{ kind: 'usage', usage }]
  }

  function end(): readonly ChatEvent[] {
    isOver = true
    return [...[...choices.values()].flatMap((choice) => choice.finish()), ...counted(), { kind: 'end' }]
  }

  function fail(failure: Failure): readonly ChatEvent[] {
    isOver = true
    return [...counted(), { kind: 'failure', failure }]
  }

  function finish(): readonly ChatEvent[] {
    if (isOver) return []
    const readers = [...choices.values()]
    return readers.length > 0 && readers.every((choice) => choice.isFinished()) ? end() : fail(CUT)
  }

  return { read, finish }
}

function parse(text: string): JsonObject {
  let value: unknown
  try {
    value = parseExactly(text)
  } catch {
    throw new Unreadable('it has an event that is not JSON')
  }
  const chunk = objectOf(value)
  if (chunk === null) throw new Unreadable('it has an event that is not a JSON object')
  return chunk
}
