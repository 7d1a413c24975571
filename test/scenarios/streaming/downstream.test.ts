// Answers that stream: every chunk reaches the client when the provider sends it, and an answer that breaks off is
// broken off for the client too.

import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { cut, events, streamed } from '../../support/answers.ts'
import { begin, call } from '../../support/call.ts'
import { get } from '../../support/raw.ts'
import { setScene } from '../../support/scene.ts'

const { gateway, upstream } = await setScene(({ url }) => ({
  'demo.yaml': `authentication: off\nproviders: { openai: { url: "${url}/v1" } }\n`,
}))
const target = `${gateway.base('demo')}/openai/chat/completions`

describe('a stream', () => {
  it('arrives chunk by chunk, each before the next is sent', async () => {
    const source = new PassThrough()
    upstream.answer(streamed(source))
    const response = await begin(target, { body: '{"stream":true}' })
    expect(response.statusCode).toBe(200)
    expect(response.headers['content-type']).toBe('text/event-stream')
    for (let index = 0; index < 5; index++) {
      const chunk = `data: {"n":${index}}\n\n`
      source.write(chunk)
      const [received] = await once(response, 'data')
      expect(String(received)).toBe(chunk)
    }
    source.end()
    response.resume()
    await once(response, 'end')
    expect(response.complete).toBe(true)
  })

  it('gives its head before its first chunk', async () => {
    const source = new PassThrough()
    upstream.answer(streamed(source, { 'x-request-id': 'req_1' }))
    const response = await begin(target, { body: '{"stream":true}' })
    expect(response.headers['x-request-id']).toBe('req_1')
    expect(response.headers['cf-aig-request-id']).toBeDefined()
    source.end('data: [DONE]\n\n')
    const [received] = await once(response, 'data')
    expect(String(received)).toBe('data: [DONE]\n\n')
  })

  it('is the same bytes, also where chunks split a character', async () => {
    const text = 'data: {"text":"grüße 👋🏽"}\n\n'
    const bytes = Buffer.from(text)
    const source = new PassThrough()
    upstream.answer(streamed(source))
    const answering = call(target, { body: '{"stream":true}' })
    for (const byte of bytes) source.write(Buffer.from([byte]))
    source.end()
    expect((await answering).body.equals(bytes)).toBe(true)
  })

  it('of many events at full speed is the same bytes', async () => {
    const data = Array.from({ length: 20_000 }, (_, index) => ({ index, text: 'x'.repeat(index % 97) }))
    upstream.answer(events(...data))
    const answer = await call(target, { body: '{"stream":true}' })
    upstream.answer(events(...data))
    expect(answer.body.equals((await call(upstream.url, { body: '{}' })).body)).toBe(true)
  })
})

describe('an answer that breaks off', () => {
  const partial = 'data: {"n":0}\n\n'

  it.each(['chunked', 'content-length'] as const)('has no end that would pass for one: %s', async (framing) => {
    upstream.answer(cut(framing, partial))
    const answer = await get(gateway.url, new URL(target).pathname)
    expect(answer).toMatchObject({ status: 200, body: expect.stringContaining(partial), whole: false })
  })

  it('is an error to a client that reads it', async () => {
    upstream.answer(cut('chunked', partial))
    await expect(fetch(target, { method: 'POST', body: '{}' }).then((response) => response.text())).rejects.toThrow()
  })

  it('is told apart from one that ends: this one does', async () => {
    upstream.answer(events({ n: 0 }))
    const answer = await get(gateway.url, new URL(target).pathname)
    expect(answer.whole).toBe(true)
  })
})
