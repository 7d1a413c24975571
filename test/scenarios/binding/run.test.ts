// What a run asks of its provider: the inputs as they are, the settings in `options.gateway` as the headers that say the same, a gateway
// that is meant without being named, and models by every name that they have.

import { scheduler } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { late, reply } from '../../support/answers.ts'
import { setScene } from '../../support/scene.ts'
import { ask, run } from './http.ts'
import { token } from './scene.ts'

const llama = '@cf/meta/llama-3.1-8b-instruct'
const { gateway, upstream } = await setScene(
  ({ url }) => ({
    '_worker.yaml': 'account: acct\n',
    'only.yaml': `
authentication: { tokens: [{ name: t, secret: TOKEN }] }
logs: on
endpoints: { binding: on, compat: off, rest: off }
providers:
  workers-ai: { url: "${url}/ai" }
  anthropic: { url: "${url}/anthropic", key: { secret: KEY } }
  google-ai-studio: { url: "${url}/google", key: { secret: KEY } }
`,
  }),
  { env: { TOKEN: token, KEY: 'stored' } },
)
const { url } = gateway
const arrived = () => upstream.requests.map(({ target, body }) => [target, JSON.parse(body.toString())])
/** Rows are written a moment after their answers. */
async function rowOf(id: string | undefined): Promise<unknown> {
  for (let tries = 0; tries < 100; tries++) {
    const { status, json } = await ask(url, `/ai-gateway/gateways/only/logs/${id}`)
    if (status === 200) return (json as { result: unknown }).result
    await scheduler.wait(20)
  }
  throw new Error(`the log has no row ${id}`)
}

it('means the only gateway where none is named', async () => {
  const answer = await run(url, llama, { prompt: 'hi' })
  expect([answer.status, answer.headers['cf-aig-request-id']]).toEqual([200, answer.headers['cf-ai-req-id']])
  expect(arrived()).toEqual([[`/ai/run/${llama}`, { prompt: 'hi' }]])
})

it('keeps numbers that no double holds', async () => {
  upstream.answer(
    reply({
      body: '{"result":{"n":12345678901234567890},"success":true}',
      headers: { 'content-type': 'application/json' },
    }),
  )
  const body = '{"inputs":{"seed":98765432109876543210},"options":{}}'
  const answer = await ask(url, '/run', { body, headers: { 'cf-consn-model-id': llama } })
  expect(upstream.requests[0]?.body.toString()).toBe('{"seed":98765432109876543210}')
  expect(answer.text).toBe('{"n":12345678901234567890}')
})

it('asks other vendors in their own APIs, and translates what is none of them', async () => {
  const messages = [{ role: 'user', content: 'hi' }]
  await run(url, 'anthropic/claude-sonnet-4-5', { messages, max_tokens: 5 })
  await run(url, 'google/gemini-3-flash', { messages })
  expect(arrived()).toMatchObject([
    ['/anthropic/messages', { messages, max_tokens: 5, model: 'claude-sonnet-4-5' }],
    ['/google/v1beta/models/gemini-3-flash:generateContent', { contents: [{ role: 'user', parts: [{ text: 'hi' }] }] }],
  ])
  expect(upstream.requests[0]?.headers['x-api-key']).toBe('stored')
})

describe('options.gateway', () => {
  const asked = (stated: object, headers = {}) =>
    run(url, llama, { prompt: 'hi' }, { gateway: { id: 'only', ...stated } }, { headers })

  it('cacheTtl keeps an answer, skipCache asks again, cacheKey stands for the inputs', async () => {
    const status = async (stated: object) => (await asked(stated)).headers['cf-aig-cache-status']
    expect(await status({ cacheTtl: 60 })).toBe('MISS')
    expect(await status({ cacheTtl: 60 })).toBe('HIT')
    expect(await status({ cacheTtl: 60, skipCache: true })).toBe('MISS')
    expect(await status({ cacheTtl: 60, cacheKey: 'mine' })).toBe('MISS')
    expect(await status({ cacheKey: 'mine' })).toBe('HIT')
    expect(upstream.requests).toHaveLength(3)
  })

  it('metadata, eventId and collectLog are those of the log', async () => {
    const metadata = { team: 'blå 雪', n: 1, yes: true }
    const answer = await asked({ metadata, eventId: 'my-event' })
    expect(answer.headers['cf-aig-event-id']).toBe('my-event')
    const row = await rowOf(answer.headers['cf-aig-log-id'])
    expect(row).toMatchObject({ metadata, event_id: 'my-event', request_type: 'binding', model: llama })
    expect((await asked({ collectLog: false })).headers).not.toHaveProperty('cf-aig-log-id')
  })

  it('requestTimeoutMs and retries hold', async () => {
    upstream.answer(late(500))
    expect((await asked({ requestTimeoutMs: 50 })).status).toBe(504)
    upstream.reset()
    upstream.answer(reply({ status: 503 }))
    await asked({ retries: { maxAttempts: 3, retryDelayMs: 1, backoff: 'constant' } })
    expect(upstream.requests).toHaveLength(3)
  })

  it('a header wins over it', async () => {
    upstream.answer(reply({ status: 503 }))
    await asked({ retries: { maxAttempts: 3, retryDelayMs: 1 } }, { 'cf-aig-max-attempts': '2' })
    expect(upstream.requests).toHaveLength(2)
  })

  it.each([{ retries: null }, { metadata: null }, { cacheTtl: null }, { eventId: null }, { retries: 'often' }])(
    'that says nothing is none: %o',
    async (stated) => expect((await asked(stated)).status).toBe(200),
  )

  it.each([{ eventId: 'a\nb' }, { cacheTtl: 'soon' }, { retries: { backoff: 'wild' } }])(
    'that cannot be is told: %o',
    async (stated) => expect((await asked(stated)).json).toMatchObject({ errors: [{ code: 7001 }] }),
  )
})

it.each([
  ['no inputs', undefined],
  ['inputs that are no object', ['a']],
])('%s are told', async (_, inputs) => {
  expect((await run(url, llama, inputs)).json).toMatchObject({ errors: [{ code: 7001 }] })
})

it.each(['', 'no json', '[]', '{"inputs":'])('a body that is no object is told: %j', async (body) => {
  const answer = await ask(url, '/run', { method: 'POST', body, headers: { 'cf-consn-model-id': llama } })
  expect([answer.status, answer.json]).toMatchObject([400, { errors: [{ code: 7001 }], internalCode: 7001 }])
  expect(answer.headers['cf-aig-request-id']).toMatch(/^[0-9a-f-]{36}$/)
})

it('a run without a model is told', async () => {
  const answer = await ask(url, '/run', { body: { inputs: {} } })
  expect([answer.status, answer.json]).toMatchObject([400, { errors: [{ code: 7001 }] }])
})

it('a JSON answer that breaks off is told', async () => {
  upstream.answer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' })
    response.write('{"result":', () => response.socket?.destroy())
  })
  const answer = await run(url, llama, { prompt: 'hi' })
  expect([answer.status, answer.json]).toMatchObject([502, { errors: [{ code: 2005 }] }])
  expect(answer.headers['cf-aig-request-id']).toMatch(/^[0-9a-f-]{36}$/)
})
