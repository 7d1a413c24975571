// Bodies of Cohere's failed requests.

import type { Failure } from '../chat.ts'

/** `{"message"}` or `{"id", "message"}`; a proxy's `{"error": {"message"}}` or plain text. Source: https://docs.cohere.com/reference/errors */
export function failureOf(status: number, body: unknown): Failure {
  const { message, error } = (typeof body === 'object' && body !== null ? body : { message: body }) as {
    readonly message?: unknown
    readonly error?: { readonly message?: unknown } | string | null
  }
  const said = [message, typeof error === 'object' ? error?.message : error].find(
    (text) => typeof text === 'string' && text !== '',
  )
  return {
    status,
    type: null,
    code: null,
    message: String(said ?? `The provider answered with status ${status} and no message.`),
    param: null,
  }
}
