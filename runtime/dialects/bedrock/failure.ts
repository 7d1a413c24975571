// Errors of Bedrock's: bodies of failed requests, and exceptions in the middle of a stream.

import type { Failure } from '../chat.ts'

/** The statuses that Bedrock's exceptions have outside of streams. Source: AWS's API reference, `ConverseStream`, "Errors". */
const STATUSES: ReadonlyMap<string, number> = new Map([
  ['AccessDeniedException', 403],
  ['ConflictException', 409],
  ['InternalServerException', 500],
  ['ModelErrorException', 424],
  ['ModelNotReadyException', 429],
  ['ModelStreamErrorException', 424],
  ['ModelTimeoutException', 408],
  ['ResourceNotFoundException', 404],
  ['ServiceQuotaExceededException', 400],
  ['ServiceUnavailableException', 503],
  ['ThrottlingException', 429],
  ['ValidationException', 400],
])

/** What may be in a body: AWS's services write it each in their own way. */
interface ErrorBody {
  readonly message?: unknown
  readonly Message?: unknown
  readonly originalMessage?: unknown
  readonly __type?: unknown
}

/** The type stands in a header as a rule, and only sometimes in the body: `com.amazon.coral.service#ThrottlingException`. */
export function failureOf(status: number, body: unknown): Failure {
  const { message, Message, originalMessage, __type } = (
    typeof body === 'object' && body !== null ? body : {}
  ) as ErrorBody
  const said = [message, Message, originalMessage].find((text) => typeof text === 'string' && text !== '')
  const text =
    said ??
    (typeof body === 'string' && body !== '' ? body : `The provider answered with status ${status} and no message.`)
  const type = typeof __type === 'string' ? __type.replace(/^.*#|:.*$/g, '') : null
  return { status, type, code: null, message: String(text), param: null }
}

/** `name` as in a stream, which has its first letter small. */
export function exceptionOf(name: string, body: unknown): Failure {
  const type = name.charAt(0).toUpperCase() + name.slice(1)
  return { ...failureOf(STATUSES.get(type) ?? 500, body), type }
}
