// Identical requests in flight reach the provider once, whatever becomes of the one that does the asking: it succeeds, it fails, it dies,
// its answer is none to keep. Nobody waits for the dead, and nobody who left is asked.

import { afterEach, expect, it } from 'vitest'
import { type Answer, cut, inTurn, late, reply } from '../../support/answers.ts'
import { setCacheScene, trouble } from './scene.ts'

const { upstream, ask, send, stderr } = await setCacheScene(
  ({ url }) => `
authentication: off
cache: { ttl: 1h }
providers:
  openai: { url: "${url}/v1" }
  groq: { url: "${url}/groq", timeout: 700ms }
`,
)

let count = 0
const fresh = () => ({ model: 'm', nonce: ++count })
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** As many requests at once, all the same, and what came of them by status. */
async function crowd(size: number, body: unknown, path = 'openai/x') {
  const answers = await Promise.all(Array.from({ length: size }, () => ask(path, body)))
  const counts: { [status: string]: number } = {}
  for (const { status, headers } of answers) {
    const key = `${status} ${headers['cf-aig-cache-status']}`
    counts[key] = (counts[key] ?? 0) + 1
  }
  return { answers, counts }
}

afterEach(() => {
  expect(stderr()).not.toContain('cache store failed')
})

it('200 identical requests make one call', async () => {
  upstream.answer(late(300, { body: { one: true } }))
  const { answers, counts } = await crowd(200, fresh())
  expect(counts).toEqual({ '200 MISS': 1, '200 HIT': 199 })
  expect(upstream.requests).toHaveLength(1)
  expect(new Set(answers.map(({ text }) => text))).toEqual(new Set(['{"one":true}']))
})

it('and 20 make one call for an answer that memory does not keep', async () => {
  const body = Buffer.alloc(3 * 1024 * 1024, 7)
  upstream.answer(late(300, { headers: { 'content-type': 'audio/mpeg' }, body }))
  const { answers, counts } = await crowd(20, fresh())
  expect(counts).toEqual({ '200 MISS': 1, '200 HIT': 19 })
  expect(upstream.requests).toHaveLength(1)
  expect(answers.every((answer) => answer.body.equals(body))).toBe(true)
})

it('a stream fans out when it is done', async () => {
  upstream.answer(async (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    for (const event of ['data: 1\n\n', 'data: 2\n\n']) {
      response.write(event)
      await pause(150)
    }
    response.end('data: [DONE]\n\n')
  })
  const { answers, counts } = await crowd(10, { ...fresh(), stream: true })
  expect(counts).toEqual({ '200 MISS': 1, '200 HIT': 9 })
  expect(new Set(answers.map(({ text }) => text))).toEqual(new Set(['data: 1\n\ndata: 2\n\ndata: [DONE]\n\n']))
})

it.each<[string, Answer, string]>([
  ['fails', late(200, { status: 503 }), '503 MISS'],
  ['brings an error in a 200', late(200, { body: { error: { message: 'no' } } }), '200 MISS'],
])('when the one that asks %s, one other takes over', async (_, failure, status) => {
  upstream.answer(inTurn(failure, failure, late(200)))
  const { counts } = await crowd(20, fresh())
  expect(counts).toEqual({
    [status]: 2,
    '200 HIT': 17,
    ...(status === '200 MISS' ? { [status]: 3 } : { '200 MISS': 1 }),
  })
  expect(upstream.requests).toHaveLength(3)
})

it('when its answer breaks off, one other takes over at once', async () => {
  const started = Date.now()
  upstream.answer(inTurn(cut('chunked', 'data: 1\n\n'), late(200)))
  const body = fresh()
  const answers = await Promise.allSettled(Array.from({ length: 10 }, () => ask('openai/x', body)))
  expect(answers.filter(({ status }) => status === 'rejected')).toHaveLength(1)
  expect(Date.now() - started).toBeLessThan(2000)
  expect(upstream.requests).toHaveLength(2)
})

it.each([
  ['is the request’s own fault', { status: 400 }],
  ['is none to keep', { status: 206 }],
])('when its answer %s, all go ahead at once', async (_, answer) => {
  upstream.answer(late(300, answer))
  const started = Date.now()
  const { counts } = await crowd(20, fresh())
  expect(Object.values(counts)).toEqual([20])
  expect(upstream.requests).toHaveLength(20)
  expect(Date.now() - started).toBeLessThan(2000)
})

it('when the one that asks dies, another takes over in a few seconds, one at a time', async () => {
  const body = fresh()
  upstream.answer(() => {})
  const dying = ask('openai/x', body, { headers: trouble('dies') }).catch(() => 'dead')
  await upstream.next()
  upstream.answer(late(300))
  const started = Date.now()
  const { counts } = await crowd(20, body)
  expect(counts).toEqual({ '200 MISS': 1, '200 HIT': 19 })
  expect(upstream.requests).toHaveLength(2)
  expect(Date.now() - started).toBeLessThan(7000)
  await dying
})

it('a lease lasts as long as its holder does', async () => {
  upstream.answer(late(8000))
  const { counts } = await crowd(3, fresh())
  expect(counts).toEqual({ '200 MISS': 1, '200 HIT': 2 })
  expect(upstream.requests).toHaveLength(1)
}, 20_000)

it('nobody waits longer than the time to the first byte lets them', async () => {
  upstream.answer(async (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write('data: 1\n\n')
    await pause(2500)
    response.end('data: [DONE]\n\n')
  })
  const started = Date.now()
  const { counts } = await crowd(3, fresh(), 'groq/x')
  expect(counts).toEqual({ '200 MISS': 3 })
  expect(Date.now() - started).toBeLessThan(4500)
})

it('who left while waiting is not the one to take over', async () => {
  const body = JSON.stringify(fresh())
  const first = late(1000, { status: 503 })
  upstream.answer(first)
  const asking = ask('openai/x', body)
  await upstream.next()
  // These are ahead of who stays, and leave.
  const leaving = Array.from({ length: 5 }, () => send('openai/x', body))
  await pause(200)
  const staying = ask('openai/x', body)
  await pause(200)
  for (const socket of leaving) socket.resetAndDestroy()
  upstream.answer(reply())
  expect((await asking).status).toBe(503)
  const started = Date.now()
  expect((await staying).headers['cf-aig-cache-status']).toBe('MISS')
  expect(Date.now() - started).toBeLessThan(500)
  expect(upstream.requests).toHaveLength(2)
})
