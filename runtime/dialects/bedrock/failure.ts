// Errors of Bedrock's: bodies of failed requests, and exceptions in the middle of a stream.

import type { Failure } from '../chat.ts'
import { failed } from '../common/failed.ts'
import { objectOf, parsedObject, rowOf, textOf } from '../loose.ts'

/** The statuses that a stream's exceptions have outside of it; of all others 500. Source: AWS's API reference, `ConverseStream`, "Errors". */
const STATUSES: { readonly [name: string]: number } = {
  modelStreamErrorException: 424,
  modelTimeoutException: 408,
  serviceUnavailableException: 503,
  throttlingException: 429,
  validationException: 400,
}

/**
 * AWS's services write a body each in their own way, and proxies in OpenAI's. The type stands in a header as a rule, and only sometimes in the body:
 * `com.amazon.coral.service#ThrottlingException`.
 */
export function failureOf(status: number, body: unknown): Failure {
  const { message, Message, originalMessage, error, __type } = objectOf(body)
  const type = textOf(__type)?.replace(/^.*#|:.*$/g, '') ?? null
  return failed(status, [message, Message, originalMessage, objectOf(error).message, body], { type })
}

/** `name` as in a stream, which has its first letter small. */
export function exceptionOf(name: string, data: string): Failure {
  const type = name.charAt(0).toUpperCase() + name.slice(1)
  return { ...failureOf(rowOf(STATUSES, name) ?? 500, parsedObject(data) ?? data), type }
}
