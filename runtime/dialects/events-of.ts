// A whole answer in, the stream that says the same out: for a caller that asked for a stream of a provider that gave its answer at once.
// Nothing is lost: test/dialects/events-of.test.ts puts the events together again.

import type { AssistantPart, ChatEvent, ChatResponse, Choice, JsonObject } from './chat.ts'

/** The events of an answer, each part in one piece, one choice after the other. */
export function eventsOf(response: ChatResponse): readonly ChatEvent[] {
  const { id, model, createdSeconds, choices, usage } = response
  return [
    { kind: 'start', id, model, createdSeconds },
    ...choices.flatMap(choiceEvents),
    ...(usage === null ? [] : [{ kind: 'usage', usage } as const]),
    { kind: 'end' },
  ]
}

function choiceEvents({ index: choice, content, finish, logprobs }: Choice): readonly ChatEvent[] {
  let calls = 0
  const events = content.flatMap((part) => partEvents(choice, part, part.kind === 'tool_call' ? calls++ : 0))
  return [...withLogprobs(events, choice, logprobs), { kind: 'finish', choice, finish }]
}

/** Probabilities belong to texts: the first one carries them, or an empty one where there is none. */
export function withLogprobs(
  events: readonly ChatEvent[],
  choice: number,
  logprobs: JsonObject | null,
): readonly ChatEvent[] {
  if (logprobs === null) return events
  const first = events.findIndex(({ kind }) => kind === 'text')
  if (first < 0) return [{ kind: 'text', choice, text: '', logprobs }, ...events]
  return events.map((event, position) => (position === first ? ({ ...event, logprobs } as ChatEvent) : event))
}

/** `index` is that of a call, whose arguments are one piece. */
export function partEvents(choice: number, part: AssistantPart, index: number): ChatEvent[] {
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
      return [
        { kind: 'tool_call', choice, index, id: part.id, name: part.name, signature: part.signature },
        ...(part.arguments === '' ? [] : [{ kind: 'arguments', choice, index, json: part.arguments } as const]),
      ]
    default:
      return part satisfies never
  }
}
