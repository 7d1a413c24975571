// Anything at all where a field of Chat Completions belongs: an answer, or an error that says what is wrong, and nothing else.

import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { JsonObject } from '../../../runtime/dialects/chat.ts'
import { openai as caller } from '../../../runtime/dialects/openai/caller.ts'
import { openai as upstream } from '../../../runtime/dialects/openai/upstream.ts'
import { Unreadable } from '../../../runtime/dialects/unreadable.ts'
import { GatewayError } from '../../../runtime/problem.ts'
import { request } from './neutral.ts'

const junk = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom<unknown>(null, '', 'x', 0, 1, -1, true, [], {}, [null], [''], ['constructor']),
  },
  fc.jsonValue({ maxDepth: 2 }),
)

/** These fields, each as it should be, as junk, or not there. */
function some(fields: { readonly [name: string]: fc.Arbitrary<unknown> }): fc.Arbitrary<JsonObject> {
  return fc.record(
    Object.fromEntries(
      Object.entries(fields).map(([name, good]) => [name, fc.oneof({ weight: 2, arbitrary: good }, junk)]),
    ),
    { requiredKeys: [] },
  )
}

const text = fc.constantFrom('a', '{"x":', '1}', '__proto__')
const listOf = (item: fc.Arbitrary<unknown>) =>
  fc.array(fc.oneof({ weight: 4, arbitrary: item }, junk), { maxLength: 3 })
const call = some({
  index: fc.nat(2),
  id: text,
  type: fc.constantFrom('function', 'custom'),
  function: some({ name: text, arguments: text }),
  custom: some({ name: text, input: text }),
  extra_content: some({ google: some({ thought_signature: text }) }),
})
const part = some({
  type: fc.constantFrom('text', 'refusal', 'thinking', 'image_url', 'input_audio', 'file', 'video'),
  text,
  refusal: text,
  thinking: listOf(some({ text })),
  image_url: some({ url: text, detail: text }),
  input_audio: some({ data: text, format: text }),
  file: some({ file_data: text, file_id: text }),
  cache_control: some({ type: text }),
})
const message = some({
  role: fc.constantFrom('system', 'user', 'assistant', 'tool', 'function'),
  content: fc.oneof(text, listOf(part)),
  refusal: text,
  reasoning: text,
  reasoning_details: listOf(
    some({ type: fc.constantFrom('reasoning.text', 'reasoning.encrypted'), text, data: text, index: fc.nat(2) }),
  ),
  tool_calls: listOf(call),
  function_call: some({ name: text, arguments: text }),
  tool_call_id: text,
  name: text,
})
const choice = some({
  index: fc.nat(2),
  delta: message,
  message,
  finish_reason: fc.constantFrom('stop', 'tool_calls', 'constructor'),
  logprobs: some({ content: listOf(junk) }),
})
const usage = some({
  prompt_tokens: fc.nat(),
  completion_tokens: fc.nat(),
  prompt_tokens_details: some({ cached_tokens: fc.nat() }),
  completion_tokens_details: some({ reasoning_tokens: fc.nat() }),
})
const answer = fc.oneof(
  { weight: 5, arbitrary: some({ id: text, model: text, created: fc.nat(), choices: listOf(choice), usage }) },
  junk,
)
const error = some({
  error: some({ message: text, type: text, code: fc.nat() }),
  errors: listOf(junk),
  detail: junk,
  message: junk,
})
const question = some({
  model: text,
  messages: listOf(message),
  tools: listOf(some({ type: text, function: some({ name: text, parameters: junk }) })),
  tool_choice: some({ type: text, function: some({ name: text }) }),
  response_format: some({ type: fc.constantFrom('json_schema', 'json_object'), json_schema: some({ name: text }) }),
  reasoning: some({ effort: text, max_tokens: fc.nat() }),
  thinking: some({ type: text, budget_tokens: fc.nat() }),
  stop: listOf(text),
  stream_options: some({ include_usage: fc.boolean() }),
  temperature: fc.nat(),
})

test('in an answer', () => {
  fc.assert(
    fc.property(answer, (body) => {
      const whole = attempt(Unreadable, () => upstream.write(request, { drop() {} }).answer.response(body))
      if (whole !== null) JSON.stringify(caller.response(whole, request))
    }),
    { numRuns: 2000 },
  )
})

test('in a stream, which always ends, and ends once', () => {
  const frames = fc.array(
    fc.oneof({ weight: 6, arbitrary: answer.map((body) => JSON.stringify(body)) }, fc.constantFrom('[DONE]', '', '{')),
    {
      maxLength: 6,
    },
  )
  fc.assert(
    fc.property(frames, (frames) => {
      const reader = upstream.write(request, { drop() {} }).answer.events()
      const events = attempt(Unreadable, () => [
        ...frames.flatMap((data) => reader.read({ event: null, data })),
        ...reader.finish(),
      ])
      if (events === null) return
      expect(events.filter(({ kind }) => kind === 'end' || kind === 'failure')).toEqual(events.slice(-1))
      const { write } = caller.events({ ...request, includeUsage: true })
      for (const event of events) write(event)
    }),
    { numRuns: 2000 },
  )
})

test('in an error, which always has a message', () => {
  fc.assert(
    fc.property(fc.oneof(error, junk), (body) => {
      const failure = upstream.failure(500, body)
      expect(failure.message).toMatch(/\S/)
      expect([failure.type, failure.code, failure.param].every((it) => it === null || typeof it === 'string')).toBe(
        true,
      )
    }),
    { numRuns: 2000 },
  )
})

test('in a request', () => {
  fc.assert(
    fc.property(fc.oneof({ weight: 9, arbitrary: question }, fc.constant({})), (body) => {
      const read = attempt(GatewayError, () => caller.read(body, { drop() {} }))
      if (read !== null) JSON.stringify(upstream.write(read, { drop() {} }).body)
    }),
    { numRuns: 2000 },
  )
})

/** `null` where it throws what it may. */
function attempt<Result>(kind: new (...given: never[]) => Error, work: () => Result): Result | null {
  try {
    return work()
  } catch (thrown) {
    if (thrown instanceof kind) return null
    throw thrown
  }
}
