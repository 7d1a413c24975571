// Where the message of a provider's error may stand -> what went wrong.

import type { Failure } from '../chat.ts'
import { textOf } from '../loose.ts'

/** As much of an error page as helps. */
const MOST_CHARACTERS = 1000

/** The first text among `messages` that says something; `more`: what else is known. */
export function failed(status: number, messages: readonly unknown[], more: Partial<Failure> = {}): Failure {
  const said = messages.map((message) => textOf(message)?.trim().slice(0, MOST_CHARACTERS)).find(Boolean)
  const message = said ?? `The provider answered with status ${status} and no message.`
  return { status, type: null, code: null, message, param: null, ...more }
}
