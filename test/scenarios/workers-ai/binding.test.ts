// Workers AI by the Worker's own binding, the platform's genuine one: the REST API's paths, and its OpenAI-compatible ones.

import { describe, expect, it } from 'vitest'
import { events, reply, reset } from '../../support/answers.ts'
import { call } from '../../support/call.ts'
import { setBoundScene } from './binding.ts'

const llama = '@cf/meta/llama-3.1-8b-instruct'
const glm = '@cf/zai-org/glm-5.3'
const messages = [{ role: 'user', content: 'What is Cloudflare?' }]
const usage = { prompt_tokens: 9, completion_tokens: 2, total_tokens: 11 }

const { url, service, asked } = await setBoundScene(({ url }) => ({
  'demo.yaml': 'authentication: off\ncache: off\nproviders: { workers-ai: { binding: AI } }\n',
  'default.yaml': 'authentication: off\ncache: off\nproviders: { workers-ai: { binding: AI } }\n',
  'strict.yaml': 'authentication: off\ncache: off\nunsupported: error\nproviders: { workers-ai: { binding: AI } }\n',
  'chain.yaml': `
authentication: off
cache: off
providers: { workers-ai: { binding: AI }, openai: { url: "${url}/openai/v1", key: { secret: KEY } }, anthropic: {} }
`,
}))
const ask = (path: string, body: unknown, more: { gateway?: string; headers?: object; method?: string } = {}) =>
  call(`${url}/v1/acct/${more.gateway ?? 'demo'}/${path}`, {
    headers: { 'content-type': 'application/json', ...more.headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...(more.method === undefined ? {} : { method: more.method }),
  })

describe('run', () => {
  it.each([
    `workers-ai/${llama}`,
    `workers-ai/run/${llama}`,
    `workers-ai/run/${encodeURIComponent(llama)}`,
    `workers-ai/${llama}?queueRequest=false`,
  ])('%s', async (path) => {
    service.answer(reply({ headers: { 'cf-ai-req-id': 'r-1' }, body: { response: 'A network.', usage } }))
    const answer = await ask(path, '{"prompt": "What is Cloudflare?", "seed": 12345678901234567890}')
    expect(answer.json).toEqual({ result: { response: 'A network.', usage }, success: true, errors: [], messages: [] })
    expect(answer.headers).toMatchObject({ 'content-type': 'application/json', 'cf-ai-req-id': 'r-1' })
    expect(service.requests.map(({ target }) => target)).toEqual(['/run?version=3'])
    const sent = service.requests[0]?.body.toString()
    expect(sent).toContain('"inputs":{"prompt":"What is Cloudflare?","seed":12345678901234567890}')
    expect(asked()).toMatchObject([[llama, { options: { returnRawResponse: true } }]])
  })

  it('streams as the model does', async () => {
    const said = events({ response: 'A', p: 'ab' }, { response: ' network.' })
    service.answer(said)
    const { headers, text } = await ask(`workers-ai/${llama}`, { prompt: 'hi', stream: true })
    expect(headers['content-type']).toBe('text/event-stream')
    expect(text).toBe('data: {"response":"A","p":"ab"}\n\ndata: {"response":" network."}\n\ndata: [DONE]\n\n')
  })

  it('gives files as they are', async () => {
    const bytes = Buffer.from([137, 80, 78, 71, 0, 255])
    service.answer(reply({ headers: { 'content-type': 'image/png' }, body: bytes }))
    const answer = await ask('workers-ai/@cf/lykon/dreamshaper-8-lcm', { prompt: 'a cat' })
    expect([answer.headers['content-type'], answer.body]).toEqual(['image/png', bytes])
  })

  it('takes files as they are', async () => {
    service.answer(reply({ body: { text: 'hello' } }))
    const headers = { 'content-type': 'audio/wav' }
    const answer = await ask('workers-ai/@cf/deepgram/nova-3', 'RIFF', { headers })
    expect(answer.json).toMatchObject({ result: { text: 'hello' }, success: true })
    const [arrival] = service.requests
    expect([arrival?.headers['content-type'], arrival?.body.toString()]).toEqual(['audio/wav', 'RIFF'])
  })

  it("keeps a session's cache", async () => {
    await ask(`workers-ai/${glm}`, { messages }, { headers: { 'x-session-affinity': 's-1', 'x-other': '1' } })
    expect(service.requests[0]?.headers).toMatchObject({ 'x-session-affinity': 's-1' })
    expect(service.requests[0]?.headers['x-other']).toBeUndefined()
  })

  it.each([
    [400, { errors: [{ code: 5007, message: 'No such model' }] }, 5007, 'No such model'],
    [429, { internalCode: 3040, name: 'InferenceUpstreamError', description: 'No capacity' }, 3040, 'No capacity'],
    [500, 'boom', 7000, 'boom'],
  ])('%i %o', async (status, body, code, message) => {
    service.answer(reply({ status, body }))
    const answer = await ask(`workers-ai/${llama}`, { prompt: 'hi' })
    const errors = [{ code, message }]
    expect([answer.status, answer.json]).toEqual([status, { result: null, success: false, errors, messages: [] }])
  })

  it.each([
    ['no JSON', 'hi', 'POST', 400],
    ['a list', '[]', 'POST', 400],
    ['another method', '{}', 'PUT', 405],
  ])('refuses %s', async (_, body, method, status) => {
    expect((await ask(`workers-ai/${llama}`, body, { method })).status).toBe(status)
    expect(service.requests).toEqual([])
  })

  it('says that nobody answered', async () => {
    service.answer(reset())
    const answer = await ask(`workers-ai/${llama}`, { prompt: 'hi' })
    expect([answer.status, answer.headers['cf-aig-error']]).toEqual([502, 'reset'])
  })
})

describe('v1/chat/completions', () => {
  it('asks an older model in its own words', async () => {
    service.answer(reply({ body: { response: 'A network.', usage } }))
    const body = { model: llama, messages, max_completion_tokens: 5, stop: 'x', user: 'u' }
    const answer = await ask('workers-ai/v1/chat/completions', body)
    expect(asked()).toMatchObject([[llama, { inputs: { messages, max_tokens: 5 } }]])
    expect(answer.json).toMatchObject({
      object: 'chat.completion',
      model: llama,
      choices: [{ message: { role: 'assistant', content: 'A network.' }, finish_reason: 'stop' }],
      usage,
    })
    expect(answer.headers['cf-aig-dropped']).toBe('stop, user')
  })

  it('gives a chat completion as the model said it', async () => {
    const completion = {
      id: 'c-1',
      object: 'chat.completion',
      own: { n: 1 },
      choices: [{ message: { content: 'Hi' } }],
    }
    service.answer(reply({ body: completion }))
    const body = { model: `workers-ai/${glm}`, messages, chat_template_kwargs: { enable_thinking: false } }
    const answer = await ask('workers-ai/v1/chat/completions', body)
    expect(answer.json).toEqual(completion)
    const inputs = { messages, chat_template_kwargs: { enable_thinking: false } }
    expect(asked()).toMatchObject([[glm, { inputs }]])
    expect(answer.headers['cf-aig-dropped']).toBeUndefined()
  })

  it('gives chunks as the model said them', async () => {
    const chunk = {
      id: 'c-1',
      object: 'chat.completion.chunk',
      own: 1,
      choices: [{ index: 0, delta: { content: 'Hi' } }],
    }
    service.answer(events(chunk, chunk))
    const answer = await ask('workers-ai/v1/chat/completions', { model: glm, messages, stream: true })
    expect(answer.text).toBe(`data: ${JSON.stringify(chunk)}\n\n`.repeat(2).concat('data: [DONE]\n\n'))
  })

  it('gives words as chunks', async () => {
    service.answer(events({ response: 'A', p: 'ab' }, { response: ' network.' }, { response: '', usage }))
    const stream_options = { include_usage: true }
    const answer = await ask('workers-ai/v1/chat/completions', { model: llama, messages, stream: true, stream_options })
    const chunks = answer.text
      .split('\n\n')
      .flatMap((line) => (line.startsWith('data: {') ? [JSON.parse(line.slice(6))] : []))
    expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).toBe('A network.')
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage })
    expect(answer.text.endsWith('data: [DONE]\n\n')).toBe(true)
  })

  it('gives calls that came at once as the stream that was asked for', async () => {
    service.answer(reply({ body: { response: null, tool_calls: [{ name: 'find', arguments: { a: 1 } }], usage } }))
    const tools = [{ type: 'function', function: { name: 'find', parameters: { type: 'object', properties: {} } } }]
    const answer = await ask('workers-ai/v1/chat/completions', { model: llama, messages, tools, stream: true })
    expect(answer.headers['content-type']).toBe('text/event-stream')
    expect(answer.text).toContain('"finish_reason":"tool_calls"')
    expect(answer.text).toContain(JSON.stringify('{"a":1}').slice(1, -1))
    expect(asked()[0]?.[1]).not.toHaveProperty('inputs.stream')
  })

  it("says errors in OpenAI's shape", async () => {
    service.answer(reply({ status: 429, body: { errors: [{ code: 3040, message: 'Out of capacity' }] } }))
    const answer = await ask('workers-ai/v1/chat/completions', { model: llama, messages })
    expect([answer.status, answer.json]).toEqual([
      429,
      { error: { message: 'Out of capacity', type: 'api_error', param: null, code: '3040' } },
    ])
  })

  it('answers by compat, also in the words of another API', async () => {
    service.answer(reply({ body: { response: 'A network.', usage } }))
    const chat = await ask('compat/chat/completions', { model: `workers-ai/${llama}`, messages }, { gateway: 'chain' })
    expect(chat.json).toMatchObject({ choices: [{ message: { content: 'A network.' } }], usage })
    const body = { model: `workers-ai/${llama}`, messages, max_tokens: 9, top_k: 4 }
    const message = await ask('compat/messages', body, { gateway: 'chain' })
    expect(message.json).toMatchObject({ type: 'message', content: [{ type: 'text', text: 'A network.' }] })
    expect(asked()).toMatchObject([
      [llama, { inputs: { messages } }],
      [llama, { inputs: { messages, max_tokens: 9 } }],
    ])
  })
})

describe('v1/embeddings', () => {
  it("are OpenAI's", async () => {
    service.answer(
      reply({
        body: {
          shape: [2, 2],
          data: [
            [1, 2],
            [3, 4],
          ],
          pooling: 'mean',
        },
      }),
    )
    const model = '@cf/baai/bge-m3'
    const answer = await ask('workers-ai/v1/embeddings', {
      model: `workers-ai/${model}`,
      input: ['a', 'b'],
      dimensions: 2,
    })
    expect(asked()).toMatchObject([[model, { inputs: { text: ['a', 'b'] } }]])
    expect(answer.json).toMatchObject({ object: 'list', model, data: [{ embedding: [1, 2] }, { embedding: [3, 4] }] })
    expect(answer.headers['cf-aig-dropped']).toBe('dimensions')
  })
})

it('v1/responses are the model’s own', async () => {
  service.answer(reply({ body: { object: 'response', output: [] } }))
  const answer = await ask('workers-ai/v1/responses', { model: '@cf/openai/gpt-oss-120b', input: 'hi' })
  expect(answer.json).toEqual({ object: 'response', output: [] })
  expect(asked()).toMatchObject([['@cf/openai/gpt-oss-120b', { inputs: { input: 'hi' } }]])
})

it('v1/anything else is not there', async () => {
  expect((await ask('workers-ai/v1/audio/speech', {})).status).toBe(404)
})

it.each([{ messages }, { model: '', messages }, { model: 'a\nb', messages }])(
  'a model must be named: %o',
  async (body) => {
    for (const path of ['chat/completions', 'responses']) {
      expect((await ask(`workers-ai/v1/${path}`, body)).status).toBe(400)
    }
    expect(service.requests).toEqual([])
  },
)

it('the REST API runs models by it', async () => {
  service.answer(reply({ body: { response: 'A network.' } }))
  const enveloped = { result: { response: 'A network.' }, success: true, errors: [], messages: [] }
  for (const [path, body] of [
    ['run', { model: llama, input: { prompt: 'hi' } }],
    [`run/${llama}`, { prompt: 'hi' }],
  ] as const) {
    const answer = await call(`${url}/client/v4/accounts/acct/ai/${path}`, { body: JSON.stringify(body) })
    expect(answer.json).toEqual(enveloped)
  }
  expect(asked()).toMatchObject([
    [llama, { inputs: { prompt: 'hi' } }],
    [llama, { inputs: { prompt: 'hi' } }],
  ])
})
