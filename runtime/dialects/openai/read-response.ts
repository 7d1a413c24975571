// The body of a chat completion in, the neutral answer out. What an OpenAI-shaped server leaves out is absent, and no reason to fail, as
// long as there is a choice at all. Source: OpenAI's API reference, "The chat completion object".

import type { ChatResponse } from '../chat.ts'
import { Unreadable } from '../unreadable.ts'
import { numberOf, objectOf, objectsIn, textOf } from './fields.ts'
import { readAssistant } from './read-assistant.ts'
import { madeUpId } from './read-calls.ts'
import { readFinish, readUsage } from './read-ending.ts'

const NO_LOSS = { drop() {} }

/** Throws an Unreadable for what has no choices. */
export function readResponse(body: unknown): ChatResponse {
  const answer = objectOf(body)
  const choices = objectsIn(answer?.choices)
  if (answer === null || choices.length === 0) throw new Unreadable("it has no 'choices'")
  const id = textOf(answer.id)
  return {
    id,
    model: textOf(answer.model),
    createdSeconds: numberOf(answer.created) || null,
    choices: choices.map((choice, position) => {
      const index = numberOf(choice.index) ?? position
      const content = readAssistant(objectOf(choice.message) ?? {}, (call) => madeUpId(id, index, call), NO_LOSS)
      const hasCalls = content.some(({ kind }) => kind === 'tool_call')
      return { index, content, finish: readFinish(choice, hasCalls), logprobs: objectOf(choice.logprobs) }
    }),
    usage: readUsage(answer.usage),
  }
}
