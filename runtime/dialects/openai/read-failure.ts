// An error's body in, what went wrong out. Servers of this dialect say it in many shapes: OpenAI's object, a text in its place, lists, fields
// of their frameworks, plain text. Source: OpenAI's API reference, "Error codes"; FastAPI's for `detail`; Cloudflare's for `errors`.

import type { Failure, JsonObject } from '../chat.ts'
import { failed } from '../common/failed.ts'
import { filled, isObject, listOf, objectOf } from '../loose.ts'

/** `body` is parsed JSON, or the text that it was. */
export function readFailure(status: number, body: unknown): Failure {
  const { type, status: name, code, param, loc, message } = innermost(body)
  return failed(status, [message], {
    // Google's servers have the type's name in `status`.
    type: filled(type) ?? filled(name),
    code: typeof code === 'number' ? `${code}` : filled(code),
    param: filled(param) ?? filled(listOf(loc).join('.')),
  })
}

/** The status that a stream's failure would have come with: some say it. */
export function statusOf(body: JsonObject): number {
  const { code, status, status_code, type } = isObject(body.error) ? body.error : body
  const said = [code, status_code, status].map(Number).find((number) => number >= 400 && number < 600)
  return said ?? STATUSES.find(([names]) => names.test(`${type} ${code}`))?.[1] ?? 500
}

const STATUSES: readonly (readonly [names: RegExp, status: number])[] = [
  [/rate_limit|quota|throttl/i, 429],
  [/overloaded|unavailable|timeout/i, 503],
  [/invalid|context_length|bad_?request/i, 400],
]

/** What tells most, its text as `message`: the first of a list, the field that holds the error. A text leaves its neighbours to say more. */
function innermost(body: unknown): JsonObject {
  if (typeof body === 'string') return { message: body }
  if (Array.isArray(body)) return innermost(body[0])
  const fields = objectOf(body)
  const { error, errors, detail, msg, message } = fields
  const inner = [error, errors, detail, message, msg].find(
    (it) => filled(it) !== null || listOf(it).length > 0 || Object.keys(objectOf(it)).length > 0,
  )
  return typeof inner === 'object' ? innermost(inner) : { ...fields, message: inner }
}
