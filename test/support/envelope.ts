// The wire's error envelope, whole: every field of it is somebody's contract.

import { expect } from 'vitest'
import type { Answered } from './call.ts'

/** What of an error answer differs from case to case. `description` may be a pattern where it is prose. */
export interface Expected {
  readonly status: number
  readonly code: number
  /** The wire's own message, which clients may match on; without it the description is the message too. */
  readonly message?: string
  readonly description?: string | RegExp
}

/** Asserts that an answer is exactly this error of the gateway's own, as JSON. */
export function expectEnvelope(answer: Answered, { status, code, message, description = /\S/ }: Expected): void {
  const said = answer.headers['content-type'] === 'application/json' ? (answer.json as { description?: string }) : {}
  const shown = message ?? said.description
  expect({ status: answer.status, type: answer.headers['content-type'], body: said }).toEqual({
    status,
    type: 'application/json',
    body: {
      success: false,
      result: [],
      messages: [],
      error: [{ code, message: shown }],
      name: 'AiGatewayError',
      httpCode: status,
      internalCode: code,
      message: shown,
      description: typeof description === 'string' ? description : expect.stringMatching(description),
    },
  })
}
