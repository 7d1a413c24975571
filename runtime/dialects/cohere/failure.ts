// Bodies of Cohere's failed requests.

import type { Failure } from '../chat.ts'
import { failed } from '../common/failed.ts'
import { objectOf } from '../loose.ts'

/** `{"message"}` or `{"id", "message"}`; a proxy's `{"error": {"message"}}` or plain text. Source: https://docs.cohere.com/reference/errors */
export function failureOf(status: number, body: unknown): Failure {
  const { message, error } = objectOf(body)
  return failed(status, [message, objectOf(error).message, error, body])
}
