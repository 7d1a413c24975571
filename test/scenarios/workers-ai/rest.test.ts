// The REST API, `/client/v4/accounts/{account_id}/ai/…`: which gateway is asked, which provider a model's author means, whose words the
// answer has, and the control plane's errors.

import { describe, expect, it } from 'vitest'
import { events, reply } from '../../support/answers.ts'
import { type Call, call } from '../../support/call.ts'
import { setScene } from '../../support/scene.ts'

const { gateway, upstream } = await setScene(
  () => ({
    'default.yaml': `
authentication: { tokens: [{ name: t, secret: TOKEN }] }
cache: off
providers:
  workers-ai: { key: { secret: KEY } }
  openai: { key: { secret: KEY } }
  anthropic: { key: { secret: KEY } }
  google-ai-studio: { key: { secret: KEY } }
  grok: { key: { secret: KEY } }
`,
    'open.yaml': 'authentication: off\ncache: off\nproviders: { workers-ai: {}, openai: {} }\n',
    'shut.yaml': 'authentication: off\nendpoints: { rest: off }\nproviders: { workers-ai: {} }\n',
  }),
  { capture: true, env: { TOKEN: 'cf-token', KEY: 'stored' } },
)
const AI = 'https://api.cloudflare.com/client/v4/accounts/acct/ai'
const llama = '@cf/meta/llama-3.1-8b-instruct'
const messages = [{ role: 'user', content: 'hi' }]
const completion = {
  id: 'c-1',
  object: 'chat.completion',
  created: 1,
  model: 'm',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Hello' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 3, completion_tokens: 1, total_tokens: 4 },
}
const at = (path: string, body: unknown, headers: Call['headers'] = {}) =>
  call(`${gateway.url}/client/v4/accounts/acct/ai/${path}`, {
    headers: { authorization: 'Bearer cf-token', 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
const sent = () => upstream.requests.map(({ target, body }) => [target, JSON.parse(body.toString())])
const lastKey = () => upstream.requests.at(-1)?.headers

describe('run', () => {
  const enveloped = { result: { response: 'Hello' }, success: true, errors: [], messages: [] }

  it.each([
    ['run', { model: llama, input: { prompt: 'hi' } }],
    [`run/${llama}`, { prompt: 'hi' }],
    [`run/${encodeURIComponent(llama)}`, { prompt: 'hi' }],
    [`run/${encodeURIComponent(llama).replace('%40', '@')}`, { prompt: 'hi' }],
  ])('%s', async (path, body) => {
    upstream.answer(reply({ body: enveloped }))
    const answer = await at(path, body)
    expect([answer.status, answer.json]).toEqual([200, enveloped])
    expect(sent()).toEqual([[`${AI}/run/${llama}`, { prompt: 'hi' }]])
    expect(lastKey()).toMatchObject({ authorization: 'Bearer stored' })
  })

  it('streams', async () => {
    upstream.answer(events({ response: 'Hello' }))
    const answer = await at(`run/${llama}`, { prompt: 'hi', stream: true })
    expect(answer.text).toBe('data: {"response":"Hello"}\n\ndata: [DONE]\n\n')
  })

  it("asks a third party's model in its own API", async () => {
    upstream.answer(reply({ body: completion }))
    await at('run', { model: 'openai/gpt-4.1', input: { messages } })
    await at('run', { model: 'anthropic/claude-sonnet-4', input: { messages, max_tokens: 5 } })
    expect(sent()).toEqual([
      ['https://api.openai.com/v1/chat/completions', { messages, model: 'gpt-4.1' }],
      ['https://api.anthropic.com/v1/messages', { messages, max_tokens: 5, model: 'claude-sonnet-4' }],
    ])
    expect(lastKey()).toMatchObject({ 'x-api-key': 'stored' })
    expect(lastKey()).not.toHaveProperty('authorization')
  })

  it('takes no background', async () => {
    const answer = await at('run', { model: llama, input: {}, options: { background: true } })
    expect([answer.status, answer.json]).toMatchObject([400, { success: false, errors: [{ code: 7001 }] }])
  })
})

describe('v1', () => {
  it.each([
    ['v1/chat/completions', llama, { messages }],
    ['v1/embeddings', '@cf/baai/bge-m3', { input: 'hi' }],
  ])('%s of Workers AI', async (path, model, rest) => {
    upstream.answer(reply({ body: completion }))
    expect((await at(path, { model, ...rest })).json).toEqual(completion)
    expect(sent()).toEqual([[`${AI}/${path}`, { model, ...rest }]])
  })

  it('v1/responses of Workers AI', async () => {
    upstream.answer(reply({ body: completion }))
    const answer = await at('v1/responses', { model: llama, input: 'hi' })
    expect(answer.json).toMatchObject({
      object: 'response',
      status: 'completed',
      output: [{ type: 'message', content: [{ type: 'output_text', text: 'Hello' }] }],
      usage: { input_tokens: 3, output_tokens: 1 },
    })
    expect(sent()).toMatchObject([[`${AI}/v1/chat/completions`, { model: llama, messages }]])
  })

  it.each(['v1/messages', 'v1/v1/messages'])('%s of Workers AI', async (path) => {
    upstream.answer(reply({ body: completion }))
    const answer = await at(path, { model: llama, messages, max_tokens: 5 }, { 'anthropic-version': '2023-06-01' })
    expect(answer.json).toMatchObject({
      type: 'message',
      content: [{ type: 'text', text: 'Hello' }],
      stop_reason: 'end_turn',
      usage: { input_tokens: 3, output_tokens: 1 },
    })
    expect(sent()).toMatchObject([[`${AI}/v1/chat/completions`, { model: llama, messages, max_tokens: 5 }]])
    expect(lastKey()).not.toHaveProperty('anthropic-version')
  })

  it.each([
    ['xai/grok-3', 'https://api.x.ai/v1/chat/completions', { model: 'grok-3' }],
    [
      'google/gemini-3-flash',
      'https://generativelanguage.googleapis.com/v1beta/models/gemini-3-flash:generateContent',
      { contents: [{ role: 'user', parts: [{ text: 'hi' }] }] },
    ],
    [`workers-ai/${llama}`, `${AI}/v1/chat/completions`, { model: llama }],
  ])('%s', async (model, url, body) => {
    await at('v1/chat/completions', { model, messages })
    expect(sent()).toMatchObject([[url, body]])
  })
})

describe('the gateway', () => {
  it('is the one that the header names, with the account of the path', async () => {
    const headers = { 'cf-aig-gateway-id': 'open', authorization: 'Bearer own' }
    const answer = await at('v1/chat/completions', { model: llama, messages }, headers)
    expect(answer.status).toBe(200)
    expect(lastKey()).toMatchObject({ authorization: 'Bearer own' })
    expect(lastKey()).not.toHaveProperty('cf-aig-gateway-id')
  })

  it.each([
    ['that is not there', { 'cf-aig-gateway-id': 'nobody' }, 400, 2001],
    ['that does not offer it', { 'cf-aig-gateway-id': 'shut' }, 404, 7002],
    ['that knows another token', { authorization: 'Bearer other' }, 401, 10000],
    ['that got no token', { authorization: '' }, 401, 10000],
  ])('%s', async (_, headers, status, code) => {
    const answer = await at('v1/chat/completions', { model: llama, messages }, headers)
    expect(answer.json).toMatchObject({ success: false, result: null, errors: [{ code }], messages: [] })
    expect(answer.json).not.toHaveProperty('error')
    expect(answer.status).toBe(status)
    expect(upstream.requests).toEqual([])
  })
})

describe('an error has the shape of the control plane', () => {
  it.each([
    ['a model that nobody has', 'run', { model: 'nobody/model', input: {} }, 404, 7003],
    ['the same in the path', 'run/nobody/model', {}, 404, 7003],
    ['the same in the body', 'v1/chat/completions', { model: 'nobody/model', messages }, 404, 7003],
    ['no model', 'v1/chat/completions', { messages }, 400, 7001],
    ['no input', 'run', { model: llama }, 400, 7001],
    ['another path', 'finetunes', {}, 404, 7002],
  ])('%s', async (_, path, body, status, code) => {
    const answer = await at(path, body)
    expect([answer.status, answer.json]).toMatchObject([
      status,
      { success: false, result: null, errors: [{ code, message: expect.stringMatching(/\S/) }], messages: [] },
    ])
    expect(upstream.requests).toEqual([])
  })

  it("but a provider's own is the caller's", async () => {
    upstream.answer(reply({ status: 429, body: { errors: [{ code: 3040, message: 'Out of capacity' }] } }))
    const answer = await at('v1/messages', { model: llama, messages, max_tokens: 5 })
    expect([answer.status, answer.json]).toMatchObject([
      429,
      { type: 'error', error: { type: 'rate_limit_error', message: 'Out of capacity' } },
    ])
  })
})
