// A step that fails, in whatever way, leaves the answer to the next; all failed, it is the last one's own. `cf-aig-step` says whose.

import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { type Answer, cut, garbage, hang, late, reply, reset, streamed } from '../../support/answers.ts'
import { byTarget } from '../../support/by-target.ts'
import { begin, type Call, call } from '../../support/call.ts'
import { closedPort } from '../../support/closed-port.ts'
import { expectEnvelope } from '../../support/envelope.ts'
import { setScene } from '../../support/scene.ts'

const closed = await closedPort()
const { gateway, upstream } = await setScene(({ url }) => ({
  'demo.yaml': `
authentication: off
cache: off
timeout: 300
providers:
  custom-one: { dialect: openai, url: "${url}/one" }
  custom-two: { dialect: openai, url: "${url}/two" }
  custom-three: { dialect: openai, url: "${url}/three" }
  custom-closed: { dialect: openai, url: "http://127.0.0.1:${closed}" }
  openai: { url: "${url}/openai", keys: { other: { secret: NOT_SET } } }
`,
}))
const step = (name: string, more: object = {}) => ({
  provider: `custom-${name}`,
  endpoint: 'x',
  query: { n: name },
  ...more,
})
const run = (steps: readonly object[], { headers = {} }: Call = {}) =>
  call(gateway.base('demo'), { headers, body: JSON.stringify(steps) })
const both = [step('one'), step('two')]
const targets = () => upstream.requests.map(({ target }) => target)
const failed = { status: 502, code: 2005, message: 'Failed to get response from provider' } as const

const sse = { headers: { 'content-type': 'text/event-stream' } }
const json = { headers: { 'content-type': 'application/json' } }
/** An endless stream that says this and then nothing more. */
const opening = (text: string): Answer => streamed(only(text))
async function* only(text: string) {
  yield text
  await new Promise(() => {})
}

describe('the next step answers after', () => {
  it.each<[what: string, answer: Answer]>([
    ['a reset before the answer', reset()],
    ['garbage', garbage()],
    ['no answer in time', hang()],
    ['an answer that is too late', late(2000)],
    ...[400, 401, 403, 404, 408, 409, 413, 422, 425, 429, 500, 502, 503, 529].map((status): [string, Answer] => [
      `${status}`,
      reply({ status, body: { error: { message: 'no' } } }),
    ]),
    ['an event named error', reply({ ...sse, body: 'event: error\ndata: {"type":"overloaded_error"}\n\n' })],
    ['an error event of OpenAI', reply({ ...sse, body: 'data: {"error":{"message":"no"}}\n\n' })],
    ['an error event of Anthropic', reply({ ...sse, body: 'data: {"type":"error","error":{}}\r\n\r\n' })],
    ['an error event after comments', reply({ ...sse, body: ': hello\n\n:\n\nevent: error\ndata: {}\n\n' })],
    ['an error event of a stream that goes on', opening('event: error\ndata: {}\n\n')],
    ['a stream of nothing', reply({ ...sse, body: '' })],
    ['a stream of comments', reply({ ...sse, body: ': ping\n\n: ping\n\n' })],
    ['a stream that only says that it is over', reply({ ...sse, body: 'data: [DONE]\n\n' })],
    ['a stream that breaks off before its first event', cut('chunked', 'data: {"choi')],
    ['an answer that breaks off at its head', cut('content-length', '')],
    ['a stream that is silent after its head', opening('')],
    ['JSON that is an error', reply({ ...json, body: '{"error":{"message":"no"}}' })],
    ['JSON that is an error, laid out', reply({ ...json, body: '{\n  "error": {\n    "message": "no"\n  }\n}\n' })],
    ['JSON that is an error in a word', reply({ ...json, body: '{"error":"no"}' })],
    ['JSON of nothing', reply({ ...json, body: '' })],
    [
      'compressed JSON that is an error',
      reply({ headers: { ...json.headers, 'content-encoding': 'gzip' }, body: gzipSync('{"error":{"message":"no"}}') }),
    ],
  ])('%s', async (_, answer) => {
    upstream.answer(byTarget({ '/one': answer, '/two': reply({ body: { from: 'two' } }) }))
    const answered = await run(both)
    expect([answered.status, answered.json, answered.headers['cf-aig-step']]).toEqual([200, { from: 'two' }, '1'])
    expect(targets()).toEqual(['/one/x', '/two/x'])
    expect(upstream.requests[1]?.body.toString()).toBe('{"n":"two"}')
    expect(gateway.stderr()).toBe('')
  })

  it('a connection refused', async () => {
    const answered = await run([step('closed'), step('two')])
    expect([answered.status, answered.headers['cf-aig-step']]).toEqual([200, '1'])
  })

  it('a key that is not there', async () => {
    const answered = await run([
      { provider: 'openai', endpoint: 'x', headers: { 'cf-aig-byok-alias': 'absent' } },
      { provider: 'openai', endpoint: 'x', headers: { 'cf-aig-byok-alias': 'other' } },
      step('two'),
    ])
    expect([answered.status, answered.headers['cf-aig-step']]).toEqual([200, '2'])
    expect(targets()).toEqual(['/two/x'])
  })

  it('two failures', async () => {
    upstream.answer(byTarget({ '/one': reset(), '/two': reply({ status: 503 }) }))
    const answered = await run([step('one'), step('two'), step('three')])
    expect([answered.status, answered.headers['cf-aig-step']]).toEqual([200, '2'])
    expect(targets()).toEqual(['/one/x', '/two/x', '/three/x'])
  })
})

describe('the first step answers, and nobody else is asked, with', () => {
  it.each<[what: string, answer: Answer, text: string]>([
    ['JSON', reply({ ...json, body: '{"id":"chatcmpl-1","choices":[]}' }), '{"id":"chatcmpl-1","choices":[]}'],
    ['a line of JSON', reply({ ...json, body: '{"ok":true}\n' }), '{"ok":true}\n'],
    ['JSON that has no room for an error', reply({ ...json, body: '[]' }), '[]'],
    ['a word of JSON', reply({ ...json, body: '"ok"\n' }), '"ok"\n'],
    ['JSON with an error that is none', reply({ ...json, body: '{"error":null,"id":1}' }), '{"error":null,"id":1}'],
    ['JSON that speaks of errors later', reply({ ...json, body: '{"id":1,"error":{}}' }), '{"id":1,"error":{}}'],
    ['a stream', reply({ ...sse, body: 'data: {"n":1}\n\ndata: [DONE]\n\n' }), 'data: {"n":1}\n\ndata: [DONE]\n\n'],
    ['a stream with carriage returns', reply({ ...sse, body: 'data: 1\r\rdata: 2\r\r' }), 'data: 1\r\rdata: 2\r\r'],
    ['a stream whose end is missing', reply({ ...sse, body: 'data: {"n":1}\n' }), 'data: {"n":1}\n'],
    ['comments before the first event', reply({ ...sse, body: ': wait\n\ndata: 1\n\n' }), ': wait\n\ndata: 1\n\n'],
    [
      'an error after the first event',
      reply({ ...sse, body: 'data: 1\n\nevent: error\n\n' }),
      'data: 1\n\nevent: error\n\n',
    ],
    ['text about errors', reply({ headers: { 'content-type': 'text/plain' }, body: '{"error":{}}' }), '{"error":{}}'],
    ['nothing, as it says itself', reply({ status: 204, body: '' }), ''],
  ])('%s', async (_, answer, text) => {
    upstream.answer(byTarget({ '/one': answer, '/two': reply({ body: { from: 'two' } }) }))
    const answered = await run(both)
    expect([answered.text, answered.headers['cf-aig-step']]).toEqual([text, '0'])
    expect(targets()).toEqual(['/one/x'])
  })

  it('a redirect, which is passed on', async () => {
    upstream.answer(reply({ status: 307, headers: { location: 'https://elsewhere.example' } }))
    const answered = await run(both)
    expect([answered.status, answered.headers.location, targets()]).toEqual([
      307,
      'https://elsewhere.example',
      ['/one/x'],
    ])
  })

  it('compressed JSON, which is readable still', async () => {
    const text = JSON.stringify({ id: 'chatcmpl-1', text: 'x'.repeat(5000) })
    upstream.answer(reply({ headers: { ...json.headers, 'content-encoding': 'gzip' }, body: gzipSync(text) }))
    const answer = await fetch(gateway.base('demo'), { method: 'POST', body: JSON.stringify(both) })
    expect([await answer.text(), answer.headers.get('cf-aig-step')]).toEqual([text, '0'])
  })

  it('an answer of many bytes, whole', async () => {
    const text = JSON.stringify({ data: 'é'.repeat(3_000_000) })
    upstream.answer(reply({ ...json, body: text }))
    expect((await run(both)).text === text).toBe(true)
  })
})

describe("all failed: the last step's own answer", () => {
  it('with its status, headers and body', async () => {
    const two = reply({ status: 429, headers: { 'retry-after': '7', 'x-request-id': 'r2' }, body: { error: 'two' } })
    upstream.answer(byTarget({ '/one': reply({ status: 500, body: { error: 'one' } }), '/two': two }))
    const answered = await run(both)
    expect([answered.status, answered.json]).toEqual([429, { error: 'two' }])
    expect(answered.headers).toMatchObject({ 'retry-after': '7', 'x-request-id': 'r2', 'cf-aig-step': '1' })
    expect(answered.headers).not.toHaveProperty('cf-aig-error')
  })

  it('as it came, also when it is a 200 that is an error', async () => {
    const body = 'event: error\ndata: {"type":"overloaded_error"}\n\n'
    upstream.answer(byTarget({ '/one': reply({ status: 500 }), '/two': reply({ ...sse, body }) }))
    const answered = await run(both)
    expect([answered.status, answered.text, answered.headers['cf-aig-step']]).toEqual([200, body, '1'])
  })

  it.each([
    ['a timeout', hang(), 504, 'timeout'],
    ['a reset', reset(), 502, 'reset'],
  ] as const)('or, of %s, the gateway’s', async (_, two, status, cause) => {
    upstream.answer(byTarget({ '/one': reply({ status: 500 }), '/two': two }))
    const answered = await run(both)
    expectEnvelope(answered, { ...failed, status })
    expect(answered.headers).toMatchObject({ 'cf-aig-error': cause, 'cf-aig-step': '1' })
  })

  it('with one step there is one request', async () => {
    upstream.answer(reply({ status: 503, body: { error: 'one' } }))
    const answered = await run([step('one')])
    expect([answered.status, answered.json, answered.headers['cf-aig-step']]).toEqual([503, { error: 'one' }, '0'])
    expect(targets()).toEqual(['/one/x'])
  })
})

it('retries come before the next step, each step with its own', async () => {
  upstream.answer(byTarget({ '/one': reply({ status: 503 }), '/two': reply({ status: 429 }), '/three': reply() }))
  const retried = (name: string, maxAttempts: number) => step(name, { config: { maxAttempts, retryDelay: 1 } })
  const answered = await run([retried('one', 3), retried('two', 2), step('three')])
  expect(answered.headers['cf-aig-step']).toBe('2')
  expect(targets()).toEqual(['/one/x', '/one/x', '/one/x', '/two/x', '/two/x', '/three/x'])
})

it.each<[what: string, answer: Answer]>([
  ['a 200 that is an error', opening('event: error\ndata: {}\n\n')],
  ['an error status', (_, response) => void response.writeHead(500).write('and so on')],
])('%s that goes on is hung up on while the next step answers', async (_, answer) => {
  const source = new PassThrough()
  upstream.answer(byTarget({ '/one': answer, '/two': streamed(source) }))
  const headers = { 'cf-aig-request-timeout': '20000' }
  const answering = begin(gateway.base('demo'), { headers, body: JSON.stringify(both) })
  expect(await (await upstream.next()).over).toBe('aborted')
  source.end('data: {}\n\n')
  const response = (await answering).resume()
  await once(response, 'end')
  expect([response.statusCode, response.headers['cf-aig-step']]).toEqual([200, '1'])
})
