// Streams behind a chain: held back only until they have said something, then passed on as they come. Once output has begun
// nobody else is asked.

import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import { createGzip } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { cut, reply, streamed } from '../../support/answers.ts'
import { byTarget } from '../../support/by-target.ts'
import { begin, call } from '../../support/call.ts'
import { exchange } from '../../support/raw.ts'
import { setScene } from '../../support/scene.ts'

const { gateway, upstream } = await setScene(({ url }) => ({
  'demo.yaml': `
authentication: off
cache: off
timeout: 300
providers:
  custom-one: { dialect: openai, url: "${url}/one" }
  custom-two: { dialect: openai, url: "${url}/two" }
`,
}))
const query = { stream: true, messages: [] }
const steps = ['custom-one', 'custom-two'].map((provider) => ({ provider, endpoint: 'chat/completions', query }))
const body = JSON.stringify(steps)
const base = gateway.base('demo')
const targets = () => upstream.requests.map(({ target }) => target)
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

describe('a stream behind a chain', () => {
  it('arrives event by event, each before the next is sent', async () => {
    const source = new PassThrough()
    upstream.answer(byTarget({ '/one': streamed(source) }))
    const answering = begin(base, { body })
    source.write('data: {"n":0}\n\n')
    const response = await answering
    expect([response.statusCode, response.headers['content-type'], response.headers['cf-aig-step']]).toEqual([
      200,
      'text/event-stream',
      '0',
    ])
    expect(String((await once(response, 'data'))[0])).toBe('data: {"n":0}\n\n')
    for (let index = 1; index < 4; index++) {
      source.write(`data: {"n":${index}}\n\n`)
      expect(String((await once(response, 'data'))[0])).toBe(`data: {"n":${index}}\n\n`)
    }
    source.end()
    response.resume()
    await once(response, 'end')
    expect(response.complete).toBe(true)
  })

  it('is the same bytes, also where chunks split its first event and a character of it', async () => {
    const bytes = Buffer.from(': über\n\ndata: {"text":"grüße 👋🏽"}\n\ndata: [DONE]\n\n')
    const source = new PassThrough()
    upstream.answer(byTarget({ '/one': streamed(source) }))
    const answering = call(base, { body })
    for (const byte of bytes) {
      source.write(Buffer.from([byte]))
      await pause(1)
    }
    source.end()
    expect((await answering).body.equals(bytes)).toBe(true)
  })

  it('reaches the second step’s client as it comes too', async () => {
    const source = new PassThrough()
    upstream.answer(byTarget({ '/one': reply({ status: 500 }), '/two': streamed(source) }))
    const response = await begin(base, { body })
    expect(response.headers['cf-aig-step']).toBe('1')
    for (const chunk of ['data: 0\n\n', 'data: 1\n\n']) {
      source.write(chunk)
      expect(String((await once(response, 'data'))[0])).toBe(chunk)
    }
    source.end()
    response.resume()
    await once(response, 'end')
  })

  it('that is compressed arrives event by event as well', async () => {
    const gzip = createGzip()
    const source = new PassThrough()
    upstream.answer(byTarget({ '/one': streamed(source, { 'content-encoding': 'gzip' }) }))
    gzip.on('data', (chunk) => source.write(chunk))
    gzip.on('end', () => source.end())
    const say = (text: string) => new Promise<void>((resolve) => gzip.write(text, () => gzip.flush(resolve)))
    const answering = fetch(base, { method: 'POST', body })
    await say('data: 0\n\n')
    const reader = (await answering).body?.getReader()
    const read = async () => Buffer.from((await reader?.read())?.value ?? []).toString()
    expect(await read()).toBe('data: 0\n\n')
    await say('data: 1\n\n')
    expect(await read()).toBe('data: 1\n\n')
    gzip.end()
    expect((await reader?.read())?.done).toBe(true)
  })

  it('is cut by no timeout once it has begun, however late its first event', async () => {
    const source = new PassThrough()
    upstream.answer(byTarget({ '/one': streamed(source) }))
    const answering = call(base, { body })
    source.write(': thinking\n\n')
    await pause(500)
    source.write('data: 0\n\n')
    await pause(400)
    source.end('data: 1\n\n')
    expect(await answering).toMatchObject({
      text: ': thinking\n\ndata: 0\n\ndata: 1\n\n',
      headers: { 'cf-aig-step': '0' },
    })
  })
})

describe('nobody else is asked once output has begun', () => {
  it.each(['chunked', 'content-length'] as const)('when a stream breaks off: %s', async (framing) => {
    upstream.answer(byTarget({ '/one': cut(framing, 'data: {"n":0}\n\n') }))
    const head = `POST ${new URL(base).pathname} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n`
    const answer = await exchange(gateway.url, head + body)
    expect(answer).toMatchObject({ status: 200, body: expect.stringContaining('data: {"n":0}\n\n'), whole: false })
    expect(targets()).toEqual(['/one/chat/completions'])
  })

  it('when JSON breaks off', async () => {
    const started = `{"id":"chatcmpl-1","object":"chat.completion","choices":[`
    upstream.answer(
      byTarget({
        '/one': (_, response) => {
          response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' })
          response.write(started, () => setTimeout(() => response.socket?.destroy(), 50))
        },
      }),
    )
    await expect(call(base, { body })).rejects.toThrow()
    expect(targets()).toEqual(['/one/chat/completions'])
  })
})
