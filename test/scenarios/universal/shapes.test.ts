// Every shape in which steps may be written, and what of them reaches the provider.

import { describe, expect, it } from 'vitest'
import { call } from '../../support/call.ts'
import { expectEnvelope } from '../../support/envelope.ts'
import { setScene } from '../../support/scene.ts'

const { gateway, upstream } = await setScene(({ url }) => ({
  'demo.yaml': `
authentication: off
cache: off
providers:
  openai: { url: "${url}/openai/v1" }
  anthropic: { url: "${url}/anthropic/v1" }
  google-ai-studio: { url: "${url}/google" }
`,
  'closed.yaml': `
authentication: off
cache: off
endpoints: { universal: off }
providers: { openai: { url: "${url}/openai/v1" } }
`,
  'named.yaml': `
authentication: off
cache: off
hostname: ai.example.com
providers: { openai: { url: "${url}/openai/v1" } }
`,
}))
const base = gateway.base('demo')
const query = { model: 'm', messages: [{ role: 'user', content: 'hi' }] }
const step = { provider: 'openai', endpoint: 'chat/completions', query }
const post = (body: unknown, url = base) =>
  call(url, {
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
/** The one request that this made. */
const sent = async (body: unknown) => {
  const answer = await post(body)
  expect(answer.text).toBe('{"ok":true}')
  expect(upstream.requests).toHaveLength(1)
  return upstream.requests[0]
}

describe('the way in', () => {
  it.each(['', '/', '?a=b', '/?a=b'])('{account_id}/{gateway_id}%s', async (end) => {
    const answer = await post([step], base + end)
    expect([answer.status, answer.json, answer.headers['cf-aig-step']]).toEqual([200, { ok: true }, '0'])
    expect(upstream.requests[0]?.target).toBe('/openai/v1/chat/completions')
  })

  it('is / behind a host name', async () => {
    const answer = await call(`${gateway.url}/`, { headers: { host: 'ai.example.com' }, body: JSON.stringify([step]) })
    expect([answer.status, answer.headers['cf-aig-step']]).toEqual([200, '0'])
  })

  it('takes any content type, or none', async () => {
    for (const headers of [{}, { 'content-type': 'text/plain' }])
      expect((await call(base, { headers, body: JSON.stringify([step]) })).status).toBe(200)
  })

  it('takes nothing but POST', async () => {
    for (const method of ['GET', 'PUT', 'DELETE'])
      expectEnvelope(await call(base, { method }), { status: 400, code: 7001, description: /takes a POST/ })
    expect(upstream.requests).toHaveLength(0)
  })

  it('is closed where the YAML says so', async () => {
    const answer = await post([step], gateway.base('closed'))
    expectEnvelope(answer, { status: 404, code: 7002, description: /endpoints\.universal: off/ })
    expect((await call(`${gateway.base('closed')}/openai/models`)).status).toBe(200)
  })
})

describe('a step', () => {
  it.each([
    ['in an array', [step]],
    ['bare', step],
  ])('%s', async (_, body) => {
    expect(await sent(body)).toMatchObject({
      method: 'POST',
      target: '/openai/v1/chat/completions',
      body: Buffer.from(JSON.stringify(query)),
    })
  })

  it.each([
    ['chat/completions', '/openai/v1/chat/completions'],
    ['/chat/completions', '/openai/v1/chat/completions'],
    ['//chat/completions', '/openai/v1/chat/completions'],
    ['v1/chat/completions', '/openai/v1/chat/completions'],
    ['chat/completions?a=b&c=d?e', '/openai/v1/chat/completions?a=b&c=d?e'],
    ['models/a%2Fb%3A0', '/openai/v1/models/a%2Fb%3A0'],
    ['', '/openai/v1'],
  ])('its endpoint %j goes to %s', async (endpoint, target) => {
    expect((await sent({ ...step, endpoint }))?.target).toBe(target)
  })

  it('for an SDK that keeps its query inside the endpoint', async () => {
    const endpoint = 'v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse'
    expect((await sent({ provider: 'google-ai-studio', endpoint, query }))?.target).toBe(`/google/${endpoint}`)
  })

  it.each(['authorization', 'Authorization', 'AUTHORIZATION'])('its headers in any case: %s', async (name) => {
    const arrival = await sent({ ...step, headers: { [name]: 'Bearer k', 'X-Mixed-Case': 'kept' } })
    expect(arrival?.headers).toMatchObject({ authorization: 'Bearer k', 'x-mixed-case': 'kept' })
  })

  it('its headers as numbers, booleans and objects', async () => {
    const headers = {
      'x-number': 0,
      'x-long': 1.5,
      'x-flag': false,
      'x-object': { a: [1, 'b'], c: null },
      'x-empty': '',
    }
    expect((await sent({ ...step, headers }))?.headers).toMatchObject({
      'x-number': '0',
      'x-long': '1.5',
      'x-flag': 'false',
      'x-object': '{"a":[1,"b"],"c":null}',
      'x-empty': '',
    })
  })

  it('its authorization is the Authorization header', async () => {
    expect((await sent({ ...step, authorization: 'Token abc' }))?.headers.authorization).toBe('Token abc')
  })

  it('its own Authorization header wins over authorization', async () => {
    const arrival = await sent({ ...step, authorization: 'Bearer a', headers: { AUTHORIZATION: 'Bearer b' } })
    expect(arrival?.headers.authorization).toBe('Bearer b')
  })

  it("gets the provider's own headers like any other request", async () => {
    const arrival = await sent({ ...step, provider: 'anthropic', endpoint: 'v1/messages' })
    expect(arrival?.headers['anthropic-version']).toBe('2023-06-01')
    expect(arrival?.target).toBe('/anthropic/v1/messages')
  })

  it('is sent as JSON of its own length, whatever it or the request says of another body', async () => {
    const headers = { 'Content-Length': 3, 'Content-Encoding': 'gzip', 'transfer-encoding': 'chunked' }
    const arrival = await sent({ ...step, headers })
    expect(arrival?.headers).toMatchObject({
      'content-type': 'application/json',
      'content-length': String(JSON.stringify(query).length),
    })
    expect(arrival?.headers).not.toHaveProperty('content-encoding')
    expect(arrival?.headers).not.toHaveProperty('transfer-encoding')
  })

  it('may say another content type', async () => {
    const arrival = await sent({ ...step, headers: { 'content-type': 'application/vnd.x+json' } })
    expect(arrival?.headers['content-type']).toBe('application/vnd.x+json')
  })

  it('without a query has no body', async () => {
    const arrival = await sent({ provider: 'openai', endpoint: 'x' })
    expect(arrival?.body.length).toBe(0)
    expect(arrival?.headers).not.toHaveProperty('content-type')
  })

  it.each(['null', '0', 'false', '""', '[]', '"text"'])('may have any JSON as its query: %s', async (raw) => {
    expect((await sent(`{"provider":"openai","endpoint":"x","query":${raw}}`))?.body.toString()).toBe(raw)
  })

  it('keeps numbers that no double holds, and what stands around them', async () => {
    const raw =
      '{"seed":12345678901234567890,"t":0.12345678901234567890,"id":-9007199254740993,"s":"é\\n1","n":[1,0.5]}'
    const arrival = await sent(
      `[{"provider":"openai","endpoint":"x","query":${raw},"headers":{"x-id":9007199254740993}}]`,
    )
    expect(arrival?.body.toString()).toBe(raw.replace('\\n', '\\n'))
    expect(arrival?.headers['x-id']).toBe('9007199254740993')
  })

  it('keeps keys that JavaScript has other uses for', async () => {
    const raw = '{"__proto__":{"a":1},"constructor":{"prototype":2},"toJSON":3}'
    expect((await sent(`[{"provider":"openai","endpoint":"x","query":${raw}}]`))?.body.toString()).toBe(raw)
  })

  it('may come with fields that nobody knows', async () => {
    expect((await sent({ ...step, model: 'm', id: 7 }))?.target).toBe('/openai/v1/chat/completions')
  })
})
