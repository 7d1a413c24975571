// A request over the socket goes the way of the same request over HTTP: the same events in the same order, and cache, limits, retries,
// fallback, unified steps and time limits in between.

import { beforeEach, describe, expect, it } from 'vitest'
import { drip, events, hang, inTurn, reply } from '../../support/answers.ts'
import { byTarget } from '../../support/by-target.ts'
import { call } from '../../support/call.ts'
import { setScene } from '../../support/scene.ts'
import { openSocket, type SocketClient } from './client.ts'

const { gateway, upstream } = await setScene(
  ({ url }) => ({
    'demo.yaml': `
authentication: { tokens: [{ name: one, secret: ONE }, { name: two, secret: TWO }] }
rate_limit: { requests: 3, per: 1h, by: token }
providers: { custom-one: { dialect: openai, url: "${url}/one" } }
`,
    'open.yaml': `
authentication: off
providers:
  custom-one: { dialect: openai, url: "${url}/one", idle_timeout: 300ms }
  custom-two: { dialect: openai, url: "${url}/two", timeout: 200ms }
  anthropic: { url: "${url}/anthropic" }
routes: { chain: [custom-one/a, custom-two/b] }
`,
  }),
  { env: { ONE: 'one', TWO: 'two' } },
)
const step = { provider: 'custom-one', endpoint: 'chat/completions', query: { prompt: 'x' } }
const two = { ...step, provider: 'custom-two' }
let client: SocketClient

beforeEach(async () => {
  client = await openSocket(gateway.base('open'))
  return () => client.socket.close()
})

it('a stream: the same events in the same order', async () => {
  upstream.answer(events({ n: 1 }, { n: 'zwei 🎉' }, { n: [3] }, {}, { n: 5 }))
  const { text } = await call(gateway.base('open'), { body: JSON.stringify([step]) })
  const overHttp = text.split('\n\n').flatMap((event) => event.replace(/^data: /, '') || [])
  const overSocket = (await client.ask('s', step)).filter(({ type }) => type === 'universal.stream')
  expect(overHttp).toHaveLength(6)
  expect(overSocket.map(({ response }) => (response === '[DONE]' ? response : JSON.stringify(response)))).toEqual(
    overHttp,
  )
})

it('the cache: kept from one, given to the other', async () => {
  upstream.answer(inTurn(reply({ body: { n: 1 } }), reply({ body: { n: 2 } })))
  const kept = { ...step, endpoint: 'kept', headers: { 'cf-aig-cache-ttl': 60 } }
  expect((await client.ask('a', kept))[0]).toMatchObject({ metadata: { cacheStatus: 'MISS' }, response: { n: 1 } })
  expect((await client.ask('b', kept))[0]).toMatchObject({ metadata: { cacheStatus: 'HIT' }, response: { n: 1 } })
  const overHttp = await call(gateway.base('open'), { body: JSON.stringify([kept]) })
  expect([overHttp.headers['cf-aig-cache-status'], overHttp.json]).toEqual(['HIT', { n: 1 }])
  expect(upstream.requests).toHaveLength(1)
})

it('a stream from the cache is told as one', async () => {
  upstream.answer(events({ n: 1 }))
  const kept = { ...step, endpoint: 'stream', headers: { 'cf-aig-cache-ttl': 60, 'cf-aig-cache-key': 'streamed' } }
  const first = await client.ask('a', kept)
  const second = await client.ask('b', kept)
  expect(second.map(({ type, response }) => [type, response])).toEqual(
    first.map(({ type, response }) => [type, response]),
  )
  expect(second[0]?.metadata.cacheStatus).toBe('HIT')
  expect(upstream.requests).toHaveLength(1)
})

it('retries, with what the step says of them', async () => {
  upstream.answer(inTurn(reply({ status: 503 }), reply({ status: 503 }), reply({ body: { n: 3 } })))
  const config = { maxAttempts: 3, retryDelay: 1, backoff: 'constant' }
  expect(await client.ask('r', { ...step, config })).toMatchObject([{ response: { n: 3 }, metadata: { step: '0' } }])
  expect(upstream.requests).toHaveLength(3)
})

it('fallback, and which step it was', async () => {
  upstream.answer(byTarget({ '/two/': hang(), '/one/': reply({ body: { said: 'one' } }) }))
  client.send({ type: 'universal.create', eventId: 'f', request: [two, step] })
  expect(await client.whole('f')).toMatchObject([{ response: { said: 'one' }, metadata: { step: '1' } }])
})

it('a time limit', async () => {
  upstream.answer(hang())
  expect(await client.ask('t', two)).toMatchObject([
    { type: 'universal.error', status: 504, error: [{ code: 2005 }], description: expect.stringContaining('200 ms') },
  ])
})

it('a limit between two bytes, in the middle of a stream', async () => {
  upstream.answer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write('data: 1\n\n')
  })
  const frames = await client.ask('t', step)
  expect(frames.map(({ type, status }) => [type, status])).toEqual([
    ['universal.created', undefined],
    ['universal.stream', undefined],
    ['universal.error', 502],
  ])
})

it('what comes slowly comes whole', async () => {
  upstream.answer(drip('slowly', 20))
  expect(await client.ask('d', step)).toMatchObject([{ response: 'slowly' }])
})

describe('a unified step', () => {
  const query = { model: 'anthropic/claude-sonnet-4-5', messages: [{ role: 'user', content: 'hi' }] }
  const compat = { provider: 'compat', endpoint: 'chat/completions', query }

  it('is translated', async () => {
    const content = [{ type: 'text', text: 'hello' }]
    const usage = { input_tokens: 1, output_tokens: 1 }
    upstream.answer(
      reply({ body: { id: 'm', type: 'message', role: 'assistant', content, stop_reason: 'end_turn', usage } }),
    )
    expect(await client.ask('c', compat)).toMatchObject([
      { type: 'universal.created', response: { choices: [{ message: { content: 'hello' } }] } },
    ])
    expect(upstream.requests[0]?.target).toBe('/anthropic/messages')
  })

  it('may name a route', async () => {
    upstream.answer(byTarget({ '/one/': reply({ status: 500 }), '/two/': reply({ body: { said: 'two' } }) }))
    const frames = await client.ask('c', { ...compat, query: { ...query, model: 'dynamic/chain' } })
    expect(frames).toMatchObject([{ type: 'universal.created', response: { said: 'two' } }])
  })
})

it('limits count each request, for whoever opened the socket', async () => {
  const one = await openSocket(gateway.base('demo'), { headers: { 'cf-aig-authorization': 'one' } })
  for (const id of ['1', '2', '3']) expect(await one.ask(id, step)).toMatchObject([{ type: 'universal.created' }])
  expect(await one.ask('4', step)).toMatchObject([
    { type: 'universal.error', status: 429, error: [{ code: 2003, message: 'Rate limited' }] },
  ])
  const other = await openSocket(gateway.base('demo'), { headers: { 'cf-aig-authorization': 'two' } })
  expect(await other.ask('1', step)).toMatchObject([{ type: 'universal.created' }])
  const overHttp = await call(gateway.base('demo'), {
    headers: { 'cf-aig-authorization': 'one' },
    body: JSON.stringify([step]),
  })
  expect(overHttp.status).toBe(429)
  one.socket.close()
  other.socket.close()
})
