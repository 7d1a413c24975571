// Google's error bodies, `{"error": {code, message, status, details}}`, also in a list of one -> what went wrong.

import type { Failure, JsonObject } from '../chat.ts'
import { failed } from '../common/failed.ts'
import { listOf, numberOf, objectOf, textOf } from '../loose.ts'

/** `code` is the reason among the details (`API_KEY_INVALID`), `param` the field that a violation names. Source: google.rpc.Status. */
export function failure(status: number, value: unknown): Failure {
  const body = objectOf(Array.isArray(value) ? value[0] : value)
  const error = objectOf(body.error)
  const details = listOf(error.details).map(objectOf)
  const fields = details.flatMap(({ fieldViolations }) => listOf(fieldViolations).map((it) => objectOf(it).field))
  return failed(status, [error.message, body.error, value], {
    type: textOf(error.status),
    code: firstText(details.map(({ reason }) => reason)),
    param: firstText(fields),
  })
}

/** Of a frame of a stream, with the status that it names. */
export function failureIn(body: JsonObject, error: JsonObject): Failure {
  const code = numberOf(error.code) ?? 0
  return failure(code >= 400 && code < 600 ? code : 500, body)
}

function firstText(values: readonly unknown[]): string | null {
  return values.map(textOf).find((text) => text !== null) ?? null
}
