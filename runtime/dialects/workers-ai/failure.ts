// An error's body in, what went wrong out: the REST API's envelope, and what the binding's service says, whose words differ.

import type { Failure } from '../chat.ts'
import { objectOf } from '../loose.ts'
import { readFailure as readOpenaiFailure } from '../openai/read-failure.ts'

/** `code` is Workers AI's own number. Source: developers.cloudflare.com/workers-ai/platform/errors; the binding's source in workerd. */
export function readFailure(status: number, body: unknown): Failure {
  const { internalCode, description, name, message } = objectOf(body)
  if (internalCode == null) return readOpenaiFailure(status, body)
  return readOpenaiFailure(status, { code: internalCode, type: name, message: description ?? message })
}
