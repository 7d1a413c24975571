// Ids for calls that come without one, as the Gemini API sends them: without chance, and none twice in a conversation.

import type { ChatRequest } from '../chat.ts'

/** The id of an answer's call by number, counted over all choices. `responseId`: the answer's own, `null` where it has none. */
export type CallIds = (responseId: string | null, call: number) => string

/** Made of the answer's id, which is unique; else of a number that no id of the conversation has. */
export function callIds({ messages }: ChatRequest): CallIds {
  return (responseId, call) => `call_${responseId ?? freeTurn(messages)}_${call}`
}

function freeTurn(messages: ChatRequest['messages']): number {
  const turns = messages.flatMap((message) =>
    message.role === 'assistant'
      ? message.content.flatMap((part) => (part.kind === 'tool_call' ? [turnOf(part.id)] : []))
      : [],
  )
  return turns.reduce((most, turn) => Math.max(most, turn + 1), 0)
}

function turnOf(id: string): number {
  return Number(/^call_(\d{1,9})_\d+$/.exec(id)?.[1] ?? -1)
}
