// A gateway that has served traffic of every kind that analytics tell apart, what it must have counted of it, and who may ask.

import { scheduler } from 'node:timers/promises'
import { expect } from 'vitest'
import { events, reply } from '../../support/answers.ts'
import { byTarget } from '../../support/by-target.ts'
import { type Answered, call } from '../../support/call.ts'
import { type Scene, setScene } from '../../support/scene.ts'

/** The admin token of both gateways, and that of the second alone. */
export const [OPS, TWO] = ['ops-token', 'two-token'] as const

const usage = { prompt_tokens: 100, completion_tokens: 10, total_tokens: 110 }
const chat = { object: 'chat.completion', model: 'gpt-4o-mini', choices: [], usage }
const chunk = { object: 'chat.completion.chunk', model: 'gpt-4o-mini', choices: [] }

const yaml = (url: string, id: string) => `
authentication: { tokens: [{ name: bot, secret: BOT }] }
logs: on
admin: { tokens: [{ name: ops, secret: OPS }${id === 'two' ? ', { name: two, secret: TWO }' : ''}] }
endpoints: { management: on, metrics: on }
prices: { "openai/gpt-4o-mini": { input: 10, output: 100 }, "groq/free": { input: 0, output: 0 } }
providers:
  openai: { url: "${url}/openai", key: { secret: KEY } }
  groq: { url: "${url}/groq", key: { secret: KEY } }
routes: { chat: [groq/down, openai/gpt-4o-mini] }
`

/** Starts both gateways. */
export function setAnalyticsScene(): Promise<Scene> {
  return setScene(({ url }) => ({ 'one.yaml': yaml(url, 'one'), 'two.yaml': yaml(url, 'two') }), {
    env: { BOT: 'bot-token', OPS, TWO, KEY: 'upstream-key' },
  })
}

/** What {@link sendTraffic} comes to: six requests, seven attempts. Each answer has 100 tokens in and 10 out, at 0.002 dollars. */
export const TRAFFIC = { requests: 6, attempts: 7, answers: 5, cost: 0.002 }

/** Two plain chats of a team, one that streams, one that is cached, one by the route whose first step is down, one that fails. */
export async function sendTraffic({ gateway, upstream }: Scene, id = 'one'): Promise<void> {
  upstream.answer(
    byTarget({
      '/groq/': reply({ status: 503, body: { error: { message: 'down' } } }),
      '/openai/stream': events(chunk, { ...chunk, usage }),
      '/openai/': reply({ body: chat }),
    }),
  )
  const send = (path: string, body: object, headers = {}) =>
    call(`${gateway.base(id)}/${path}`, {
      headers: { 'cf-aig-authorization': 'Bearer bot-token', 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
  const model = 'gpt-4o-mini'
  const messages = [{ role: 'user', content: 'Hello.' }]
  const team = { 'cf-aig-metadata': '{"team":"red"}' }
  const cached = { 'cf-aig-cache-ttl': '60', 'cf-aig-cache-key': id }
  const answers = [
    await send('openai/chat/completions', { model, messages }, { ...team, ...cached }),
    await send('openai/chat/completions', { model, messages }, { ...team, ...cached }),
    await send('openai/stream/chat/completions', { model, messages, stream: true }),
    await send('openai/chat/completions', { model, messages }, { 'cf-aig-metadata': '{"team":"blue"}' }),
    await send('compat/chat/completions', { model: 'dynamic/chat', messages }),
    await send('groq/chat/completions', { model: 'down', messages }),
  ]
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 503])
  expect(answers[1]?.headers['cf-aig-cache-status']).toBe('HIT')
}

/** Asks again until what was sent is counted: rows are written a moment after the answer. */
export async function until<Told>(ask: () => Promise<Told>, isThere: (told: Told) => boolean): Promise<Told> {
  for (let tries = 0; tries < 100; tries += 1) {
    const told = await ask()
    if (isThere(told)) return told
    await scheduler.wait(50)
  }
  return ask()
}

/** Asks for a path of the Worker with an admin token. */
export function askAs({ gateway }: Scene, token: string | null, path: string, method = 'GET'): Promise<Answered> {
  return call(`${gateway.url}${path}`, {
    method,
    headers: token === null ? {} : { authorization: `Bearer ${token}` },
  })
}
