// The scene of the `cloudflare` SDK at the management API: a gateway that has served real traffic, whose rows a test knows by name, and a
// second one beside it with a log of its own. The SDK is unmodified and knows a `baseURL` and a token.

import Cloudflare from 'cloudflare'
import { reply } from '../support/answers.ts'
import { call } from '../support/call.ts'
import { setScene } from '../support/scene.ts'
import type { Arrival } from '../support/upstream.ts'

/** What the SDK puts into every path. */
export const account_id = '0d37909e38d3e99c29fa2cd343ac421a'

/** The requests of the traffic, oldest first. Where the route falls back a request has two rows. */
export const names = ['ann', 'bob', 'stream', 'broken', 'miss', 'hit', 'step 0', 'step 1'] as const

/** A row of the traffic. */
export type Name = (typeof names)[number]

/** What a test needs. */
export interface CloudflareScene {
  readonly url: string
  /** Opens the gateway `demo`. */
  readonly client: Cloudflare
  /** Opens the gateway `other`. */
  readonly other: Cloudflare
  /** The ids of the rows, by name. */
  readonly ids: { readonly [name in Name]: string }
}

const chat = {
  id: 'chatcmpl-1',
  object: 'chat.completion',
  model: 'gpt-4o-mini',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Hello.' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 1000, completion_tokens: 500, total_tokens: 1500 },
}
const usage = { input_tokens: 2000, cache_read_input_tokens: 0, cache_creation_input_tokens: 0 }
const events = [
  {
    type: 'message_start',
    message: { id: 'msg_1', type: 'message', role: 'assistant', usage: { ...usage, output_tokens: 1 } },
  },
  { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
  { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Hello.' } },
  { type: 'content_block_stop', index: 0 },
  { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 300 } },
  { type: 'message_stop' },
]
const stream = events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join('')
const message = {
  id: 'msg_2',
  type: 'message',
  role: 'assistant',
  model: 'claude-sonnet-4-5',
  content: [{ type: 'text', text: 'Hello.' }],
  stop_reason: 'end_turn',
  usage: { ...usage, output_tokens: 300 },
}

/** As the vendors do: a request for `broken` fails, and so does one for the model `gpt-4o`. */
async function vendor(arrival: Arrival, response: Parameters<ReturnType<typeof reply>>[1]): Promise<void> {
  const body = JSON.parse((await arrival.complete).toString()) as { model: string; stream?: boolean }
  const answer = arrival.target.startsWith('/anthropic')
    ? body.stream === true
      ? reply({ headers: { 'content-type': 'text/event-stream' }, body: stream })
      : reply({ body: message })
    : body.model === 'gpt-4o-mini'
      ? reply({ body: chat })
      : reply({ status: 500, body: { error: { message: 'It is broken.', type: 'server_error' } } })
  await answer(arrival, response)
}

const yaml = (url: string, admin: string) => `
logs: on
authentication: { tokens: [{ name: app, secret: APP }] }
providers:
  openai: { url: "${url}/openai", key: { secret: OPENAI } }
  anthropic: { url: "${url}/anthropic", key: { secret: ANTHROPIC } }
  custom-own: { dialect: openai, url: "${url}/own" }
routes:
  chat: [openai/gpt-4o, anthropic/claude-sonnet-4-5]
admin: { tokens: [{ name: ops, secret: ${admin} }] }
endpoints: { management: on }
`

/** Starts it, and serves the traffic. */
export async function setCloudflareScene(): Promise<CloudflareScene> {
  const env = {
    APP: 'app-token',
    OPENAI: 'sk-stored',
    ANTHROPIC: 'sk-ant-stored',
    OPS: 'ops-token',
    OTHER: 'other-token',
  }
  const { gateway, upstream } = await setScene(
    ({ url }) => ({ 'demo.yaml': yaml(url, 'OPS'), 'other.yaml': yaml(url, 'OTHER') }),
    { env },
  )
  upstream.answer(vendor)
  const send = async (id: string, path: string, body: object, headers: { readonly [name: string]: string } = {}) => {
    const authorization = { 'cf-aig-authorization': 'Bearer app-token' }
    const answer = await call(`${gateway.url}/v1/${account_id}/${id}/${path}`, {
      headers: { 'content-type': 'application/json', 'user-agent': 'traffic/1', ...authorization, ...headers },
      body: JSON.stringify(body),
    })
    return answer.headers['cf-aig-log-id'] ?? ''
  }
  const messages = [{ role: 'user', content: 'Say hello.' }]
  const mini = { model: 'gpt-4o-mini', messages }
  const claude = { model: 'claude-sonnet-4-5', max_tokens: 1024, messages }
  const openai = 'openai/chat/completions'
  const ann = await send('demo', openai, mini, {
    'cf-aig-metadata': '{"user":"ann","plan":"free"}',
    'cf-aig-event-id': 'event-1',
  })
  const bob = await send('demo', openai, mini, { 'cf-aig-metadata': '{"user":"bob","n":7}' })
  const streamed = await send('demo', 'anthropic/v1/messages', { ...claude, stream: true })
  const broken = await send('demo', openai, { ...mini, model: 'gpt-4o' })
  const cached = { 'cf-aig-cache-ttl': '60' }
  const miss = await send('demo', openai, { ...mini, temperature: 0 }, cached)
  const hit = await send('demo', openai, { ...mini, temperature: 0 }, cached)
  const last = await send('demo', 'compat/chat/completions', { ...mini, model: 'dynamic/chat' })
  await send('other', openai, mini)

  const client = clientOf(gateway.url, 'ops-token')
  const rows = await settled(client, names.length)
  const first = rows.find(({ id, step }) => step === 0 && ![ann, bob, streamed, broken, miss, hit].includes(id))
  const ids = { ann, bob, stream: streamed, broken, miss, hit, 'step 0': first?.id ?? '', 'step 1': last }
  return { url: gateway.url, client, other: clientOf(gateway.url, 'other-token'), ids }
}

/** As a user would make it. It would try again what failed. */
export function clientOf(url: string, apiToken: string): Cloudflare {
  return new Cloudflare({ apiToken, baseURL: `${url}/client/v4`, maxRetries: 0 })
}

/** Rows are written behind their answers, some milliseconds later. */
async function settled(client: Cloudflare, count: number) {
  for (let left = 100; left > 0; left -= 1) {
    const { result } = await client.aiGateway.logs.list('demo', { account_id })
    if (result.length >= count) return result
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`There are no ${count} rows in the log after 5 s.`)
}
