// The body of a chat completion in, the neutral answer out. What an OpenAI-shaped server leaves out is absent, and no reason to fail, as
// long as there is a choice at all. Source: OpenAI's API reference, "The chat completion object".

import type { ChatResponse } from '../chat.ts'
import { filled, isObject, numberOf, objectOf, objectsIn } from '../loose.ts'
import { Unreadable } from '../unreadable.ts'
import { madeUpId, readAssistant } from './read-assistant.ts'
import { readFinish } from './read-ending.ts'
import { usageOf } from './usage.ts'

/** For what a provider says that nobody asked for. */
export const NO_LOSS = { drop() {} }

/** Throws an Unreadable for what has no choices. */
export function readResponse(body: unknown): ChatResponse {
  const { id: given, model, created, choices, usage } = objectOf(body)
  const said = objectsIn(choices)
  if (said.length === 0) throw new Unreadable("it has no 'choices'")
  const id = filled(given)
  return {
    id,
    model: filled(model),
    createdSeconds: numberOf(created) || null,
    choices: said.map((choice, position) => {
      const index = numberOf(choice.index) ?? position
      const content = readAssistant(objectOf(choice.message), (call) => madeUpId(id, index, call), NO_LOSS)
      const hasCalls = content.some(({ kind }) => kind === 'tool_call')
      return {
        index,
        content,
        finish: readFinish(choice, hasCalls),
        logprobs: isObject(choice.logprobs) ? choice.logprobs : null,
      }
    }),
    usage: usageOf(usage),
  }
}
