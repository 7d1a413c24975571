// What is no answer, an answer that breaks off, and the errors of Google's APIs.

import { describe, expect, it } from 'vitest'
import { gemini } from '../../../runtime/dialects/gemini/upstream.ts'
import { Unreadable } from '../../../runtime/dialects/unreadable.ts'
import { answerTo, ended, said, streamed, whole } from './answers.ts'

describe('what is no answer', () => {
  it.each([[{}], [null], ['text'], [{ candidates: [] }], [{ usageMetadata: {} }]])('%j', (body) => {
    expect(() => whole(body)).toThrow(Unreadable)
  })

  it('in a stream is a frame that is no object', () => {
    const reader = answerTo().events()
    expect(() => reader.read({ event: null, data: '{"candidates":' })).toThrow(Unreadable)
    expect(() => reader.read({ event: null, data: '5' })).toThrow(Unreadable)
  })

  it.each([[[]], [[said([{ text: 'a' }])]], [[{ usageMetadata: {} }]]])(
    'in a stream is one that ends too early: %j',
    (frames) => {
      const events = streamed(frames)
      expect(events.at(-1)).toMatchObject({ kind: 'failure', failure: { status: 502, type: 'upstream_error' } })
    },
  )
})

describe('errors', () => {
  const error = {
    code: 429,
    message: 'Quota exceeded.',
    status: 'RESOURCE_EXHAUSTED',
    details: [
      { '@type': 'type.googleapis.com/google.rpc.Help' },
      { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'RATE_LIMIT_EXCEEDED' },
      { '@type': 'type.googleapis.com/google.rpc.BadRequest', fieldViolations: [{ field: 'contents[0]' }] },
    ],
  }
  const failure = {
    status: 429,
    type: 'RESOURCE_EXHAUSTED',
    code: 'RATE_LIMIT_EXCEEDED',
    message: 'Quota exceeded.',
    param: 'contents[0]',
  }

  it('are read, also in a list', () => {
    expect(gemini.failure(429, { error })).toEqual(failure)
    expect(gemini.failure(429, [{ error }])).toEqual(failure)
  })

  it('end a stream, with the status that they name', () => {
    const events = streamed([said([{ text: 'a' }]), { error }, ended([{ text: 'b' }])])
    expect(events.slice(-2)).toEqual([
      { kind: 'text', choice: 0, text: 'a', logprobs: null },
      { kind: 'failure', failure },
    ])
    expect(streamed([{ error: { code: 8 } }]).at(-1)).toMatchObject({ failure: { status: 500 } })
  })

  it.each([
    ['<html>Not Found</html>\n', '<html>Not Found</html>'],
    ['x'.repeat(5000), 'x'.repeat(1000)],
    [{ error: 'invalid_grant' }, 'invalid_grant'],
    ['', 'The provider answered with status 404 and no message.'],
    [null, 'The provider answered with status 404 and no message.'],
  ])('say what they can: %j', (body, message) => {
    expect(gemini.failure(404, body)).toEqual({ status: 404, type: null, code: null, message, param: null })
  })
})
