// The side that faces a provider of Anthropic's Messages API: neutral requests out, neutral answers and failures in.
// Source: Anthropic's API reference and the type definitions of @anthropic-ai/sdk 1.12.

import { sse } from '../../streams/sse.ts'
import type { Failure } from '../chat.ts'
import type { UpstreamDialect } from '../dialect.ts'
import { isObject } from './input.ts'
import { eventReader } from './upstream/read-events.ts'
import { readMessage } from './upstream/read-message.ts'
import { writeRequest } from './upstream/write-request.ts'

/** Anthropic's Messages API, as a provider speaks it. */
export const anthropic: UpstreamDialect = {
  write: (request, loss) => {
    const { body, answerTool } = writeRequest(request, loss)
    return {
      body,
      answer: { response: (answer) => readMessage(answer, answerTool), events: () => eventReader(answerTool) },
    }
  },
  frames: sse,
  failure,
}

/** `{"type": "error", "error": {"type", "message", "details"?}}`, or whatever a proxy on the way has put there. */
function failure(status: number, body: unknown): Failure {
  const error = isObject(body) ? (isObject(body.error) ? body.error : body) : { message: body }
  const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
  const details = isObject(error.details) ? error.details : {}
  return {
    status,
    type: text(error.type),
    code: text(details.error_code) ?? text(error.code),
    message: text(error.message) ?? `The provider answered with status ${status} and no message.`,
    param: text(error.param),
  }
}
