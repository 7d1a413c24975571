// Upstreams that fail: what the client hears, in status, code and the one word of cf-aig-error. What an upstream says
// itself passes as it is.

import { describe, expect, it } from 'vitest'
import { drip, garbage, hang, late, reply, reset } from '../../support/answers.ts'
import { call } from '../../support/call.ts'
import { closedPort } from '../../support/closed-port.ts'
import { expectEnvelope } from '../../support/envelope.ts'
import { setScene } from '../../support/scene.ts'

const closed = await closedPort()
const { gateway, upstream } = await setScene(({ url }) => ({
  'demo.yaml': `
authentication: off
timeout: 250
providers:
  openai: { url: "${url}/v1" }
  mistral: { url: "${url}/v1", timeout: 10s }
  deepseek: { url: "${url}/v1", headers: { cf-aig-request-timeout: 50 } }
  groq: { url: "http://127.0.0.1:${closed}/v1" }
  grok: { url: "https://127.0.0.1:${closed}/v1" }
  cohere: { url: "https://127.0.0.1:${new URL(url).port}/v1" }
  cerebras: { url: "https://no-such-host.invalid/v1" }
`,
}))
const ask = (slug: string, headers: { readonly [name: string]: string } = {}) =>
  call(`${gateway.base('demo')}/${slug}/chat/completions`, { headers, body: '{"model":"m"}' })

const failed = { status: 502, code: 2005, message: 'Failed to get response from provider' } as const
const timedOut = { ...failed, status: 504 } as const

describe('unreachable', () => {
  it.each([
    ['a closed port', 'groq'],
    ['a closed port behind https', 'grok'],
    ['no TLS where TLS was asked for', 'cohere'],
    ['a name that is nobody’s', 'cerebras'],
  ])('%s', async (_, slug) => {
    const answer = await ask(slug, { 'cf-aig-request-timeout': '8000' })
    expectEnvelope(answer, { ...failed, description: /^The provider at \S+ .*(could not be reached|refused)/ })
    expect(answer.headers['cf-aig-error']).toBe('unreachable')
  })

  it('names the provider’s host and nothing of the URL behind it', async () => {
    const answer = await call(`${gateway.base('demo')}/groq/models?key=secret`)
    expect((answer.json as { description: string }).description).toBe(
      `The provider at 127.0.0.1:${closed} refused the connection.`,
    )
  })
})

describe('reset', () => {
  it.each([
    ['a reset before the head', reset()],
    [
      'an end before the head',
      (_: unknown, response: { readonly socket: { end(): unknown } | null }) => void response.socket?.end(),
    ],
  ] as const)('%s', async (_, answered) => {
    upstream.answer(answered)
    const answer = await ask('mistral')
    expectEnvelope(answer, { ...failed, description: /closed the connection before it answered/ })
    expect(answer.headers['cf-aig-error']).toBe('reset')
  })
})

it('garbage instead of an answer is a failure with a cause', async () => {
  upstream.answer(garbage())
  const answer = await ask('mistral')
  expectEnvelope(answer, failed)
  expect(answer.headers['cf-aig-error']).toBe('reset')
})

describe('timeout', () => {
  const elapsed = async (work: Promise<unknown>) => {
    const start = performance.now()
    await work
    return performance.now() - start
  }

  it("is the gateway's where the provider has none of its own", async () => {
    upstream.answer(hang())
    const answer = await ask('openai')
    expectEnvelope(answer, { ...timedOut, description: /did not begin to answer within 250 ms/ })
    expect(answer.headers['cf-aig-error']).toBe('timeout')
  })

  it("is the provider's where it has one, and the request's before both", async () => {
    upstream.answer(late(400))
    expect((await ask('mistral')).status).toBe(200)
    expect((await ask('openai', { 'cf-aig-request-timeout': '5000' })).status).toBe(200)
    expect(await elapsed(ask('mistral', { 'cf-aig-request-timeout': '50' }))).toBeLessThan(390)
  })

  it('may be stated as a default of its header', async () => {
    upstream.answer(hang())
    expectEnvelope(await ask('deepseek'), { ...timedOut, description: /did not begin to answer within 50 ms/ })
  })

  it('0 asks for none', async () => {
    upstream.answer(late(400))
    expect((await ask('openai', { 'cf-aig-request-timeout': '0' })).status).toBe(200)
  })

  it('aborts the request to the upstream', async () => {
    upstream.answer(hang())
    await ask('openai')
    expect(await (await upstream.next()).over).toBe('aborted')
  })

  it('is to the first byte: a slow body takes as long as it takes', async () => {
    upstream.answer(drip('abcdefgh', 60))
    const answer = await ask('openai')
    expect(answer.status).toBe(200)
    expect(answer.text).toBe('abcdefgh')
  })
})

describe("the upstream's own errors", () => {
  it.each([
    [400, { error: { message: 'bad', type: 'invalid_request_error' } }, {}],
    [
      401,
      { error: { message: 'Incorrect API key provided', code: 'invalid_api_key' } },
      { 'www-authenticate': 'Bearer' },
    ],
    [403, { message: 'no' }, {}],
    [404, { detail: 'no model' }, {}],
    [429, { error: { message: 'Rate limit reached' } }, { 'retry-after': '20', 'x-ratelimit-reset-requests': '1s' }],
    [500, { error: 'oops' }, {}],
    [502, { upstream: 'says so itself' }, { 'retry-after': 'Sat, 21 Nov 2026 20:00:00 GMT' }],
    [529, { type: 'error', error: { type: 'overloaded_error' } }, { 'retry-after': '1' }],
  ])('%i passes with its body and headers', async (status, body, headers) => {
    upstream.answer(reply({ status, body, headers }))
    const answer = await ask('mistral')
    expect(answer.status).toBe(status)
    expect(answer.json).toEqual(body)
    expect(answer.headers).toMatchObject(headers)
    expect(answer.headers).not.toHaveProperty('cf-aig-error')
    expect(answer.headers['cf-aig-step']).toBe('0')
    expect(upstream.requests).toHaveLength(1)
  })

  it('pass even when they are no JSON', async () => {
    upstream.answer(reply({ status: 503, headers: { 'content-type': 'text/html' }, body: '<h1>Down</h1>' }))
    const answer = await ask('mistral')
    expect([answer.status, answer.text, answer.headers['content-type']]).toEqual([503, '<h1>Down</h1>', 'text/html'])
  })
})
