// YAML routes, called below /dynamic/{route}/ with a path and body of the steps' own dialect: each step gets the body with its model
// put in, at the path that its provider has for it.

import { describe, expect, it } from 'vitest'
import { type Answer, events, hang, reply, reset } from '../../support/answers.ts'
import { byTarget } from '../../support/by-target.ts'
import { call } from '../../support/call.ts'
import { expectEnvelope } from '../../support/envelope.ts'
import { setScene } from '../../support/scene.ts'

const { gateway, upstream } = await setScene(
  ({ url }) => ({
    'demo.yaml': `
authentication: { tokens: [{ name: t, secret: TOKEN }] }
cache: off
deadline: 5s
providers:
  workers-ai: { url: "${url}/workers-ai", key: { secret: KEY } }
  openai: { url: "${url}/openai/v1", key: { secret: KEY } }
  groq: { url: "${url}/groq/openai/v1", key: { secret: KEY } }
  anthropic: { url: "${url}/anthropic/v1", key: { secret: KEY } }
routes:
  chat:
    - workers-ai/@cf/meta/llama-3.1-8b-instruct
    - { model: openai/gpt-4o-mini, timeout: 10s, headers: { openai-organization: org-1, x-level: step } }
    - groq/meta-llama/llama-4-scout
  patient: { deadline: 400ms, steps: [openai/a, { model: groq/b, timeout: 5s }] }
  persistent: [{ model: openai/a, retries: { attempts: 3, delay: 1, backoff: constant } }, groq/b]
  claude: [anthropic/claude-sonnet]
  constructor: [openai/a]
`,
    'other.yaml': `
authentication: off
cache: off
providers: { openai: { url: "${url}/openai/v1" } }
`,
  }),
  { env: { TOKEN: 'gateway-token', KEY: 'stored' } },
)
const token = { 'cf-aig-authorization': 'Bearer gateway-token' }
const messages = [{ role: 'user', content: 'hi' }]
const run = (path: string, body: unknown = { model: 'dynamic/chat', messages }, headers: object = {}) =>
  call(`${gateway.base('demo')}/dynamic/${path}`, {
    headers: { ...token, 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
const sent = () => upstream.requests.map(({ target, body }) => [target, JSON.parse(body.toString())])
const failures = (...names: readonly string[]) =>
  upstream.answer(byTarget(Object.fromEntries(names.map((name) => [`/${name}/`, reply({ status: 500 })]))))
const onlyGroq: Answer = (request, response) =>
  request.target.startsWith('/groq/') ? reply()(request, response) : reset()(request, response)

describe('each step', () => {
  it('gets the body with its own model, below its own prefix', async () => {
    upstream.answer(onlyGroq)
    const answer = await run('chat/chat/completions', { temperature: 0, messages, model: 'ignored', seed: 1 })
    expect([answer.status, answer.headers['cf-aig-step']]).toEqual([200, '2'])
    const rest = { temperature: 0, messages, seed: 1 }
    expect(sent()).toEqual([
      ['/workers-ai/v1/chat/completions', { ...rest, model: '@cf/meta/llama-3.1-8b-instruct' }],
      ['/openai/v1/chat/completions', { ...rest, model: 'gpt-4o-mini' }],
      ['/groq/openai/v1/chat/completions', { ...rest, model: 'meta-llama/llama-4-scout' }],
    ])
  })

  it('without such an API is passed over', async () => {
    upstream.answer(reply({ status: 500 }))
    const answer = await run('chat/embeddings', { input: 'hi' })
    expect(upstream.requests.map(({ target }) => target)).toEqual([
      '/workers-ai/v1/embeddings',
      '/openai/v1/embeddings',
    ])
    expect(answer.headers['cf-aig-step']).toBe('1')
  })

  it.each(['chat/completions', 'v1/chat/completions'])('%s', async (endpoint) => {
    upstream.answer(onlyGroq)
    await run(`chat/${endpoint}`)
    const path = endpoint.replace('v1/', '')
    expect(upstream.requests.map(({ target }) => target)).toEqual([
      `/workers-ai/v1/${path}`,
      `/openai/v1/${path}`,
      `/groq/openai/v1/${path}`,
    ])
  })

  it('gets a model also where the body has none', async () => {
    await run('chat/chat/completions', { messages })
    expect(sent()).toEqual([['/workers-ai/v1/chat/completions', { messages, model: '@cf/meta/llama-3.1-8b-instruct' }]])
  })

  it('gets numbers and keys as they came', async () => {
    await run('chat/x', '{"seed":12345678901234567890,"__proto__":{"a":1},"model":"x"}')
    expect(upstream.requests[0]?.body.toString()).toBe(
      '{"seed":12345678901234567890,"__proto__":{"a":1},"model":"@cf/meta/llama-3.1-8b-instruct"}',
    )
  })

  it('gets a body of its own length, and the query', async () => {
    await run(
      'chat/x?a=b',
      { messages },
      { 'content-encoding': 'identity', 'content-md5': 'x', digest: 'y', 'content-digest': 'z' },
    )
    const [arrival] = upstream.requests
    expect(arrival?.target).toBe('/workers-ai/v1/x?a=b')
    expect(arrival?.headers['content-length']).toBe(String(arrival?.body.length))
    for (const name of ['content-encoding', 'content-md5', 'digest', 'content-digest'])
      expect(arrival?.headers).not.toHaveProperty(name)
  })

  it('gets its stored key, and no key of the request', async () => {
    failures('workers-ai')
    await run('chat/chat/completions', undefined, { authorization: 'Bearer sk-mine', 'x-api-key': 'sk-ant-mine' })
    expect(upstream.requests).toHaveLength(2)
    for (const { headers } of upstream.requests) {
      expect(headers.authorization).toBe('Bearer stored')
      expect(JSON.stringify(headers)).not.toMatch(/mine|gateway-token/)
    }
  })

  it('has headers of its own, over those of the request', async () => {
    failures('workers-ai')
    await run('chat/chat/completions', undefined, { 'x-level': 'request', 'x-trace': 't' })
    expect(upstream.requests[0]?.headers).toMatchObject({ 'x-level': 'request', 'x-trace': 't' })
    expect(upstream.requests[0]?.headers).not.toHaveProperty('openai-organization')
    expect(upstream.requests[1]?.headers).toMatchObject({
      'x-level': 'step',
      'x-trace': 't',
      'openai-organization': 'org-1',
    })
  })

  it('of another dialect is at its own path', async () => {
    await run('claude/v1/messages', { max_tokens: 9, messages })
    expect(sent()).toEqual([['/anthropic/v1/messages', { max_tokens: 9, messages, model: 'claude-sonnet' }]])
    expect(upstream.requests[0]?.headers).toMatchObject({ 'x-api-key': 'stored', 'anthropic-version': '2023-06-01' })
  })
})

describe('the answer', () => {
  it('is the first success, streamed', async () => {
    const chunk = { choices: [{ delta: { content: 'hi' } }] }
    upstream.answer(byTarget({ '/workers-ai/': reply({ status: 429 }), '/openai/': events(chunk) }))
    const answer = await run('chat/chat/completions', { stream: true, messages })
    expect(answer.text).toBe(`data: ${JSON.stringify(chunk)}\n\ndata: [DONE]\n\n`)
    expect(answer.headers['cf-aig-step']).toBe('1')
  })

  it('is the last step’s own when all fail', async () => {
    upstream.answer(
      byTarget({ '/groq/': reply({ status: 402, body: { error: 'groq' } }), '/': reply({ status: 500 }) }),
    )
    const answer = await run('chat/chat/completions')
    expect([answer.status, answer.json, answer.headers['cf-aig-step']]).toEqual([402, { error: 'groq' }, '2'])
  })

  it('comes after a step’s own retries', async () => {
    upstream.answer((request, response) =>
      reply({ status: request.target.startsWith('/openai/') ? 503 : 200 })(request, response),
    )
    expect((await run('persistent/x')).headers['cf-aig-step']).toBe('1')
    expect(upstream.requests).toHaveLength(4)
  })
})

describe("a route's deadline", () => {
  it("wins over the gateway's, and over what its steps would wait", async () => {
    upstream.answer(hang())
    const start = performance.now()
    const answer = await run('patient/x')
    expect(answer.status).toBe(504)
    expect(performance.now() - start).toBeLessThan(1000)
    expect(upstream.requests.length).toBe(1)
  })
})

describe('refused', () => {
  it.each(['nonesuch/x', 'Chat/x', '/x', 'toString/x', '__proto__/x', 'chat%2Fx'])('a route %s', async (path) => {
    expectEnvelope(await run(path), {
      status: 404,
      code: 7002,
      description: /has no route '.*'\. It has: chat, claude, constructor, patient, persistent\.$/,
    })
    expect(upstream.requests).toHaveLength(0)
  })

  it('a route without a path', async () => {
    const answer = await run('chat')
    expectEnvelope(answer, { status: 404, code: 7002, description: /\/dynamic\/chat\/chat\/completions/ })
  })

  it('a route of a gateway that has none', async () => {
    const answer = await call(`${gateway.base('other')}/dynamic/chat/x`, { body: '{}' })
    expectEnvelope(answer, { status: 404, code: 7002, description: /It has: none\./ })
  })

  it.each(['', 'text', '[]', '"x"', 'null', '7', '{'])('a body that is no object: %j', async (body) => {
    expectEnvelope(await run('chat/x', body), { status: 400, code: 7001, description: /takes a JSON object/ })
    expect(upstream.requests).toHaveLength(0)
  })

  it.each(['GET', 'HEAD', 'DELETE'])('%s, which has none', async (method) => {
    const answer = await call(`${gateway.base('demo')}/dynamic/chat/models`, { method, headers: token })
    expect(answer.status).toBe(400)
    expect(upstream.requests).toHaveLength(0)
  })

  it('a path that leaves the provider', async () => {
    expectEnvelope(await run('chat/%2e%2e/x'), { status: 400, code: 7001, description: /dot segment/ })
    expect(upstream.requests).toHaveLength(0)
  })

  it('anybody without a token, before any route is named', async () => {
    const answer = await call(`${gateway.base('demo')}/dynamic/nonesuch/x`, { body: '{}' })
    expectEnvelope(answer, { status: 401, code: 2009, message: 'Unauthorized', description: /cf-aig-authorization/ })
  })

  it('nobody for a name that JavaScript has other uses for', async () => {
    expect((await run('constructor/x')).status).toBe(200)
  })
})
