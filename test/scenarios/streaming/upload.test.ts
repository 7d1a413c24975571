// Request bodies stream up as they come, in either framing, and no method or body kind is special.

import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { request as open } from 'node:http'
import { describe, expect, it } from 'vitest'
import type { Answer } from '../../support/answers.ts'
import { call } from '../../support/call.ts'
import { setScene } from '../../support/scene.ts'

const { gateway, upstream } = await setScene(({ url }) => ({
  'demo.yaml': `authentication: off\nproviders: { openai: { url: "${url}/v1" } }\n`,
}))
const target = `${gateway.base('demo')}/openai/files`
const own = { authorization: 'Bearer mine' }
const big = Buffer.alloc(10_000_000)
for (let index = 0; index < big.length; index += 4) big.writeUInt32LE((index * 2654435761) >>> 0, index)
const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

describe('a body of 10 MB', () => {
  it('with its length stated arrives whole, its length stated', async () => {
    expect((await call(target, { headers: own, body: big })).status).toBe(200)
    const [arrival] = upstream.requests
    expect(arrival?.headers['content-length']).toBe(String(big.length))
    expect(digest(arrival?.body ?? Buffer.alloc(0))).toBe(digest(big))
  })

  it('in chunks arrives whole, in chunks', async () => {
    expect((await call(target, { headers: { ...own, 'transfer-encoding': 'chunked' }, body: big })).status).toBe(200)
    const [arrival] = upstream.requests
    expect(arrival?.headers['transfer-encoding']).toBe('chunked')
    expect(arrival?.headers).not.toHaveProperty('content-length')
    expect(digest(arrival?.body ?? Buffer.alloc(0))).toBe(digest(big))
  })
})

it('goes up while it is still being sent', async () => {
  const { hostname, port, pathname } = new URL(target)
  const sending = open({ hostname, port, path: pathname, method: 'POST', headers: own, agent: false })
  const answered = once(sending, 'response')
  sending.write('first')
  const arrival = await upstream.next()
  await settled(() => arrival.body.toString() === 'first')
  sending.end(' last')
  const [response] = await answered
  expect(response.statusCode).toBe(200)
  response.resume()
  expect((await arrival.complete).toString()).toBe('first last')
})

it('may be answered before it is whole', async () => {
  const early: Answer = (_request, response) => {
    response.writeHead(413, { 'content-length': '0' }).end()
  }
  upstream.answer(early)
  const { hostname, port, pathname } = new URL(target)
  const sending = open({ hostname, port, path: pathname, method: 'POST', headers: own, agent: false })
  sending.on('error', () => {})
  sending.write('first')
  const [response] = await once(sending, 'response')
  expect(response.statusCode).toBe(413)
  sending.destroy()
})

describe('methods', () => {
  it.each([
    ['GET', undefined],
    ['HEAD', undefined],
    ['DELETE', undefined],
    ['DELETE', '{"why":"not"}'],
    ['PUT', '{"a":1}'],
    ['PATCH', '{"a":1}'],
    ['POST', undefined],
    ['POST', ''],
    ['OPTIONS', undefined],
  ])('%s with the body %j', async (method, body) => {
    const answer = await call(target, { method, headers: own, ...(body === undefined ? {} : { body }) })
    expect(answer.status).toBe(200)
    expect(answer.text).toBe(method === 'HEAD' ? '' : '{"ok":true}')
    const [arrival] = upstream.requests
    expect(arrival?.method).toBe(method)
    expect(arrival?.body.toString()).toBe(body ?? '')
    expect(arrival?.headers).not.toHaveProperty('transfer-encoding')
  })

  it("keeps the length that a HEAD's answer states", async () => {
    const answer = await call(target, { method: 'HEAD', headers: own })
    expect(answer.headers['content-length']).toBe('11')
  })
})

it('multipart forms keep their boundary and bytes', async () => {
  const form = new FormData()
  form.set('model', 'whisper-1')
  form.set('file', new File([big.subarray(0, 100_000)], 'speech.mp3', { type: 'audio/mpeg' }))
  const response = await fetch(target, { method: 'POST', headers: own, body: form })
  expect(response.status).toBe(200)
  const [arrival] = upstream.requests
  const type = arrival?.headers['content-type'] ?? ''
  expect(type).toMatch(/^multipart\/form-data; boundary=/)
  const read = await new Response(new Uint8Array(arrival?.body ?? []), { headers: { 'content-type': type } }).formData()
  expect(read.get('model')).toBe('whisper-1')
  expect(Buffer.from(await (read.get('file') as File).arrayBuffer()).equals(big.subarray(0, 100_000))).toBe(true)
})

/** Waits until something holds that no event tells of: what arrived in the upstream's own memory. */
async function settled(holds: () => boolean): Promise<void> {
  for (let turn = 0; turn < 400 && !holds(); turn++) await new Promise((resolve) => setTimeout(resolve, 5))
  expect(holds()).toBe(true)
}
