// What a row says of its attempt, whichever of the gateway's endpoints it came in by.

import { describe, expect, it } from 'vitest'
import { events, gzipped, reply } from '../../support/answers.ts'
import { call } from '../../support/call.ts'
import { setLogScene } from './scene.ts'

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const scene = await setLogScene(
  ({ url }) => `
hostname: logged.example.com
authentication: { tokens: [{ name: app, secret: TOKEN }] }
logs: on
providers:
  openai: { url: "${url}/v1", key: { secret: OPENAI_KEY } }
  anthropic: { url: "${url}" }
  google-ai-studio: { url: "${url}" }
  azure-openai: { url: "${url}/openai" }
  workers-ai: { url: "${url}", account: acme }
routes:
  chat: [{ model: openai/gpt-4o-mini }]
`,
  { env: { TOKEN: 'a-gateway-token', OPENAI_KEY: 'sk-stored-key-1' } },
)
const { upstream, ask, rowsOf, url } = scene
const asApp = { 'cf-aig-authorization': 'Bearer a-gateway-token', 'content-type': 'application/json' }
const chat = { model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'Hi' }] }
const answer = {
  id: 'c1',
  object: 'chat.completion',
  model: 'gpt-4o-mini-2024-07-18',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Hello' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 1000, completion_tokens: 100, total_tokens: 1100 },
}

it('has every field of a native request', async () => {
  upstream.answer(reply({ body: answer }))
  const body = JSON.stringify(chat)
  const beforeMs = Date.now()
  const { answer: answered, rows } = await ask('openai/chat/completions?key=secret-in-query', {
    headers: { ...asApp, 'user-agent': 'test/1', 'cf-aig-event-id': 'e-1', 'cf-aig-metadata': '{"team":"a","n":1}' },
    body,
  })
  const id = answered.headers['cf-aig-log-id'] ?? ''
  expect(id).toMatch(ID)
  expect(id).toBe(answered.headers['cf-aig-request-id'])
  expect(rows).toEqual([
    {
      id,
      createdAtMs: expect.any(Number),
      requestId: id,
      eventId: 'e-1',
      provider: 'openai',
      model: 'gpt-4o-mini',
      modelType: 'chat',
      path: 'chat/completions',
      route: null,
      step: 0,
      isServed: true,
      requestType: 'native',
      token: 'app',
      isAuthenticated: true,
      isStoredKey: true,
      userAgent: 'test/1',
      requestContentType: 'application/json',
      responseContentType: 'application/json',
      status: 200,
      isSuccess: true,
      cacheStatus: null,
      retries: 0,
      durationMs: expect.any(Number),
      timeToFirstByteMs: expect.any(Number),
      usage: {
        inputTokens: 1000,
        outputTokens: 100,
        cachedTokens: null,
        cacheWriteTokens: null,
        cacheWriteHourTokens: null,
        reasoningTokens: null,
        inputAudioTokens: null,
        cachedAudioTokens: null,
        outputAudioTokens: null,
      },
      // 1000 of 0.15 and 100 of 0.60 USD a million.
      cost: expect.closeTo(0.00021, 10),
      isCustomCost: false,
      metadata: { team: 'a', n: 1 },
      requestSize: body.length,
      responseSize: JSON.stringify(answer).length,
      isComplete: true,
      error: null,
      session: null,
      request: { text: body, isWhole: true },
      response: { text: JSON.stringify(answer), isWhole: true },
      isKept: true,
    },
  ])
  const [row] = rows
  expect(row?.createdAtMs).toBeGreaterThanOrEqual(beforeMs)
  expect(row?.createdAtMs).toBeLessThanOrEqual(Date.now())
  expect(row?.timeToFirstByteMs).toBeLessThanOrEqual(row?.durationMs ?? 0)
  for (const secret of ['a-gateway-token', 'sk-stored-key-1', 'secret-in-query']) {
    expect(JSON.stringify(rows)).not.toContain(secret)
  }
})

describe('by endpoint', () => {
  const step = { provider: 'openai', endpoint: 'chat/completions', query: chat }
  it.each([
    ['', [step], { requestType: 'universal', route: null, model: 'gpt-4o-mini' }],
    [
      'compat/chat/completions',
      { ...chat, model: 'openai/gpt-4o-mini' },
      { requestType: 'compat', route: null, model: 'gpt-4o-mini' },
    ],
    [
      'compat/chat/completions',
      { ...chat, model: 'dynamic/chat' },
      { requestType: 'compat', route: 'chat', model: 'gpt-4o-mini' },
    ],
    ['dynamic/chat/v1/chat/completions', chat, { requestType: 'compat', route: 'chat', model: 'gpt-4o-mini' }],
    [
      '',
      [{ provider: 'compat', endpoint: 'chat/completions', query: { ...chat, model: 'dynamic/chat' } }],
      { requestType: 'universal', route: 'chat' },
    ],
  ] as const)('%s %j', async (path, body, expected) => {
    upstream.answer(reply({ body: answer }))
    const { rows } = await ask(path, { headers: asApp, body: JSON.stringify(body) })
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({
      ...expected,
      status: 200,
      path: 'chat/completions',
      cost: expect.closeTo(0.00021, 10),
    })
  })

  it('the REST API', async () => {
    upstream.answer(reply({ body: answer }))
    const answered = await call(`${url}/client/v4/accounts/acme/ai/v1/chat/completions`, {
      headers: { ...asApp, 'cf-aig-gateway-id': 'demo' },
      body: JSON.stringify({ ...chat, model: 'openai/gpt-4o-mini' }),
    })
    const rows = await rowsOf(answered.headers['cf-aig-log-id'] ?? '')
    expect(rows).toMatchObject([{ requestType: 'rest', status: 200, model: 'gpt-4o-mini' }])
  })

  it('a host name', async () => {
    upstream.answer(reply({ body: answer }))
    for (const [path, requestType] of [
      ['openai/chat/completions', 'native'],
      ['', 'universal'],
    ] as const) {
      const body = JSON.stringify(requestType === 'native' ? chat : [step])
      const answered = await call(`${url}/${path}`, { headers: { ...asApp, host: 'logged.example.com' }, body })
      expect(await rowsOf(answered.headers['cf-aig-log-id'] ?? '')).toMatchObject([{ requestType, status: 200 }])
    }
  })
})

describe('the model', () => {
  it.each([
    ['google-ai-studio/v1beta/models/gemini-2.0-flash:generateContent', {}, 'gemini-2.0-flash', 'chat'],
    ['azure-openai/res/deployments/ours/chat/completions?api-version=1', {}, 'ours', 'chat'],
    ['azure-openai/res/ours/chat/completions?api-version=1', {}, 'named-by-the-answer', 'chat'],
    ['workers-ai/run/@cf/meta/llama-3.1-8b-instruct', {}, '@cf/meta/llama-3.1-8b-instruct', null],
    ['openai/embeddings', { model: 'text-embedding-3-small' }, 'text-embedding-3-small', 'embeddings'],
    ['openai/responses', {}, 'named-by-the-answer', 'chat'],
  ])('%s', async (path, body, model, modelType) => {
    upstream.answer(reply({ body: { model: 'named-by-the-answer' } }))
    const { rows } = await ask(path, { headers: asApp, body: JSON.stringify(body) })
    expect(rows).toMatchObject([{ model, modelType }])
  })

  it('is found in a form', async () => {
    const boundary = 'XX'
    const part = (name: string, value: string) =>
      `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
    const file = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.wav"\r\nContent-Type: audio/wav\r\n\r\n${'\u0000'.repeat(200_000)}\r\n`
    const { rows } = await ask('openai/audio/transcriptions', {
      headers: { ...asApp, 'content-type': `multipart/form-data; boundary=${boundary}` },
      body: `${file}${part('model', 'whisper-1')}--${boundary}--\r\n`,
    })
    expect(rows).toMatchObject([{ model: 'whisper-1', modelType: 'audio' }])
  })
})

it('costs what the model behind a name of its own does', async () => {
  upstream.answer(reply({ body: { ...answer, model: 'gpt-4o-mini' } }))
  const path = 'azure-openai/res/deployments/ours/chat/completions?api-version=1'
  const { rows } = await ask(path, { headers: asApp, body: '{}' })
  expect(rows).toMatchObject([{ model: 'ours', cost: expect.closeTo(0.00021, 10) }])
})

describe('whose key', () => {
  it('is the caller’s own', async () => {
    const { rows } = await ask('openai/models', { headers: { ...asApp, authorization: 'Bearer sk-own-key-22' } })
    expect(rows).toMatchObject([{ isStoredKey: false, requestSize: 0, request: null }])
    expect(JSON.stringify(rows)).not.toContain('sk-own-key-22')
  })
})

it('of an answer that is compressed knows what it says', async () => {
  upstream.answer(gzipped(JSON.stringify(answer)))
  const { answer: answered, rows } = await ask('openai/chat/completions', {
    headers: asApp,
    body: JSON.stringify(chat),
  })
  expect(answered.headers['content-encoding']).toBe('gzip')
  expect(rows).toMatchObject([
    {
      usage: { inputTokens: 1000 },
      responseSize: JSON.stringify(answer).length,
      response: { text: JSON.stringify(answer) },
    },
  ])
})

it('of a stream of Anthropic’s has the tokens of both its ends', async () => {
  const start = {
    type: 'message_start',
    message: {
      id: 'm',
      model: 'claude-3-5-haiku-20241022',
      usage: { input_tokens: 25, cache_read_input_tokens: 1000, cache_creation_input_tokens: 0, output_tokens: 1 },
    },
  }
  const delta = { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 50 } }
  upstream.answer(
    events(start, { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Hi' } }, delta, {
      type: 'message_stop',
    }),
  )
  const { rows } = await ask('anthropic/v1/messages', {
    headers: asApp,
    body: JSON.stringify({ model: 'claude-3-5-haiku-20241022', stream: true }),
  })
  // 25 of 0.80, 1000 of 0.08 and 50 of 4 USD a million.
  const cost = (25 * 0.8 + 1000 * 0.08 + 50 * 4) / 1e6
  expect(rows).toMatchObject([
    {
      usage: { inputTokens: 1025, cachedTokens: 1000, outputTokens: 50 },
      cost: expect.closeTo(cost, 10),
      isComplete: true,
    },
  ])
})

it('of chunks of JSON in a list, and of lines, has the last that is said', async () => {
  const chunk = (output: number) => ({
    candidates: [{}],
    usageMetadata: { promptTokenCount: 7, candidatesTokenCount: output },
  })
  upstream.answer(reply({ body: [chunk(1), chunk(5)] }))
  const { rows } = await ask('google-ai-studio/v1beta/models/gemini-2.0-flash:streamGenerateContent', {
    headers: asApp,
    body: '{}',
  })
  expect(rows).toMatchObject([{ usage: { inputTokens: 7, outputTokens: 5 } }])
  const lines = [chunk(2), chunk(9)].map((line) => `${JSON.stringify(line)}\n`).join('')
  upstream.answer(reply({ headers: { 'content-type': 'application/x-ndjson' }, body: lines }))
  const { rows: ofLines } = await ask('google-ai-studio/v1beta/models/gemini-2.0-flash:lines', {
    headers: asApp,
    body: '{}',
  })
  expect(ofLines).toMatchObject([{ usage: { inputTokens: 7, outputTokens: 9 } }])
})
