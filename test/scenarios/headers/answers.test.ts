// What comes back: the provider's answer as it is, with the gateway's own three headers on top.

import { describe, expect, it } from 'vitest'
import { gzipped, reply } from '../../support/answers.ts'
import { call } from '../../support/call.ts'
import { setScene } from '../../support/scene.ts'

const { gateway, upstream } = await setScene(({ url }) => ({
  'demo.yaml': `authentication: off\nproviders: { openai: { url: "${url}" }, echo: {} }\n`,
}))
const ask = (headers: { readonly [name: string]: string } = {}, path = 'openai/models') =>
  call(`${gateway.base('demo')}/${path}`, { headers })
const uuid7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

describe("the gateway's headers", () => {
  it.each([
    ['a provider', 'openai/models', 200],
    ['the built-in', 'echo/models', 200],
    ['an error of its own', 'nonesuch/models', 400],
  ])('are on an answer of %s', async (_, path, status) => {
    const before = Date.now()
    const { headers, ...answer } = await ask({}, path)
    expect(answer.status).toBe(status)
    expect(headers['cf-aig-request-id']).toMatch(uuid7)
    expect(headers['cf-aig-event-id']).toBe(headers['cf-aig-request-id'])
    const stamp = Number.parseInt((headers['cf-aig-request-id'] ?? '').replace('-', '').slice(0, 12), 16)
    expect(Math.abs(stamp - before)).toBeLessThan(5000)
  })

  it('say which step answered, on answers only', async () => {
    expect((await ask()).headers['cf-aig-step']).toBe('0')
    expect((await ask({}, 'echo/models')).headers['cf-aig-step']).toBe('0')
    expect((await ask({}, 'nonesuch/x')).headers).not.toHaveProperty('cf-aig-step')
  })

  it("echo the caller's event id, also on errors", async () => {
    for (const path of ['openai/models', 'nonesuch/models']) {
      const { headers } = await ask({ 'cf-aig-event-id': 'event/42' }, path)
      expect(headers['cf-aig-event-id']).toBe('event/42')
      expect(headers['cf-aig-request-id']).toMatch(uuid7)
    }
  })

  it('are new for every request', async () => {
    const ids = new Set<string | undefined>()
    for (let count = 0; count < 5; count++) ids.add((await ask()).headers['cf-aig-request-id'])
    expect(ids.size).toBe(5)
  })

  it("are the gateway's own even where the provider is a gateway too", async () => {
    upstream.answer(
      reply({ headers: { 'cf-aig-step': '3', 'cf-aig-request-id': 'theirs', 'cf-aig-event-id': 'theirs' } }),
    )
    const { headers } = await ask()
    expect(headers['cf-aig-step']).toBe('0')
    expect(headers['cf-aig-request-id']).toMatch(uuid7)
    expect(headers['cf-aig-event-id']).toMatch(uuid7)
  })
})

describe("the provider's answer", () => {
  it('keeps its headers', async () => {
    const theirs = {
      'content-type': 'application/json; charset=utf-8',
      'openai-processing-ms': '12',
      'x-ratelimit-remaining-requests': '59',
      'x-request-id': 'req_1',
      'retry-after': '7',
      'retry-after-ms': '7000',
      vary: 'accept, origin',
      etag: 'W/"1"',
      'cache-control': 'no-store',
      'x-amzn-requestid': 'a',
    }
    upstream.answer(reply({ headers: theirs, body: '{}' }))
    expect((await ask()).headers).toMatchObject(theirs)
  })

  it("drops what is between the provider and its own clients' connections", async () => {
    upstream.answer(
      reply({ headers: { 'set-cookie': '__cf_bm=abc; HttpOnly', 'alt-svc': 'h3=":443"', 'keep-alive': 'timeout=5' } }),
    )
    const { headers } = await ask()
    for (const name of ['set-cookie', 'alt-svc', 'keep-alive']) expect(headers).not.toHaveProperty(name)
  })

  it.each([200, 201, 202, 203, 206, 226, 299, 400, 402, 404, 409, 418, 422, 424, 429, 451, 500, 503, 529, 599])(
    'keeps the status %i',
    async (status) => {
      upstream.answer(reply({ status, body: `{"status":${status}}` }))
      const answer = await ask()
      expect(answer.status).toBe(status)
      expect(answer.text).toBe(`{"status":${status}}`)
    },
  )

  it.each([204, 304])('keeps the status %i, which has no body', async (status) => {
    upstream.answer((_, response) => {
      response.writeHead(status).end()
    })
    const answer = await ask()
    expect(answer.status).toBe(status)
    expect(answer.body).toHaveLength(0)
  })

  it.each([301, 302, 303, 307, 308])('passes the redirect %i on and does not follow it', async (status) => {
    const location = `${upstream.url}/elsewhere`
    upstream.answer(reply({ status, headers: { location }, body: 'moved' }))
    const answer = await ask()
    expect(answer.status).toBe(status)
    expect(answer.headers.location).toBe(location)
    expect(answer.text).toBe('moved')
    expect(upstream.requests).toHaveLength(1)
  })

  it('keeps its compression, byte for byte', async () => {
    const text = JSON.stringify({ data: 'x'.repeat(50_000) })
    upstream.answer(gzipped(text))
    const answer = await ask({ 'accept-encoding': 'gzip' })
    expect(answer.headers['content-encoding']).toBe('gzip')
    const direct = (await call(`${upstream.url}/models`)).body
    expect(answer.body.equals(direct)).toBe(true)
    expect(answer.headers['content-length']).toBe(String(direct.length))
  })

  it('keeps a body that is no text', async () => {
    const bytes = Buffer.from(Array.from({ length: 70_000 }, (_, index) => (index * 7919) % 256))
    upstream.answer(reply({ headers: { 'content-type': 'audio/mpeg' }, body: bytes }))
    expect((await ask()).body.equals(bytes)).toBe(true)
  })
})
