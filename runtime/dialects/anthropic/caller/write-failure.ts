// A failure in, the body of an error of Anthropic's API out: its clients read `error.type`.
// Source: Anthropic's API reference, "Errors".

import type { Failure, JsonObject } from '../../chat.ts'
import { typeOf } from '../errors.ts'

/** The same for an answer of its own and for an event of a stream. */
export function writeFailure({ status, type, message }: Failure): JsonObject {
  return { type: 'error', error: { type: typeOf(type, status), message } }
}
