// Whole answers and errors of OpenAI-shaped servers, with what they leave out or write otherwise.

import { expect, test } from 'vitest'
import type { ChatResponse, Failure } from '../../../runtime/dialects/chat.ts'
import { openai } from '../../../runtime/dialects/openai/upstream.ts'
import { Unreadable } from '../../../runtime/dialects/unreadable.ts'
import { request } from './neutral.ts'

test.each([null, 'hi', {}, { choices: [] }, { choices: 'x' }, { error: { message: 'no' } }])(
  '%j is no answer',
  (body) => {
    expect(() => read(body)).toThrow(Unreadable)
    expect(() => read(body)).toThrow("it has no 'choices'")
  },
)

test('what is missing is absent', () => {
  expect(read({ choices: [{}] })).toEqual({
    id: null,
    model: null,
    createdSeconds: null,
    choices: [{ index: 0, content: [], finish: { reason: 'stop', stopSequence: null }, logprobs: null }],
    usage: null,
  })
})

test('calls without ids, arguments or a reason to end', () => {
  const tool_calls = [{ function: { name: 'f' } }, { id: '', function: { name: 'g', arguments: { x: 1 } } }]
  const { choices } = read({
    id: 'chatcmpl-9',
    choices: [{ message: { content: null, tool_calls }, finish_reason: null }],
  })
  expect(choices).toMatchObject([
    {
      content: [
        { id: 'call_chatcmpl9_0_0', name: 'f', arguments: '{}' },
        { id: 'call_chatcmpl9_0_1', name: 'g', arguments: '{"x":1}' },
      ],
      finish: { reason: 'tool_calls' },
    },
  ])
})

test('an id that is made up is as short as OpenAI takes it', () => {
  const { choices } = read({
    id: `chatcmpl-${'0'.repeat(40)}`,
    choices: [{ message: { tool_calls: [{ function: { name: 'f' } }] } }],
  })
  const [part] = choices[0]?.content ?? []
  expect(part?.kind === 'tool_call' && part.id.length).toBeLessThanOrEqual(40)
})

test.each<[string, unknown, Partial<Failure>]>([
  [
    'OpenAI',
    { error: { message: 'no', type: 'invalid_request_error', code: 'bad', param: 'model' } },
    { message: 'no', type: 'invalid_request_error', code: 'bad', param: 'model' },
  ],
  ['a text', { error: 'no', code: 7 }, { message: 'no', code: '7' }],
  ['a message', { message: 'no', type: 't' }, { message: 'no', type: 't' }],
  [
    'a message in a message',
    { object: 'error', message: { detail: [{ msg: 'no', loc: ['body', 'n'] }] } },
    { message: 'no', param: 'body.n' },
  ],
  ['a detail', { detail: 'no' }, { message: 'no' }],
  [
    'details',
    { detail: [{ loc: ['body', 'n'], msg: 'no', type: 'missing' }] },
    { message: 'no', param: 'body.n', type: 'missing' },
  ],
  ['errors', { errors: [{ code: 10000, message: 'no' }], success: false }, { message: 'no', code: '10000' }],
  ['texts of errors', { errors: ['no'] }, { message: 'no' }],
  ['no errors', { errors: [], message: 'no' }, { message: 'no' }],
  [
    'Google',
    [{ error: { code: 400, message: 'no', status: 'INVALID_ARGUMENT' } }],
    { message: 'no', type: 'INVALID_ARGUMENT', code: '400' },
  ],
  ['a page', ' no\n', { message: 'no' }],
  ['nothing', '', { message: 'The provider answered with status 418 and no message.' }],
  ['null', null, { message: 'The provider answered with status 418 and no message.' }],
  ['an empty error', { error: {} }, { message: 'The provider answered with status 418 and no message.' }],
])('an error as %s', (_, body, expected) => {
  expect(openai.failure(418, body)).toEqual({ status: 418, type: null, code: null, param: null, ...expected })
})

test('a long page is cut', () => {
  expect(openai.failure(502, 'x'.repeat(5000)).message).toHaveLength(1000)
})

function read(body: unknown): ChatResponse {
  return openai.write(request, { drop() {} }).answer.response(body)
}
