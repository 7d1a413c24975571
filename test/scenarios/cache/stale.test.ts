// Answers that are given after their TTL: at once while a new one is fetched behind them, or when the provider fails.

import { afterEach, expect, it } from 'vitest'
import { inTurn, late, reply, reset } from '../../support/answers.ts'
import { setCacheScene } from './scene.ts'

const { upstream, ask, restart } = await setCacheScene(
  ({ url }) => `
authentication: off
cache: { ttl: 1 }
providers:
  openai: { url: "${url}/v1", cache: { stale_while_revalidate: 1h } }
  groq: { url: "${url}/groq", cache: { stale_if_error: 1h } }
  mistral: { url: "${url}/mistral", cache: { stale_if_error: 2 } }
`,
)

let count = 0
const fresh = () => ({ model: 'm', nonce: ++count })
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const said = (n: number) => reply({ body: { n } })

/** An answer that is past its TTL. */
async function gone(path: string): Promise<unknown> {
  const body = fresh()
  upstream.answer(said(1))
  await ask(path, body)
  await pause(1200)
  upstream.reset()
  return body
}

afterEach(() => upstream.reset())

it.each(['from memory', 'from the store'])(
  'gives a stale answer at once and fetches a new one behind it, %s',
  async (from) => {
    const body = await gone('openai/x')
    if (from === 'from the store') await restart()
    upstream.answer(late(500, { body: { n: 2 } }))
    const started = Date.now()
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask('openai/x', body)))
    expect(Date.now() - started).toBeLessThan(450)
    expect(answers.map(({ headers }) => headers['cf-aig-cache-status'])).toEqual(Array(20).fill('STALE'))
    expect(answers[0]?.json).toEqual({ n: 1 })
    expect(Number(answers[0]?.headers.age)).toBeGreaterThanOrEqual(1)
    await pause(700)
    expect(upstream.requests).toHaveLength(1)
    const next = await ask('openai/x', body)
    expect(next.headers['cf-aig-cache-status']).toBe('HIT')
    expect(next.json).toEqual({ n: 2 })
  },
)

it('a failed refresh is tried again with the next stale answer', async () => {
  const body = await gone('openai/x')
  upstream.answer(inTurn(reply({ status: 500 }), said(2)))
  expect((await ask('openai/x', body)).headers['cf-aig-cache-status']).toBe('STALE')
  await pause(200)
  expect((await ask('openai/x', body)).headers['cf-aig-cache-status']).toBe('STALE')
  await pause(200)
  expect((await ask('openai/x', body)).json).toEqual({ n: 2 })
})

it.each([500, 503, 429])('gives a stale answer when the provider says %s', async (status) => {
  const body = await gone('groq/x')
  upstream.answer(reply({ status }))
  const answered = await ask('groq/x', body)
  expect(answered.status).toBe(200)
  expect(answered.headers['cf-aig-cache-status']).toBe('STALE')
  expect(answered.json).toEqual({ n: 1 })
  upstream.answer(said(2))
  expect((await ask('groq/x', body)).json).toEqual({ n: 2 })
})

it('and when it cannot be reached', async () => {
  const body = await gone('groq/x')
  upstream.answer(reset())
  expect((await ask('groq/x', body)).headers['cf-aig-cache-status']).toBe('STALE')
})

it('but not when the request is at fault, or its answer is too old', async () => {
  const body = await gone('groq/x')
  upstream.answer(reply({ status: 401 }))
  expect((await ask('groq/x', body)).status).toBe(401)
  const old = await gone('mistral/x')
  await pause(2000)
  upstream.answer(reply({ status: 500 }))
  expect((await ask('mistral/x', old)).status).toBe(500)
})

it('a stale answer of a step is an answer of that step', async () => {
  const steps = ['groq', 'openai'].map((provider) => ({ provider, endpoint: 'x', query: { nonce: 'chain' } }))
  await ask('', steps)
  await pause(1200)
  upstream.answer(reply({ status: 500 }))
  const answered = await ask('', steps)
  expect(answered.headers).toMatchObject({ 'cf-aig-step': '0', 'cf-aig-cache-status': 'STALE' })
})
