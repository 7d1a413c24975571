// A caller of the management API who sends what it is told, and its envelope of errors, whole.

import { expect } from 'vitest'
import { type Answered, type Call, call } from '../../support/call.ts'

/** What an error says. A `message` that is a pattern is for prose. */
export interface Complaint {
  readonly status: number
  readonly code: number
  readonly message: string | RegExp
}

/** Asks for a path below `…/ai-gateway/` with an admin token. */
export function manage(
  url: string,
  path: string,
  token: string | null,
  { headers = {}, ...more }: Call = {},
  account = 'acct',
) {
  const authorization = token === null ? {} : { authorization: `Bearer ${token}` }
  return call(`${url}/client/v4/accounts/${account}/ai-gateway/${path}`, {
    ...more,
    headers: { ...authorization, ...headers },
  })
}

/** Asserts that an answer is exactly this error, as SDKs of the control plane read it. */
export function expectErrors(answer: Answered, { status, code, message }: Complaint): void {
  const text = typeof message === 'string' ? message : expect.stringMatching(message)
  expect({ status: answer.status, body: answer.json }).toEqual({
    status,
    body: {
      success: false,
      result: null,
      errors: [{ code, message: text }],
      messages: [],
      name: 'AiGatewayError',
      internalCode: code,
      description: expect.stringMatching(/\S/),
    },
  })
}

/** The result of an answer that has one. */
export function resultOf(answer: Answered): unknown {
  expect({ status: answer.status, text: answer.text }).toMatchObject({ status: 200 })
  const body = answer.json as { success: boolean; errors: unknown; result: unknown }
  expect(body).toMatchObject({ success: true, errors: [], messages: [] })
  return body.result
}
