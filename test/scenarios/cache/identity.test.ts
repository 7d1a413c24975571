// Nobody gets what another identity's key paid for, unless they share the gateway's own key or say so with cf-aig-cache-key.

import { expect, it } from 'vitest'
import { events } from '../../support/answers.ts'
import { setCacheScene } from './scene.ts'

const { upstream, ask } = await setCacheScene(
  ({ url }) => `
authentication:
  tokens: [{ name: bot, secret: BOT_TOKEN }, { name: cat, secret: CAT_TOKEN }]
cache: { ttl: 1h }
providers:
  openai: { url: "${url}/v1", keys: { default: { secret: KEY_A }, other: { secret: KEY_B } } }
  anthropic: { url: "${url}/anthropic" }
  google-ai-studio: { url: "${url}/google" }
`,
  { BOT_TOKEN: 'bot-token-0123456789', CAT_TOKEN: 'cat-token-0123456789', KEY_A: 'sk-a', KEY_B: 'sk-b' },
)

let count = 0
const fresh = () => ({ model: 'm', nonce: ++count })
const bot = { 'cf-aig-authorization': 'Bearer bot-token-0123456789' }
const cat = { 'cf-aig-authorization': 'Bearer cat-token-0123456789' }

async function status(path: string, body: unknown, headers: { [name: string]: string }) {
  return (await ask(path, body, { headers })).headers['cf-aig-cache-status'] ?? 'none'
}

it('keys of their own', async () => {
  const body = fresh()
  expect(await status('openai/x', body, { ...bot, authorization: 'Bearer one' })).toBe('MISS')
  expect(await status('openai/x', body, { ...bot, authorization: 'Bearer two' })).toBe('MISS')
  expect(await status('openai/x', body, { ...cat, authorization: 'Bearer one' })).toBe('HIT')
  expect(await status('openai/x', body, bot)).toBe('MISS')
})

it('a second key beside the first counts too', async () => {
  const body = fresh()
  const headers = { ...bot, 'x-api-key': 'one' }
  expect(await status('anthropic/x', body, { ...headers, authorization: 'Bearer a' })).toBe('MISS')
  expect(await status('anthropic/x', body, { ...headers, authorization: 'Bearer b' })).toBe('MISS')
  expect(await status('anthropic/x', body, { ...headers, authorization: 'Bearer a' })).toBe('HIT')
})

it('a key in the query', async () => {
  const body = fresh()
  expect(await status('google-ai-studio/v1/x?key=one', body, bot)).toBe('MISS')
  expect(await status('google-ai-studio/v1/x?key=two', body, bot)).toBe('MISS')
  expect(await status('google-ai-studio/v1/x?key=one', body, bot)).toBe('HIT')
})

it("the gateway's own key is shared by all who may call it, and each alias is another", async () => {
  const body = fresh()
  expect(await status('openai/x', body, bot)).toBe('MISS')
  expect(await status('openai/x', body, cat)).toBe('HIT')
  // The gateway's token in the provider's slot is no key of the caller's.
  expect(await status('openai/x', body, { authorization: 'Bearer bot-token-0123456789' })).toBe('HIT')
  expect(await status('openai/x', body, { ...bot, 'cf-aig-byok-alias': 'other' })).toBe('MISS')
})

it('who may not call the gateway gets nothing from it', async () => {
  const body = fresh()
  await ask('openai/x', body, { headers: bot })
  expect((await ask('openai/x', body)).status).toBe(401)
})

it('cf-aig-cache-key stands for body and credential', async () => {
  const keyed = { 'cf-aig-cache-key': 'the-key' }
  expect(await status('openai/x', fresh(), { ...bot, ...keyed, authorization: 'Bearer one' })).toBe('MISS')
  expect(await status('openai/x', fresh(), { ...cat, ...keyed, authorization: 'Bearer two' })).toBe('HIT')
  expect(await status('openai/x', fresh(), { ...bot, ...keyed })).toBe('HIT')
  expect(await status('openai/x', fresh(), { ...bot, 'cf-aig-cache-key': 'another' })).toBe('MISS')
  // Gateway, provider and endpoint always count.
  expect(await status('openai/y', fresh(), { ...bot, ...keyed })).toBe('MISS')
  expect(await status('anthropic/x', fresh(), { ...bot, ...keyed })).toBe('MISS')
  expect(await status('google-ai-studio/v1/x?key=one', fresh(), { ...bot, ...keyed })).toBe('MISS')
  expect(await status('google-ai-studio/v1/x?key=two', fresh(), { ...bot, ...keyed })).toBe('HIT')
})

it('cf-aig-cache-key never gives a stream to who asked for none, or the reverse', async () => {
  const keyed = { ...bot, 'cf-aig-cache-key': 'streams' }
  expect(await status('openai/x', { stream: false }, keyed)).toBe('MISS')
  upstream.answer(events({ a: 1 }))
  const stream = { ...fresh(), stream: true }
  expect(await status('openai/x', stream, keyed)).toBe('MISS')
  expect((await ask('openai/x', stream, { headers: keyed })).text).toBe('data: {"a":1}\n\ndata: [DONE]\n\n')
  expect((await ask('openai/x', fresh(), { headers: keyed })).text).toBe('{"ok":true}')
  expect(upstream.requests).toHaveLength(2)
})
