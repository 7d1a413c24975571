// Only whole successes are kept, and they come back byte for byte; what is not kept reaches its client all the same.

import { randomBytes } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { type Answer, cut, events, gzipped, late, reply } from '../../support/answers.ts'
import { call } from '../../support/call.ts'
import { setCacheScene } from './scene.ts'

const { upstream, ask, send, url } = await setCacheScene(
  ({ url }) => `
authentication: off
cache: { ttl: 1h }
providers:
  openai: { url: "${url}/v1" }
  echo: {}
  groq: { url: "${url}/groq", cache: { streams: false } }
`,
)

let count = 0
const fresh = () => ({ model: 'm', nonce: ++count })
const MB = 1024 * 1024

/** Whether the answer to this is kept: whether the second request stays away from the provider. */
async function isKept(answer: Answer, path = 'openai/x', headers: { [name: string]: string } = {}): Promise<boolean> {
  upstream.reset()
  upstream.answer(answer)
  const body = fresh()
  await ask(path, body, { headers }).catch(() => null)
  await new Promise((resolve) => setTimeout(resolve, 20))
  await ask(path, body, { headers }).catch(() => null)
  return upstream.requests.length === 1
}

const sse = (body: string) => reply({ headers: { 'content-type': 'text/event-stream; charset=utf-8' }, body })
const json = (body: string) => reply({ headers: { 'content-type': 'application/json' }, body })
const lines = (body: string) => reply({ headers: { 'content-type': 'application/x-ndjson' }, body })
const chunk = 'data: {"object":"chat.completion.chunk","choices":[]}\n\n'

describe('kept', () => {
  it.each<[string, Answer]>([
    ['JSON', json('{"a":1,"error":null}')],
    ['a list', json('[{"a":1}]')],
    ['what has no content type', reply({ body: 'plain' })],
    ['an empty answer', reply({ status: 204, body: '' })],
    ['a stream to its [DONE]', sse(`${chunk}data: [DONE]\n\n`)],
    ['a stream whose last empty line is missing after [DONE]', sse(`${chunk}data: [DONE]`)],
    ['a stream with carriage returns', sse('data: {"candidates":[{"finishReason":"STOP"}]}\r\n\r\n')],
    [
      'a stream to its message_stop',
      sse(
        'event: message_start\ndata: {"type":"message_start"}\n\nevent: message_stop\ndata: {"type":"message_stop"}\n\n',
      ),
    ],
    [
      'a stream to its response.completed',
      sse('data: {"type":"response.created","response":{"error":null}}\n\ndata: {"type":"response.completed"}\n\n'),
    ],
    ['a stream that speaks of errors', sse('data: {"delta":"an error failed"}\n\n')],
    ['lines to the one that is done', lines('{"a":1,"done":false}\n{"done":true}\n')],
    ['frames', frames(frame('event', '{"a":1}'), frame('event', '{}'))],
  ])('%s', async (_, answer) => {
    expect(await isKept(answer)).toBe(true)
  })
})

describe('not kept', () => {
  it.each<[string, Answer]>([
    ...[206, 302, 400, 401, 404, 429, 500].map((status): [string, Answer] => [`a ${status}`, reply({ status })]),
    ['an error with a 200', json('{"error":{"message":"no"}}')],
    ['an error in a list', json('[{"a":1},{"error":{"message":"no"}}]')],
    ['half a JSON', json('{"a":[1,2')],
    ['nothing, as JSON', json('')],
    ['a body cut short of its length', cut('content-length', '{"a":1}')],
    ['a body cut in its chunks', cut('chunked', `${chunk}data: [DONE]\n\n`)],
    ['a stream that stops within an event', sse(`${chunk}data: {"object":"chat.comp`)],
    ['a stream that stops between events', sse(chunk)],
    ['a stream without its message_stop', sse('event: message_start\ndata: {"type":"message_start"}\n\n')],
    ['a stream without its response.completed', sse('data: {"type":"response.created"}\n\n')],
    ['a stream without a finish reason', sse('data: {"candidates":[{}]}\n\n')],
    ['a stream with an error event', sse(`${chunk}event: error\ndata: {"message":"no"}\n\ndata: [DONE]\n\n`)],
    ['a stream with an error in its data', sse(`${chunk}data: {"id":1,"error":{"code":502}}\n\ndata: [DONE]\n\n`)],
    [
      'a stream that failed',
      sse(
        'data: {"type":"response.created"}\n\ndata: {"type":"response.failed"}\n\ndata: {"type":"response.completed"}\n\n',
      ),
    ],
    ['an empty stream', sse('')],
    ['lines that are not done', lines('{"a":1,"done":false}\n')],
    ['lines with an error', lines('{"a":1}\n{"error":"no"}\n')],
    ['lines that stop within one', lines('{"a":1}\n{"do')],
    ['frames with an exception', frames(frame('event', '{}'), frame('exception', '{}'))],
    ['half a frame', frames(frame('event', '{"a":1}').subarray(0, -4))],
    ['an encoding that is not ours to undo', reply({ headers: { 'content-encoding': 'zstd' }, body: 'x' })],
  ])('%s', async (_, answer) => {
    expect(await isKept(answer)).toBe(false)
  })
})

describe('streams: false', () => {
  it('keeps whole answers, and no streams, of which it says nothing', async () => {
    expect(await isKept(reply(), 'groq/x')).toBe(true)
    expect(await isKept(events({}), 'groq/x')).toBe(false)
    expect((await ask('groq/x', fresh())).headers['cf-aig-cache-status']).toBeUndefined()
  })
})

describe('byte for byte', () => {
  it.each([
    ['an image', 3, 'image/png'],
    ['more than memory keeps', 3 * MB + 17, 'image/png'],
    ['as much as is kept', 25 * MB, 'audio/mpeg'],
  ])('%s', async (_, size, type) => {
    const bytes = randomBytes(size)
    const body = fresh()
    upstream.answer(reply({ headers: { 'content-type': type }, body: bytes }))
    const first = await ask('openai/x', body)
    expect(first.body.equals(bytes)).toBe(true)
    await until(async () => (await ask('openai/x', body)).headers['cf-aig-cache-status'] === 'HIT')
    const kept = await ask('openai/x', body)
    expect(kept.headers['content-type']).toBe(type)
    expect(kept.headers['content-length']).toBe(String(size))
    expect(kept.body.equals(bytes)).toBe(true)
  })

  it.each([
    ['with a length', true],
    ['in chunks', false],
  ])('over 25 MB, %s: passed on, not kept', async (_, hasLength) => {
    const bytes = randomBytes(26 * MB)
    const body = fresh()
    upstream.answer((_request, response) => {
      response.writeHead(200, {
        'content-type': 'audio/mpeg',
        ...(hasLength ? { 'content-length': bytes.length } : {}),
      })
      response.end(bytes)
    })
    for (let times = 1; times <= 2; times++) {
      const answered = await ask('openai/x', body)
      expect(answered.body.equals(bytes)).toBe(true)
      expect(upstream.requests).toHaveLength(times)
    }
  })

  it('a request over 25 MB: passed on, not kept', async () => {
    const bytes = randomBytes(26 * MB)
    const options = { headers: { 'content-type': 'audio/mpeg' } }
    await ask('openai/x', bytes, options)
    expect((await ask('openai/x', bytes, options)).headers['cf-aig-cache-status']).toBeUndefined()
    expect(upstream.requests.map(({ body }) => body.equals(bytes))).toEqual([true, true])
  })

  it('an answer that comes compressed is kept as what it says', async () => {
    const text = JSON.stringify({ text: 'again and again '.repeat(200) })
    const body = fresh()
    upstream.answer(gzipped(text))
    const headers = { 'accept-encoding': 'gzip' }
    const first = await ask('openai/x', body, { headers })
    expect(first.headers['content-encoding'] === 'gzip' ? gunzipSync(first.body).toString() : first.text).toBe(text)
    const kept = await ask('openai/x', body)
    expect(kept.headers['cf-aig-cache-status']).toBe('HIT')
    expect(kept.headers['content-encoding']).toBeUndefined()
    expect(kept.text).toBe(text)
  })
})

it('a stream passes while it is kept, and is kept to its end when its client leaves', async () => {
  const body = JSON.stringify({ ...fresh(), stream: true })
  let finish = () => {}
  upstream.answer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write('data: 1\n\n')
    finish = () => response.end('data: 2\n\n')
  })
  const leaving = new AbortController()
  const answered = await fetch(url('openai/x'), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
    signal: leaving.signal,
  })
  const reader = answered.body?.getReader()
  expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('data: 1\n\n')
  leaving.abort()
  await new Promise((resolve) => setTimeout(resolve, 100))
  finish()
  await new Promise((resolve) => setTimeout(resolve, 100))
  const kept = await call(url('openai/x'), { headers: { 'content-type': 'application/json' }, body })
  expect(kept.headers['cf-aig-cache-status']).toBe('HIT')
  expect(kept.headers['content-type']).toBe('text/event-stream')
  expect(kept.text).toBe('data: 1\n\ndata: 2\n\n')
})

it('an answer is kept when its client leaves before it begins', async () => {
  const body = JSON.stringify(fresh())
  upstream.answer(late(400))
  const leaving = send('openai/x', body)
  const arrival = await upstream.next()
  leaving.resetAndDestroy()
  expect(await arrival.over).toBe('answered')
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect((await ask('openai/x', body)).headers['cf-aig-cache-status']).toBe('HIT')
})

it('a stream that the gateway itself makes is kept, too', async () => {
  const body = { messages: [{ role: 'user', content: 'one two three four five six' }], stream: true }
  const first = await ask('echo/chat/completions', body)
  const kept = await ask('echo/chat/completions', body)
  expect([first, kept].map(({ headers }) => headers['cf-aig-cache-status'])).toEqual(['MISS', 'HIT'])
  expect(kept.text).toBe(first.text)
  expect(kept.text).toContain('data: [DONE]')
})

async function until(isDone: () => Promise<boolean>): Promise<void> {
  for (let times = 0; times < 40 && !(await isDone()); times++) await new Promise((resolve) => setTimeout(resolve, 50))
}

/** A frame of Amazon's event stream; its checksums are nobody's business here. */
function frame(messageType: string, payload: string): Uint8Array {
  const name = ':message-type'
  const headers = Buffer.concat([
    Buffer.from([name.length]),
    Buffer.from(name),
    Buffer.from([7, 0, messageType.length]),
    Buffer.from(messageType),
  ])
  const whole = Buffer.alloc(12 + headers.length + payload.length + 4)
  whole.writeUInt32BE(whole.length, 0)
  whole.writeUInt32BE(headers.length, 4)
  headers.copy(whole, 12)
  whole.write(payload, 12 + headers.length)
  return whole
}

function frames(...all: readonly Uint8Array[]): Answer {
  return reply({ headers: { 'content-type': 'application/vnd.amazon.eventstream' }, body: Buffer.concat(all) })
}
