// Rows of requests that take more than one attempt, or come to none: each attempt that reached a decision has its row, and the one that
// gave the answer says so.

import { describe, expect, it } from 'vitest'
import { cut, events, hang, inTurn, reply, reset } from '../../support/answers.ts'
import { call } from '../../support/call.ts'
import { closedPort } from '../../support/closed-port.ts'
import { setLogScene } from './scene.ts'

const deadPort = await closedPort()
const scene = await setLogScene(
  ({ url }) => `
authentication: off
logs: on
cache: { ttl: 1h }
providers:
  openai: { url: "${url}/v1", key: { secret: OPENAI_KEY } }
  anthropic: { url: "${url}", cache: { ttl: 0 } }
  custom-dead: { dialect: openai, url: "http://127.0.0.1:${deadPort}" }
  custom-limited: { dialect: openai, url: "${url}", cache: { ttl: 0 }, rate_limit: { requests: 1, per: 1h } }
routes:
  chat: [{ model: openai/gpt-4o-mini }, { model: anthropic/claude-3-5-haiku-latest }]
`,
  { env: { OPENAI_KEY: 'sk-stored-key-1' } },
)
const { upstream, ask, rowsOf, url } = scene
const json = { 'content-type': 'application/json' }
const uncached = { ...json, 'cf-aig-cache-ttl': '0' }
const chat = JSON.stringify({ model: 'gpt-4o-mini', messages: [] })
const failed = reply({ status: 503, body: { error: { message: 'Overloaded,\n try sk-own-key-77 later' } } })
const ok = reply({ body: { usage: { prompt_tokens: 1, completion_tokens: 1 } } })
const step = (provider: string, more: object = {}) => ({
  provider,
  endpoint: 'chat/completions',
  query: { model: 'm' },
  ...more,
})

it('has a row for each step, of which one was served', async () => {
  upstream.answer(inTurn(failed, ok))
  const { answer } = await ask('', { headers: uncached, body: JSON.stringify([step('openai'), step('anthropic')]) })
  const requestId = answer.headers['cf-aig-request-id'] ?? ''
  const rows = await rowsOf(requestId, 2)
  expect(rows).toMatchObject([
    { step: 0, provider: 'openai', status: 503, isSuccess: false, isServed: false, id: requestId, cost: null },
    { step: 1, provider: 'anthropic', status: 200, isSuccess: true, isServed: true, error: null },
  ])
  expect(rows[0]?.error).toBe('Overloaded, try sk-own-key-77 later')
  expect(rows[0]?.response?.text).toContain('Overloaded')
  expect(rows[1]?.id).not.toBe(requestId)
  expect(answer.headers['cf-aig-log-id']).toBe(rows[1]?.id)
})

it('says why a failure failed that nobody waits for, however it comes', async () => {
  const chunked: typeof failed = (_, response) => {
    response.writeHead(500, { 'content-type': 'application/json' })
    response.write('{"error":{"message":"half ')
    setTimeout(() => response.end('and half"}}'), 60)
  }
  upstream.answer(inTurn(chunked, ok))
  const { answer } = await ask('', { headers: uncached, body: JSON.stringify([step('openai'), step('anthropic')]) })
  const rows = await rowsOf(answer.headers['cf-aig-request-id'] ?? '', 2)
  expect(rows).toMatchObject([{ status: 500, error: 'half and half', isServed: false }, { isServed: true }])
})

it('serves the last failure where all steps fail', async () => {
  upstream.answer(
    inTurn(failed, reply({ status: 400, headers: { 'content-type': 'text/plain' }, body: 'no such model' })),
  )
  const { answer } = await ask('', { headers: uncached, body: JSON.stringify([step('openai'), step('anthropic')]) })
  const rows = await rowsOf(answer.headers['cf-aig-request-id'] ?? '', 2)
  expect(rows).toMatchObject([{ isServed: false }, { isServed: true, status: 400, isSuccess: false }])
  expect(answer.headers['cf-aig-log-id']).toBe(rows[1]?.id)
})

it('has a row for each step of a route', async () => {
  upstream.answer(
    inTurn(
      failed,
      reply({
        body: {
          type: 'message',
          role: 'assistant',
          model: 'claude-3-5-haiku-20241022',
          content: [],
          usage: { input_tokens: 3, output_tokens: 4 },
        },
      }),
    ),
  )
  const { answer } = await ask('compat/chat/completions', {
    headers: uncached,
    body: JSON.stringify({ model: 'dynamic/chat', messages: [{ role: 'user', content: 'x' }] }),
  })
  expect(answer.status).toBe(200)
  const rows = await rowsOf(answer.headers['cf-aig-request-id'] ?? '', 2)
  expect(rows).toMatchObject([
    { route: 'chat', step: 0, model: 'gpt-4o-mini', isServed: false },
    {
      route: 'chat',
      step: 1,
      model: 'claude-3-5-haiku-latest',
      isServed: true,
      usage: { inputTokens: 3, outputTokens: 4 },
    },
  ])
  // What was seen is the provider's own.
  expect(rows[1]?.response?.text).toContain('"type":"message"')
  expect(answer.headers['cf-aig-log-id']).toBe(rows[1]?.id)
})

it('counts how often a provider was asked again', async () => {
  upstream.answer(inTurn(failed, failed, ok))
  const headers = { ...uncached, 'cf-aig-max-attempts': '3', 'cf-aig-retry-delay': '1' }
  const { rows } = await ask('openai/chat/completions', { headers, body: chat })
  expect(rows).toMatchObject([{ retries: 2, status: 200, isSuccess: true, isServed: true }])
})

describe('the cache', () => {
  it('costs nothing where it answers', async () => {
    upstream.answer(ok)
    const body = JSON.stringify({ model: 'gpt-4o-mini', messages: ['cached'] })
    const first = await ask('openai/chat/completions', { headers: json, body })
    const second = await ask('openai/chat/completions', {
      headers: { ...json, 'cf-aig-custom-cost': '{"total_cost":1}' },
      body,
    })
    expect(first.rows).toMatchObject([{ cacheStatus: 'MISS', retries: 0 }])
    expect(first.rows[0]?.cost).toBeGreaterThan(0)
    expect(second.rows).toMatchObject([
      { cacheStatus: 'HIT', cost: 0, isCustomCost: false, status: 200, usage: { inputTokens: 1 }, isServed: true },
    ])
    expect(second.answer.body).toEqual(first.answer.body)
    expect(second.answer.headers['cf-aig-log-id']).toBe(second.rows[0]?.id)
  })

  it('answers with streams that are read as any other', async () => {
    upstream.answer(events({ object: 'chat.completion.chunk', usage: { prompt_tokens: 5, completion_tokens: 6 } }))
    const body = JSON.stringify({ model: 'gpt-4o-mini', stream: true })
    const first = await ask('openai/chat/completions', { headers: json, body })
    const second = await ask('openai/chat/completions', { headers: json, body })
    expect([first.rows, second.rows]).toMatchObject([
      [{ cacheStatus: 'MISS', usage: { inputTokens: 5, outputTokens: 6 } }],
      [{ cacheStatus: 'HIT', usage: { inputTokens: 5, outputTokens: 6 }, cost: 0 }],
    ])
    expect(second.answer.text).toBe(first.answer.text)
  })

  it('is not what a provider says of its own', async () => {
    upstream.answer(
      reply({ headers: { 'cf-aig-cache-status': 'HIT' }, body: { usage: { prompt_tokens: 1, completion_tokens: 1 } } }),
    )
    const { rows } = await ask('openai/chat/completions', { headers: uncached, body: chat })
    expect(rows).toMatchObject([{ cacheStatus: null }])
    expect(rows[0]?.cost).toBeGreaterThan(0)
  })
})

describe('refusals', () => {
  const problem = { isSuccess: false, isServed: true, usage: null, cost: null, response: null }

  it('of a limit', async () => {
    upstream.answer(ok)
    await ask('custom-limited/chat/completions', { headers: uncached, body: chat })
    const { answer, rows } = await ask('custom-limited/chat/completions', { headers: uncached, body: chat })
    expect(answer.status).toBe(429)
    expect(rows).toMatchObject([{ ...problem, status: 429, error: expect.stringContaining('1 requests per 3600 s') }])
    expect(answer.headers['cf-aig-log-id']).toBe(rows[0]?.id)
  })

  it('of a provider that cannot be reached', async () => {
    const { answer, rows } = await ask('custom-dead/chat/completions', { headers: uncached, body: chat })
    expect(answer.headers['cf-aig-error']).toBe('unreachable')
    expect(rows).toMatchObject([{ ...problem, status: 502, error: expect.stringContaining('refused the connection') }])
    expect(answer.headers['cf-aig-log-id']).toBe(rows[0]?.id)
  })

  it.each([
    ['says nothing in time', hang(), { 'cf-aig-request-timeout': '50' }, 504],
    ['breaks off before it answers', reset(), {}, 502],
  ] as const)('of a provider that %s', async (_, manner, headers, status) => {
    upstream.answer(manner)
    const { rows } = await ask('openai/chat/completions', { headers: { ...uncached, ...headers }, body: chat })
    expect(rows).toMatchObject([{ ...problem, status, durationMs: expect.any(Number) }])
  })

  it('of a key that is not there', async () => {
    const { answer, rows } = await ask('openai/chat/completions', {
      headers: { ...uncached, 'cf-aig-byok-alias': 'none' },
      body: chat,
    })
    expect(answer.status).toBe(400)
    expect(rows).toMatchObject([
      { ...problem, status: 400, isStoredKey: false, error: expect.stringContaining("'none'") },
    ])
    expect(answer.headers['cf-aig-log-id']).toBe(rows[0]?.id)
  })

  it('in the shape of the REST API', async () => {
    const body = JSON.stringify({ model: 'custom-dead/m', messages: [{ role: 'user', content: 'x' }] })
    const answer = await call(`${url}/client/v4/accounts/a/ai/v1/chat/completions`, {
      headers: { ...uncached, 'cf-aig-gateway-id': 'demo' },
      body,
    })
    expect(answer.json).toMatchObject({ success: false, errors: [{ code: 2005 }] })
    const rows = await rowsOf(answer.headers['cf-aig-log-id'] ?? '')
    expect(rows).toMatchObject([{ ...problem, requestType: 'rest', status: 502 }])
  })

  it('of an answer that cannot be translated', async () => {
    upstream.answer(reply({ headers: { 'content-type': 'application/json' }, body: '[1]' }))
    const body = JSON.stringify({ model: 'anthropic/m', messages: [{ role: 'user', content: 'x' }] })
    const { answer, rows } = await ask('compat/chat/completions', { headers: uncached, body })
    expect(answer.status).toBe(502)
    expect(answer.headers['cf-aig-log-id']).toBe(rows[0]?.id)
  })
})

it('repeats no key that a provider repeats', async () => {
  const message = 'Incorrect API key provided: sk-own-key-77. Or was it sk-stored-key-1?'
  upstream.answer(reply({ status: 401, body: { error: { message } } }))
  const headers = { ...uncached, authorization: 'Bearer sk-own-key-77' }
  const { answer, rows } = await ask('openai/chat/completions', { headers, body: chat })
  expect(answer.text).toContain('sk-own-key-77')
  expect(rows).toMatchObject([{ error: 'Incorrect API key provided: ***. Or was it ***?' }])
  expect(JSON.stringify(rows)).not.toMatch(/sk-(own|stored)-key/)
})

describe('what fails in spite of a 200', () => {
  it('in JSON', async () => {
    upstream.answer(reply({ body: { error: { message: 'no credit' } } }))
    const { rows } = await ask('openai/chat/completions', { headers: uncached, body: chat })
    expect(rows).toMatchObject([{ status: 200, isSuccess: false, error: 'no credit' }])
  })

  it('in the middle of a stream', async () => {
    upstream.answer(
      events(
        { object: 'chat.completion.chunk', usage: { prompt_tokens: 5, completion_tokens: 6 } },
        { error: { message: 'broke' } },
      ),
    )
    const { rows } = await ask('openai/chat/completions', { headers: uncached, body: chat })
    expect(rows).toMatchObject([{ status: 200, isSuccess: false, error: 'broke', usage: { inputTokens: 5 } }])
  })
})

it.each(['chunked', 'content-length'] as const)(
  'keeps what was said before an answer broke off (%s)',
  async (framing) => {
    const said = [
      { object: 'chat.completion.chunk', choices: [] },
      { object: 'chat.completion.chunk', usage: { prompt_tokens: 5, completion_tokens: 6 } },
    ]
    upstream.answer(cut(framing, `${said.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('')}data: {"obj`))
    const known = scene.rows().length
    await call(`${url}/v1/acct/demo/openai/chat/completions`, { headers: uncached, body: chat }).then(
      () => expect.unreachable('the client has to see it break off'),
      () => {},
    )
    await expect.poll(() => scene.rows().length).toBe(known + 1)
    expect(scene.rows().at(-1)).toMatchObject({
      status: 200,
      isComplete: false,
      error: 'The provider broke its answer off.',
      usage: { inputTokens: 5, outputTokens: 6 },
      response: { isWhole: false },
    })
  },
)
