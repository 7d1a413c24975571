// What is no list of steps is refused before anybody is asked: 400, with the step and the field in the message.

import { once } from 'node:events'
import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { call } from '../../support/call.ts'
import { expectEnvelope } from '../../support/envelope.ts'
import { setScene } from '../../support/scene.ts'

const { gateway, upstream } = await setScene(({ url }) => ({
  'demo.yaml': `
authentication: off
cache: off
providers: { openai: { url: "${url}" }, mistral: { url: "${url}" } }
`,
}))
const post = (body: string | Uint8Array, headers: { readonly [name: string]: string } = {}) =>
  call(gateway.base('demo'), { headers, body })
const good = { provider: 'openai', endpoint: 'x', query: {} }

describe('a body that is', () => {
  it.each([
    ['empty', ''],
    ['text', 'hello'],
    ['cut short', '[{"provider":"openai","endpoint":"x"}'],
    ['two values', '{}{}'],
    ['compressed', gzipSync(JSON.stringify([good]))],
    ['not UTF-8', Buffer.from(JSON.stringify([{ ...good, query: 'é' }]), 'latin1')],
  ])('%s is not JSON', async (_, body) => {
    expectEnvelope(await post(body), { status: 400, code: 7001, description: /The body is not JSON/ })
    expect(upstream.requests).toHaveLength(0)
  })

  it('no POST body at all is told the same', async () => {
    expectEnvelope(await call(gateway.base('demo'), { method: 'POST' }), { status: 400, code: 7001 })
  })
})

describe('the validator names step and field', () => {
  const last = (step: unknown) => JSON.stringify([good, step])
  it.each<[body: string, says: RegExp]>([
    ['[]', /^The array of steps must NOT have fewer than 1 items\.$/],
    [JSON.stringify(Array(51).fill(good)), /^The array of steps must NOT have more than 50 items\.$/],
    ['null', /^Step 0 must be object\.$/],
    ['7', /^Step 0 must be object\.$/],
    ['"[]"', /^Step 0 must be object\.$/],
    ['{}', /^Step 0 must have required property 'provider'\.$/],
    [last([]), /^Step 1 must be object\.$/],
    [last({ provider: 'openai' }), /^Step 1 must have required property 'endpoint'\.$/],
    [last({ endpoint: 'x' }), /^Step 1 must have required property 'provider'\.$/],
    [last({ ...good, provider: 7 }), /^Step 1, provider must be string\.$/],
    [last({ ...good, provider: 'Open AI' }), /^Step 1, provider must match pattern /],
    [last({ ...good, endpoint: null }), /^Step 1, endpoint must be string\.$/],
    [last({ ...good, authorization: {} }), /^Step 1, authorization must be string\.$/],
    [last({ ...good, headers: [] }), /^Step 1, headers must be object\.$/],
    [
      last({ ...good, headers: { 'x-list': ['a'] } }),
      /^Step 1, headers\/x-list must be string,number,boolean,object\.$/,
    ],
    [last({ ...good, headers: { 'x-null': null } }), /^Step 1, headers\/x-null must be /],
    [last({ ...good, config: 7 }), /^Step 1, config must be object\.$/],
    [last({ ...good, config: { maxAttempts: 6 } }), /^Step 1, config\/maxAttempts must be <= 5\.$/],
    [last({ ...good, config: { maxAttempts: 0 } }), /^Step 1, config\/maxAttempts must be >= 1\.$/],
    [last({ ...good, config: { maxAttempts: '2' } }), /^Step 1, config\/maxAttempts must be integer\.$/],
    [last({ ...good, config: { requestTimeout: -1 } }), /^Step 1, config\/requestTimeout must be >= 0\.$/],
    [last({ ...good, config: { requestTimeout: 3600001 } }), /^Step 1, config\/requestTimeout must be <= 3600000\.$/],
    [last({ ...good, config: { retryDelay: 1.5 } }), /^Step 1, config\/retryDelay must be integer\.$/],
    [
      last({ ...good, config: { backoff: 'none' } }),
      /^Step 1, config\/backoff must be equal to one of the allowed values: constant, linear, exponential\.$/,
    ],
  ])('%s', async (body, description) => {
    expectEnvelope(await post(body), { status: 400, code: 7001, description })
    expect(upstream.requests).toHaveLength(0)
  })
})

describe('what the validator cannot know', () => {
  it.each([
    ['x y', 'a'],
    ['x:', 'a'],
    ['', 'a'],
    ['x-line', 'a\r\nx-evil: b'],
    ['x-zero', 'a\0'],
  ])('a header that HTTP does not allow: %j', async (name, value) => {
    const answer = await post(JSON.stringify([good, { ...good, headers: { [name]: value } }]))
    expectEnvelope(answer, { status: 400, code: 7001, description: /^Step 1, headers\/".*" is not a header/ })
    expect(upstream.requests).toHaveLength(0)
  })

  it('never repeats a value, which may be a key', async () => {
    const steps = [
      { ...good, authorization: 'Bearer sk-\nsecret' },
      { ...good, headers: { authorization: 'Bearer sk-\nsecret' } },
      { ...good, headers: { authorization: ['sk-secret'] } },
      { ...good, authorization: { key: 'sk-secret' } },
    ]
    for (const step of steps) {
      const answer = await post(JSON.stringify(step))
      expect(answer.status).toBe(400)
      expect(answer.text).not.toContain('secret')
    }
  })

  it.each(['nonesuch', 'anthropic', 'constructor'])(
    'a provider that the gateway does not have: %s',
    async (provider) => {
      expectEnvelope(await post(JSON.stringify([good, { ...good, provider }])), {
        status: 400,
        code: 2008,
        message: 'Invalid provider',
        description: `Step 1: gateway 'demo' has no provider '${provider}'. It has: mistral, openai.`,
      })
      expect(upstream.requests).toHaveLength(0)
    },
  )

  it.each([
    '../x',
    '/..',
    'a/../../x',
    '..\\x',
    '%2e%2e/x',
    // What JSON can carry and a request line cannot.
    '.. ',
    'a/.. ',
    '..\t/x',
    '.\n./x',
    '..#x',
  ])('an endpoint that leaves the provider: nobody further down is asked in its place: %j', async (endpoint) => {
    const answer = await post(JSON.stringify([{ ...good, endpoint }, good]))
    expectEnvelope(answer, { status: 400, code: 7001, description: /dot segment/ })
    expect(upstream.requests).toHaveLength(0)
  })

  it('a control out of bounds, in a step or on the request', async () => {
    const inStep = await post(JSON.stringify([{ ...good, headers: { 'cf-aig-max-attempts': 9 } }, good]))
    const onRequest = await post(JSON.stringify([good]), { 'cf-aig-max-attempts': '9' })
    for (const answer of [inStep, onRequest]) {
      expectEnvelope(answer, { status: 400, code: 7001, description: /cf-aig-max-attempts takes a whole number/ })
    }
    expect(upstream.requests).toHaveLength(0)
  })
})

describe('25 MB', () => {
  const filler = (bytes: number) => `{"provider":"openai","endpoint":"x","query":"${'a'.repeat(bytes)}"}`

  it('of steps pass', async () => {
    expect((await post(filler(24 * 1024 * 1024))).status).toBe(200)
    expect(upstream.requests[0]?.body.length).toBe(24 * 1024 * 1024 + 2)
  })

  const tooLarge = { status: 413, code: 7001, description: /25 MB at most/ } as const

  it.each([
    ['announced', {}],
    ['chunked', { 'transfer-encoding': 'chunked' }],
  ])('more are refused, and a client that has sent them all hears why: %s', async (_, headers) => {
    expectEnvelope(await post(filler(25 * 1024 * 1024), headers), tooLarge)
    expect(upstream.requests).toHaveLength(0)
  })

  it('more are refused before they come, where they are announced', async () => {
    const { port, hostname, pathname } = new URL(gateway.base('demo'))
    const socket = connect(Number(port), hostname)
    socket.write(`POST ${pathname} HTTP/1.1\r\nHost: ${hostname}\r\nContent-Length: ${26 * 1024 * 1024}\r\n\r\n`)
    let answer = ''
    // The connection stays open for as long as the body is missing.
    while (!answer.includes('25 MB at most')) answer += String((await once(socket, 'data'))[0])
    socket.destroy()
    expect(answer).toMatch(/^HTTP\/1\.1 413 /)
  })
})
