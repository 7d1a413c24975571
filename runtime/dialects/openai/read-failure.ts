// An error's body in, what went wrong out. Servers of this dialect say it in many shapes: OpenAI's object, a text in its place, lists, fields
// of their frameworks, plain text. Source: OpenAI's API reference, "Error codes"; FastAPI's for `detail`; Cloudflare's for `errors`.

import type { Failure, JsonObject } from '../chat.ts'
import { objectOf, textOf } from './fields.ts'

const MOST_CHARACTERS = 2000

/** `body` is parsed JSON, or the text that it was. */
export function readFailure(status: number, body: unknown): Failure {
  const found = innermost(body)
  const { type, status: name, code, param, loc } = objectOf(found) ?? {}
  return {
    status,
    // Google's servers have the type's name in `status`.
    type: textOf(type) ?? textOf(name),
    code: typeof code === 'number' ? `${code}` : textOf(code),
    message: messageOf(found) ?? `The provider answered with status ${status} and no message.`,
    param: textOf(param) ?? (Array.isArray(loc) ? loc.join('.') : null),
  }
}

/** The status that a stream's failure would have come with: some say it. */
export function statusOf(body: JsonObject): number {
  const { code, status, status_code, type } = objectOf(body.error) ?? body
  const said = [code, status_code, status].map(Number).find((number) => number >= 400 && number < 600)
  return said ?? STATUSES.find(([names]) => names.test(`${type} ${code}`))?.[1] ?? 500
}

const STATUSES: readonly (readonly [names: RegExp, status: number])[] = [
  [/rate_limit|quota|throttl/i, 429],
  [/overloaded|unavailable/i, 503],
  [/timeout/i, 504],
  [/authentication|invalid_api_key/i, 401],
  [/permission/i, 403],
  [/not_found/i, 404],
  [/invalid_request|context_length|bad_?request/i, 400],
]

/** What tells most: the first of a list, the field that holds the error. */
function innermost(body: unknown): unknown {
  if (Array.isArray(body)) return innermost(body[0])
  const { error, errors, detail } = objectOf(body) ?? {}
  const inner = error ?? errors ?? detail
  const isSomething = Array.isArray(inner) ? inner.length > 0 : objectOf(inner) !== null
  // A text in place of the error leaves its neighbours to say more.
  if (typeof inner === 'string' && inner !== '') return { ...objectOf(body), message: inner }
  return isSomething ? innermost(inner) : body
}

function messageOf(found: unknown): string | null {
  if (typeof found === 'string') return textOf(found.trim().slice(0, MOST_CHARACTERS))
  const { message, msg, detail, error_message } = objectOf(found) ?? {}
  if (objectOf(message) !== null) return messageOf(innermost(message))
  return textOf(message) ?? textOf(msg) ?? textOf(detail) ?? textOf(error_message)
}
