// Ids for calls that come without one, as the Gemini API and Workers AI send them: without chance, and none twice in a conversation.

import type { AssistantPart, ChatRequest, UserPart } from '../chat.ts'

/** The id of an answer's call by number, counted over all choices. `responseId`: the answer's own, `null` where it has none. */
export type CallIds = (responseId: string | null, call: number) => string

/** Made of the answer's id, which is unique; else of a number that no id of the conversation has. */
export function callIds({ messages }: ChatRequest): CallIds {
  return (responseId, call) => `call_${responseId ?? Math.max(0, ...messages.flatMap(turnsIn))}_${call}`
}

function turnsIn({ content }: { readonly content: readonly (UserPart | AssistantPart)[] }): number[] {
  return content.map((part) =>
    part.kind === 'tool_call' ? Number(/^call_(\d{1,9})_\d+$/.exec(part.id)?.[1] ?? -1) + 1 : 0,
  )
}
