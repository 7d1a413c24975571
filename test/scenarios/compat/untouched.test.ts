// The unified endpoint to a provider that speaks as the caller does: the body passes byte for byte but for the model's name, the stream
// as it is, and the key goes where the provider has it.

import { describe, expect, it } from 'vitest'
import { reply } from '../../support/answers.ts'
import { call } from '../../support/call.ts'
import { expectEnvelope } from '../../support/envelope.ts'
import { setScene } from '../../support/scene.ts'

const { gateway, upstream } = await setScene(
  ({ url }) => ({
    'open.yaml': `
authentication: off
cache: off
providers:
  openai: { url: "${url}/openai/v1" }
  anthropic: { url: "${url}/anthropic/v1" }
  azure-openai: { url: "${url}/azure", resource: acme }
  workers-ai: { url: "${url}/workers-ai" }
  custom-vllm: { dialect: openai, url: "${url}/vllm/v1" }
  deepgram: { url: "${url}/deepgram" }
routes: { chat: [openai/gpt-4o] }
`,
    'keyed.yaml': `
authentication: { tokens: [{ name: t, secret: TOKEN }] }
cache: off
providers:
  openai: { url: "${url}/openai/v1", key: { secret: KEY } }
  anthropic: { url: "${url}/anthropic/v1", key: { secret: KEY } }
`,
    'closed.yaml': `
authentication: off
endpoints: { compat: off }
providers: { openai: { url: "${url}/openai/v1" } }
`,
  }),
  { env: { TOKEN: 'gateway-token', KEY: 'stored' } },
)
const post = (path: string, body: string, headers: object = {}, id = 'open') =>
  call(`${gateway.base(id)}/compat/${path}`, { headers: { 'content-type': 'application/json', ...headers }, body })
const sent = () => upstream.requests.map(({ target, body }) => [target, body.toString()])

describe('the body', () => {
  it.each([
    ['as it is', '{"model":"openai/gpt-4o", "x":1.0,\n "seed":12345678901234567890,"messages":[]}'],
    ['with spaces', '{ "messages" : [ ] , "model" : "openai/gpt-4o" }'],
    ['with the name escaped', '{"model":"openai\\/gpt-4o","messages":[{"role":"user","content":"the \\"model\\""}]}'],
  ])('%s, but for the model', async (_, body) => {
    const answer = await post('chat/completions', body)
    expect(answer.status).toBe(200)
    expect(sent()).toEqual([['/openai/v1/chat/completions', body.replace(/openai\\?\/gpt-4o/, 'gpt-4o')]])
  })

  it.each([
    [
      'a model inside',
      '{"tools":[{"model":"openai/gpt-4o"}],"model":"openai/gpt-4o"}',
      '{"tools":[{"model":"openai/gpt-4o"}],"model":"gpt-4o"}',
    ],
    ['the same key twice', '{"model":"openai/a","model":"openai/b"}', '{"model":"b"}'],
    [
      'another spelling of the key',
      '{"\\u006dodel":"openai/b","x":[{"model":"openai/b"}]}',
      '{"model":"b","x":[{"model":"openai/b"}]}',
    ],
  ])('with %s is written anew', async (_, body, expected) => {
    await post('chat/completions', body)
    expect(JSON.parse(upstream.requests[0]?.body.toString() ?? '')).toEqual(JSON.parse(expected))
  })

  it('has a length of its own', async () => {
    await post('chat/completions', '{"model":"openai/gpt-4o"}', { 'content-md5': 'x' })
    const [arrival] = upstream.requests
    expect(arrival?.headers['content-length']).toBe(String(arrival?.body.length))
    expect(arrival?.headers).not.toHaveProperty('content-md5')
  })
})

describe('the path', () => {
  it.each([
    ['chat/completions', 'openai/gpt-4o', '/openai/v1/chat/completions', 'gpt-4o'],
    ['v1/chat/completions', 'openai/gpt-4o', '/openai/v1/chat/completions', 'gpt-4o'],
    ['responses', 'openai/gpt-4o', '/openai/v1/responses', 'gpt-4o'],
    ['embeddings', 'openai/e-3', '/openai/v1/embeddings', 'e-3'],
    ['messages', 'anthropic/claude', '/anthropic/v1/messages', 'claude'],
    ['v1/messages?beta=true', 'anthropic/claude', '/anthropic/v1/messages?beta=true', 'claude'],
    ['messages/count_tokens', 'anthropic/claude', '/anthropic/v1/messages/count_tokens', 'claude'],
    [
      'chat/completions',
      'workers-ai/@cf/meta/llama-3.1-8b-instruct',
      '/workers-ai/v1/chat/completions',
      '@cf/meta/llama-3.1-8b-instruct',
    ],
    ['embeddings', 'workers-ai/@cf/baai/bge-m3', '/workers-ai/v1/embeddings', '@cf/baai/bge-m3'],
    ['chat/completions', 'custom-vllm/Qwen/Qwen3', '/vllm/v1/chat/completions', 'Qwen/Qwen3'],
    ['chat/completions', 'azure-openai/gpt-4o', '/azure/openai/v1/chat/completions', 'gpt-4o'],
    ['chat/completions', 'dynamic/chat', '/openai/v1/chat/completions', 'gpt-4o'],
  ])('%s of %s', async (path, model, target, name) => {
    const answer = await post(path, JSON.stringify({ model }))
    expect(sent()).toEqual([[target, JSON.stringify({ model: name })]])
    expect(answer.headers).toMatchObject({
      'cf-aig-step': '0',
      'cf-aig-model': name,
      'cf-aig-provider': target.split('/')[1]?.replace('vllm', 'custom-vllm').replace('azure', 'azure-openai'),
    })
  })
})

describe('the answer', () => {
  it('passes as it is, a failure too', async () => {
    const body = '{"error":{"message":"no","type":"t","code":null,"param":null}}'
    upstream.answer(reply({ status: 429, headers: { 'retry-after': '7', 'content-type': 'application/json' }, body }))
    const answer = await post('chat/completions', '{"model":"openai/gpt-4o"}')
    expect([answer.status, answer.text, answer.headers['retry-after']]).toEqual([429, body, '7'])
    expect(answer.headers).not.toHaveProperty('cf-aig-dropped')
  })

  it('streams as it is, unread', async () => {
    const body = ': odd\n\ndata: {"not":"a chunk"}\r\n\r\nevent: x\ndata: not json\n\n'
    upstream.answer(reply({ headers: { 'content-type': 'text/event-stream' }, body }))
    expect((await post('chat/completions', '{"model":"openai/gpt-4o","stream":true}')).text).toBe(body)
  })
})

describe('the key', () => {
  const body = { openai: '{"model":"openai/m"}', anthropic: '{"model":"anthropic/m"}' }

  it.each([
    ['chat/completions', body.openai, { authorization: 'Bearer mine' }, { authorization: 'Bearer mine' }],
    ['chat/completions', body.openai, { 'x-api-key': 'mine' }, { authorization: 'Bearer mine' }],
    ['messages', body.anthropic, { 'x-api-key': 'mine' }, { 'x-api-key': 'mine' }],
    ['messages', body.anthropic, { authorization: 'Bearer mine' }, { authorization: 'Bearer mine' }],
  ])('%s %s %j', async (path, text, headers, expected) => {
    await post(path, text, headers)
    expect(upstream.requests[0]?.headers).toMatchObject(expected)
    expect(JSON.stringify(upstream.requests[0]?.headers).match(/mine/g)).toHaveLength(1)
  })

  it.each([
    { 'cf-aig-authorization': 'Bearer gateway-token' },
    { authorization: 'Bearer gateway-token' },
    { 'x-api-key': 'gateway-token' },
  ])('of the gateway, where the caller sends the gateway’s token: %j', async (headers) => {
    expect((await post('chat/completions', body.openai, headers, 'keyed')).status).toBe(200)
    expect(upstream.requests[0]?.headers.authorization).toBe('Bearer stored')
    expect(JSON.stringify(upstream.requests[0]?.rawHeaders)).not.toContain('gateway-token')
  })

  it('is none without a token', async () => {
    const answer = await post('chat/completions', body.openai, { authorization: 'Bearer x' }, 'keyed')
    expectEnvelope(answer, { status: 401, code: 2009, message: 'Unauthorized' })
    expect(upstream.requests).toHaveLength(0)
  })
})

describe('refused', () => {
  it.each([
    ['{}', 400, 7001, /names no model: `model` takes \{provider\}\/\{model\}, such as 'dynamic\/chat'/],
    ['{"model":7}', 400, 7001, /names no model/],
    ['{"model":"gpt-4o"}', 400, 7001, /'gpt-4o' does not say whose/],
    ['{"model":"openai/"}', 400, 7001, /does not say whose/],
    ['{"model":"google/gemini"}', 400, 2008, /has no provider 'google'\. It has: .*openai/],
    ['{"model":"__proto__/x"}', 400, 2008, /has no provider '__proto__'/],
    ['{"model":"dynamic/nope"}', 404, 7002, /has no route 'nope'\. It has: chat/],
    ['{"model":"deepgram/nova"}', 400, 7001, /'deepgram' has no chat\/completions, and nothing/],
    ['[]', 400, 7001, /takes a JSON object/],
    ['{', 400, 7001, /takes a JSON object/],
  ])('%s', async (body, status, code, description) => {
    const message = code === 2008 ? { message: 'Invalid provider' } : {}
    expectEnvelope(await post('chat/completions', body), { status, code, description, ...message })
    expect(upstream.requests).toHaveLength(0)
  })

  it('a path that is none of it', async () => {
    expectEnvelope(await post('completions', '{}'), {
      status: 404,
      code: 7002,
      description: /Below \/compat are: chat/,
    })
  })

  it('where the endpoint is off', async () => {
    const answer = await post('chat/completions', '{"model":"openai/x"}', {}, 'closed')
    expectEnvelope(answer, { status: 404, code: 7002 })
  })
})

describe('models', () => {
  it('are those that the YAML names', async () => {
    const answer = await call(`${gateway.base('open')}/compat/models`)
    expect(answer.json).toEqual({
      object: 'list',
      data: [
        { id: 'dynamic/chat', object: 'model', created: 0, owned_by: 'dynamic' },
        { id: 'openai/gpt-4o', object: 'model', created: 0, owned_by: 'openai' },
      ],
    })
  })

  it.each(['models/openai/gpt-4o', 'v1/models/openai%2Fgpt-4o'])('%s', async (path) => {
    expect((await call(`${gateway.base('open')}/compat/${path}`)).json).toMatchObject({ id: 'openai/gpt-4o' })
  })

  it('has no other', async () => {
    expect((await call(`${gateway.base('open')}/compat/models/openai/x`)).status).toBe(404)
  })
})
