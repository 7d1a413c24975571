// The unified endpoint to a provider that speaks otherwise: the provider gets its own words, its own path and its own key's place; the
// caller gets an answer, a stream and an error in the words of the API that it asked in, and the names of what could not be said.

import { describe, expect, it } from 'vitest'
import { cut, reply } from '../../support/answers.ts'
import { call } from '../../support/call.ts'
import { expectEnvelope } from '../../support/envelope.ts'
import { setScene } from '../../support/scene.ts'

const { gateway, upstream } = await setScene(({ url }) => {
  const providers = `
authentication: off
providers:
  openai: { url: "${url}/openai/v1" }
  anthropic: { url: "${url}/anthropic/v1" }
  google-ai-studio: { url: "${url}/google" }
  google-vertex-ai: { url: "${url}/vertex" }
  aws-bedrock: { url: "${url}/bedrock" }
  cohere: { url: "${url}/cohere" }
`
  return {
    'demo.yaml': `${providers}cache: off\n`,
    'cached.yaml': `${providers}cache: { ttl: 1h }\n`,
    'strict.yaml': `${providers}unsupported: error\n`,
    'silent.yaml': `${providers}unsupported: drop\n`,
    'pinned.yaml': `
authentication: off
providers:
  google-vertex-ai: { url: "${url}/vertex", project: p-1, region: europe-west4 }
`,
  }
})
const ask = (model: string, more: object = {}, headers: object = {}, id = 'demo', path = 'chat/completions') =>
  call(`${gateway.base(id)}/compat/${path}`, {
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ model, messages: [{ role: 'user', content: 'hi' }], ...more }),
  })
const message = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'claude-x',
  content: [{ type: 'text', text: 'Hello' }],
  stop_reason: 'end_turn',
  stop_sequence: null,
  usage: { input_tokens: 3, cache_read_input_tokens: 4, output_tokens: 2 },
}
const events = (...data: readonly { readonly type: string; readonly [name: string]: unknown }[]) =>
  data.map((datum) => `event: ${datum.type}\ndata: ${JSON.stringify(datum)}\n\n`).join('')
const stream = events(
  { type: 'message_start', message: { ...message, content: [], stop_reason: null } },
  { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
  { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Hel' } },
  { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'lo' } },
  { type: 'content_block_stop', index: 0 },
  { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 2 } },
  { type: 'message_stop' },
)
const sse = { 'content-type': 'text/event-stream' }

describe('the request', () => {
  it.each([
    ['anthropic/claude-x', false, '/anthropic/v1/messages'],
    ['google-ai-studio/gemini-2.5-pro', false, '/google/v1beta/models/gemini-2.5-pro:generateContent'],
    ['google-ai-studio/gemini-2.5-pro', true, '/google/v1beta/models/gemini-2.5-pro:streamGenerateContent?alt=sse'],
    ['aws-bedrock/us.anthropic.claude-v1:0', false, '/bedrock/model/us.anthropic.claude-v1%3A0/converse'],
    ['aws-bedrock/us.anthropic.claude-v1:0', true, '/bedrock/model/us.anthropic.claude-v1%3A0/converse-stream'],
    ['cohere/command-a', true, '/cohere/v2/chat'],
  ])('%s goes to its path (stream: %s)', async (model, isStream, target) => {
    await ask(model, { stream: isStream })
    expect(upstream.requests.map(({ method, target }) => `${method} ${target}`)).toEqual([`POST ${target}`])
  })

  it('goes to the project and region that the YAML states', async () => {
    await ask('google-vertex-ai/google/gemini-2.5-pro', {}, {}, 'pinned')
    expect(upstream.requests[0]?.target).toBe(
      '/vertex/v1/projects/p-1/locations/europe-west4/publishers/google/models/gemini-2.5-pro:generateContent',
    )
    const answer = await ask('google-vertex-ai/google/gemini-2.5-pro')
    expectEnvelope(answer, { status: 400, code: 7001, description: /does not state the project of google-vertex-ai/ })
  })

  it('has the key where the provider has it, and nothing of the caller’s API', async () => {
    await ask(
      'anthropic/claude-x',
      {},
      { authorization: 'Bearer mine', 'openai-organization': 'o', 'x-stainless-lang': 'js', 'x-trace': 't' },
    )
    const headers = upstream.requests[0]?.headers
    expect(headers).toMatchObject({ 'x-api-key': 'mine', 'anthropic-version': '2023-06-01', 'x-trace': 't' })
    for (const name of ['authorization', 'openai-organization', 'x-stainless-lang'])
      expect(headers).not.toHaveProperty(name)
  })

  it('may name no model that leaves its path', async () => {
    const answer = await ask('google-ai-studio/../../../x')
    expectEnvelope(answer, { status: 400, code: 7001, description: /dot segment/ })
    expect(upstream.requests).toHaveLength(0)
  })
})

describe('the answer', () => {
  it('is a completion', async () => {
    upstream.answer(reply({ body: message, headers: { 'request-id': 'r-1' } }))
    const answer = await ask('anthropic/claude-x', { max_tokens: 9 })
    expect(answer.json).toMatchObject({
      object: 'chat.completion',
      choices: [{ index: 0, message: { role: 'assistant', content: 'Hello' }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 7, completion_tokens: 2, total_tokens: 9, prompt_tokens_details: { cached_tokens: 4 } },
    })
    expect(answer.headers).toMatchObject({
      'content-type': 'application/json',
      'request-id': 'r-1',
      'cf-aig-provider': 'anthropic',
      'cf-aig-model': 'claude-x',
    })
    expect(answer.headers).not.toHaveProperty('cf-aig-dropped')
  })

  it('streams', async () => {
    upstream.answer(reply({ headers: sse, body: stream }))
    const answer = await ask('anthropic/claude-x', { stream: true, stream_options: { include_usage: true } })
    expect(answer.headers['content-type']).toBe('text/event-stream')
    const data = answer.text
      .split('\n\n')
      .filter((event) => event !== '')
      .map((event) => event.slice('data: '.length))
    expect(data.at(-1)).toBe('[DONE]')
    const chunks = data.slice(0, -1).map((text) => JSON.parse(text))
    expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).toBe('Hello')
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { prompt_tokens: 7, completion_tokens: 2 } })
  })

  it('streams also where the provider answers at once', async () => {
    upstream.answer(reply({ body: message }))
    const answer = await ask('anthropic/claude-x', { stream: true })
    expect(answer.headers['content-type']).toBe('text/event-stream')
    expect(answer.text).toContain('"content":"Hello"')
    expect(answer.text.endsWith('data: [DONE]\n\n')).toBe(true)
  })

  it('breaks off with an error event where the provider does', async () => {
    upstream.answer(cut('chunked', stream.slice(0, stream.indexOf('"lo"'))))
    const answer = await ask('anthropic/claude-x', { stream: true })
    expect(answer.text).toContain('"content":"Hel"')
    expect(answer.text).toMatch(/data: \{"error":\{[^\n]*\}\}\n\n$/)
    expect(answer.text).not.toContain('[DONE]')
  })

  it('says so when it is none', async () => {
    upstream.answer(reply({ body: '<html>', headers: { 'content-type': 'text/html' } }))
    expectEnvelope(await ask('anthropic/claude-x'), {
      status: 502,
      code: 2005,
      message: 'Failed to get response from provider',
      description: /none of its API/,
    })
  })

  it('is the provider’s error, in the caller’s words', async () => {
    const body = { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }
    upstream.answer(reply({ status: 529, headers: { 'retry-after': '3' }, body }))
    const answer = await ask('anthropic/claude-x')
    expect([answer.status, answer.headers['retry-after']]).toEqual([529, '3'])
    expect(answer.json).toMatchObject({ error: { message: 'Overloaded', type: 'overloaded_error' } })
  })

  it('comes from the cache in the words of each caller', async () => {
    upstream.answer(reply({ body: message }))
    const body = { max_tokens: 9, temperature: 0.5 }
    await ask('anthropic/claude-x', body, {}, 'cached')
    const again = await ask('anthropic/claude-x', body, {}, 'cached')
    expect(again.headers['cf-aig-cache-status']).toBe('HIT')
    expect(again.json).toMatchObject({ object: 'chat.completion', choices: [{ message: { content: 'Hello' } }] })
    expect(upstream.requests).toHaveLength(1)
  })
})

describe('what cannot be said', () => {
  const odd = { seed: 7, logit_bias: { a: 1 }, n: 2 }

  it('is named', async () => {
    upstream.answer(reply({ body: message }))
    const answer = await ask('anthropic/claude-x', odd)
    const named = answer.headers['cf-aig-dropped']?.split(', ')
    expect(named).toEqual(expect.arrayContaining(['seed', 'n', 'logit_bias']))
    expect(upstream.requests[0]?.body.toString()).not.toContain('seed')
  })

  it('is an error where the YAML wants that, and nobody is asked', async () => {
    const answer = await ask('anthropic/claude-x', odd, {}, 'strict')
    expectEnvelope(answer, { status: 400, code: 7001, description: /no words for: .*seed/ })
    expect(upstream.requests).toHaveLength(0)
  })

  it('is no matter where the YAML says so', async () => {
    upstream.answer(reply({ body: message }))
    const answer = await ask('anthropic/claude-x', odd, {}, 'silent')
    expect(answer.status).toBe(200)
    expect(answer.headers).not.toHaveProperty('cf-aig-dropped')
  })

  it('puts nothing of a client’s own into a header', async () => {
    upstream.answer(reply({ body: message }))
    const answer = await ask('anthropic/claude-x', { 'bad\r\nname: ü': 1 })
    expect(answer.headers['cf-aig-dropped']).toBe('bad??name???')
  })
})

describe('Anthropic’s Messages to a provider of OpenAI’s kind', () => {
  it('are answered as messages', async () => {
    const completion = {
      id: 'chatcmpl-1',
      object: 'chat.completion',
      created: 1,
      model: 'gpt-4o',
      choices: [{ index: 0, message: { role: 'assistant', content: 'Hello' }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 7, completion_tokens: 2, total_tokens: 9 },
    }
    upstream.answer(reply({ body: completion }))
    const answer = await ask(
      'openai/gpt-4o',
      { max_tokens: 9, system: 'Be brief' },
      { 'x-api-key': 'mine', 'anthropic-version': '2023-06-01' },
      'demo',
      'v1/messages?beta=true',
    )
    expect(answer.json).toMatchObject({
      type: 'message',
      role: 'assistant',
      content: [{ type: 'text', text: 'Hello' }],
      stop_reason: 'end_turn',
    })
    const [arrival] = upstream.requests
    expect(arrival?.target).toBe('/openai/v1/chat/completions')
    expect(arrival?.headers.authorization).toBe('Bearer mine')
    expect(JSON.parse(arrival?.body.toString() ?? '')).toMatchObject({
      model: 'gpt-4o',
      messages: [
        { role: 'system', content: 'Be brief' },
        { role: 'user', content: 'hi' },
      ],
    })
  })

  it('fail as they do', async () => {
    upstream.answer(reply({ status: 429, body: { error: { message: 'Slow down', type: 'rate_limit_exceeded' } } }))
    const answer = await ask('openai/gpt-4o', { max_tokens: 9 }, {}, 'demo', 'messages')
    expect(answer.status).toBe(429)
    expect(answer.json).toMatchObject({ type: 'error', error: { message: 'Slow down' } })
  })

  it('that are none are refused', async () => {
    const answer = await ask('openai/gpt-4o', { max_tokens: 9, messages: 7 }, {}, 'demo', 'messages')
    expectEnvelope(answer, { status: 400, code: 7001, description: /messages/ })
  })
})
