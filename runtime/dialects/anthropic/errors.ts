// Anthropic's errors, both ways: their types, and the HTTP statuses that they come with.
// Source: Anthropic's API reference, "Errors".

import type { Failure, JsonObject } from '../chat.ts'
import { failed } from '../common/failed.ts'
import { isObject, objectOf, rowOf, textOf } from '../loose.ts'

/** What each type's status is: the first type of a status is the one that stands for it. */
const STATUSES: { readonly [type: string]: number } = {
  invalid_request_error: 400,
  authentication_error: 401,
  billing_error: 402,
  permission_error: 403,
  not_found_error: 404,
  request_too_large: 413,
  rate_limit_error: 429,
  api_error: 500,
  timeout_error: 504,
  overloaded_error: 529,
}

/**
 * `{"type": "error", "error": {"type", "message", "details"?}}`, or whatever a proxy on the way has put there. An error in a stream has no
 * status: it gets the one that it would have had before.
 */
export function readFailure(status: number | null, body: unknown): Failure {
  const outer = objectOf(body)
  const error = isObject(outer.error) ? outer.error : outer
  const type = textOf(error.type)
  return failed(status ?? rowOf(STATUSES, type) ?? 500, [error.message, outer.error, body], {
    type,
    code: textOf(objectOf(error.details).error_code) ?? textOf(error.code),
    param: textOf(error.param),
  })
}

/** The body of an error, and its event in a stream: of a type that Anthropic's clients know, as they read that first. */
export function writeFailure({ status, type, message }: Failure): JsonObject {
  const itsType = Object.keys(STATUSES).find((known) => STATUSES[known] === (status === 503 ? 529 : status))
  const some = itsType ?? (status < 500 ? 'invalid_request_error' : 'api_error')
  return { type: 'error', error: { type: rowOf(STATUSES, type) === null ? some : type, message } }
}
