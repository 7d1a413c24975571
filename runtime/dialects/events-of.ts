// A whole answer in, the stream that says the same out: for a caller that asked for a stream of a provider that gave its answer at once.
// Nothing is lost: test/dialects/events-of.test.ts puts the events together again.

import type { AssistantPart, ChatEvent, ChatResponse, Choice } from './chat.ts'

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

/** Probabilities belong to texts: the first one carries them, or an empty one where there is none. */
function choiceEvents({ index: choice, content, finish, logprobs }: Choice): readonly ChatEvent[] {
  const events: ChatEvent[] = []
  let left = logprobs
  let calls = 0
  if (left !== null && !content.some((part) => part.kind === 'text')) {
    events.push({ kind: 'text', choice, text: '', logprobs: left })
  }
  for (const part of content) {
    if (part.kind === 'text') {
      events.push({ kind: 'text', choice, text: part.text, logprobs: left })
      left = null
    } else events.push(...partEvents(choice, part, calls))
    if (part.kind === 'tool_call') calls++
  }
  events.push({ kind: 'finish', choice, finish })
  return events
}

function partEvents(choice: number, part: Exclude<AssistantPart, { kind: 'text' }>, index: number): ChatEvent[] {
  switch (part.kind) {
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
