// The pieces of one choice of a stream in, neutral events out, in the order in which models speak: thoughts, words, calls.

import type { AssistantPart, ChatEvent, JsonObject } from '../chat.ts'
import { objectOf, textOf } from './fields.ts'
import { wordsOf } from './read-assistant.ts'
import { callStream } from './read-call-stream.ts'
import { callPieces } from './read-calls.ts'
import { readFinish } from './read-ending.ts'
import { thoughtPieces } from './read-thoughts.ts'

/** Reads one choice. */
export interface ChoiceReader {
  readonly read: (choice: JsonObject) => readonly ChatEvent[]
  /** Whether the server said why it ended. */
  readonly isFinished: () => boolean
  readonly finish: () => readonly ChatEvent[]
}

const NO_LOSS = { drop() {} }

/** `answerId` is what ids are made of for calls that have none. Servers that send a message where a delta belongs are read as well. */
export function readChoiceStream(index: number, answerId: () => string | null): ChoiceReader {
  const calls = callStream(index, answerId)
  let ending: JsonObject = {}

  function read(choice: JsonObject): readonly ChatEvent[] {
    if (textOf(choice.finish_reason) !== null) ending = choice
    const delta = objectOf(choice.delta) ?? objectOf(choice.message) ?? {}
    const refusal = textOf(delta.refusal)
    const parts: readonly AssistantPart[] = [
      ...thoughtPieces(delta),
      ...wordsOf(delta.content, NO_LOSS),
      ...(refusal === null ? [] : [{ kind: 'refusal', text: refusal } as const]),
    ]
    const events = parts.flatMap((part) => eventsOfPart(index, part))
    return [...withLogprobs(events, choice), ...callPieces(delta).flatMap(calls.read)]
  }

  /** Probabilities belong to the words they came with, or to none. */
  function withLogprobs(events: readonly ChatEvent[], choice: JsonObject): readonly ChatEvent[] {
    const logprobs = objectOf(choice.logprobs)
    if (logprobs === null) return events
    const first = events.findIndex(({ kind }) => kind === 'text')
    if (first < 0) return [...events, { kind: 'text', choice: index, text: '', logprobs }]
    return events.map((event, position) => (position === first ? ({ ...event, logprobs } as ChatEvent) : event))
  }

  return {
    read,
    isFinished: () => 'finish_reason' in ending,
    finish: () => [...calls.finish(), { kind: 'finish', choice: index, finish: readFinish(ending, calls.hasCalls()) }],
  }
}

function eventsOfPart(choice: number, part: AssistantPart): readonly ChatEvent[] {
  switch (part.kind) {
    case 'text':
      return [{ kind: 'text', choice, text: part.text, logprobs: null }]
    case 'refusal':
      return [{ kind: 'refusal', choice, text: part.text }]
    case 'reasoning':
      return [
        ...(part.text === '' ? [] : [{ kind: 'reasoning', choice, text: part.text } as const]),
        ...(part.signature === null ? [] : [{ kind: 'signature', choice, signature: part.signature } as const]),
      ]
    case 'redacted_reasoning':
      return [{ kind: 'redacted_reasoning', choice, data: part.data }]
    case 'tool_call':
      return []
    default:
      return part satisfies never
  }
}
