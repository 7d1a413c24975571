// Google's error bodies, `{"error": {code, message, status, details}}`, also in a list of one -> what went wrong.

import type { Failure, JsonObject } from '../chat.ts'
import { isObject, listOf, numberOf, objectOf, textOf } from '../loose.ts'

/** As much of an error page as helps. */
const MOST_CHARACTERS = 1000

/** `code` is the reason among the details (`API_KEY_INVALID`), `param` the field that a violation names. Source: google.rpc.Status. */
export function failure(status: number, value: unknown): Failure {
  const body = objectOf(Array.isArray(value) ? value[0] : value)
  const error = objectOf(body.error)
  const details = listOf(error.details).map(objectOf)
  const message = textOf(error.message) ?? textOf(body.error) ?? textOf(value)?.trim().slice(0, MOST_CHARACTERS)
  return {
    status,
    type: textOf(error.status),
    code: firstText(details.map(({ reason }) => reason)),
    message: message || `The provider answered with status ${status} and no message.`,
    param: firstText(details.flatMap(({ fieldViolations }) => listOf(fieldViolations)).map((it) => objectOf(it).field)),
  }
}

/** The error that a frame of a stream is, with the status that it names; `null` for any other frame. */
export function failureIn(body: JsonObject): Failure | null {
  if (!isObject(body.error)) return null
  const code = numberOf(body.error.code) ?? 0
  return failure(code >= 400 && code < 600 ? code : 500, body)
}

function firstText(values: readonly unknown[]): string | null {
  return values.map(textOf).find((text) => text !== null) ?? null
}
