// The client in Node against a gateway: what it sends, what it makes of answers, and of everything that goes wrong.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { hang, inTurn, reply, reset } from '../support/answers.ts'
import { byTarget } from '../support/by-target.ts'
import { closedPort } from '../support/closed-port.ts'
import { caseText, importClient } from './emitted.ts'
import { completion, failureOf, saying, setClientScene, token } from './scene.ts'

const { upstream, gateway, demo, createClient, GatewayError } = await setClientScene()
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/

describe('a chat', () => {
  it('is the provider’s completion, with what the gateway says of it', async () => {
    upstream.answer(reply({ body: completion('Hello') }))
    const { meta, ...body } = await demo.chat(saying('a'), { eventId: 'event-1' })
    expect(body).toEqual(completion('Hello'))
    expect(meta).toEqual({
      provider: 'openai',
      model: 'gpt-4o-mini',
      step: 0,
      cacheStatus: null,
      logId: null,
      requestId: expect.stringMatching(UUID),
      eventId: 'event-1',
      dropped: [],
    })
    expect(JSON.parse(String(upstream.requests[0]?.body))).toEqual({
      model: 'gpt-4o-mini',
      messages: [{ role: 'user', content: 'a' }],
    })
  })

  it('of a route falls back, and says who answered', async () => {
    upstream.answer(byTarget({ '/openai/': reply({ status: 503 }), '/groq/': reply({ body: completion('Hi') }) }))
    const { choices, meta } = await demo.chat(saying('b', 'dynamic/chat'))
    expect(choices[0]?.message.content).toBe('Hi')
    expect(meta).toMatchObject({ provider: 'groq', model: 'llama-3.3-70b-versatile', step: 1 })
  })

  it('from the cache says so', async () => {
    upstream.answer(reply({ body: completion('Once') }))
    const stati = []
    for (const _ of [1, 2]) stati.push((await demo.chat(saying('c'), { cacheTtl: 60 })).meta.cacheStatus)
    expect(stati).toEqual(['MISS', 'HIT'])
    expect((await demo.chat(saying('c'), { cacheTtl: 60, skipCache: true })).meta.cacheStatus).toBe('MISS')
  })

  it('takes fields that no type knows', async () => {
    upstream.answer(reply({ body: completion('a') }))
    await demo.chat(saying('d'), { extraBody: { top_k: 5 } })
    expect(JSON.parse(String(upstream.requests[0]?.body))).toMatchObject({ top_k: 5 })
  })

  it('names the fields that a provider could not be told', async () => {
    const answer = {
      type: 'message',
      role: 'assistant',
      content: [{ type: 'text', text: 'a' }],
      stop_reason: 'end_turn',
    }
    upstream.answer(reply({ body: answer }))
    const { meta } = await demo.chat({ ...saying('e', 'anthropic/claude-sonnet-4-5'), seed: 1, logit_bias: { 1: 2 } })
    expect([...meta.dropped].sort()).toEqual(['logit_bias', 'seed'])
  })
})

describe('options', () => {
  it('are the headers that say the same', async () => {
    const sent: { [name: string]: string }[] = []
    const client = createClient({
      url: 'https://ai.example.com/',
      token,
      fetch: async (_, { headers }) => {
        sent.push(headers)
        return Response.json(completion('a'))
      },
    })
    await client.gateway('demo').chat(saying('a'), {
      cacheTtl: 0,
      skipCache: false,
      cacheKey: 'key',
      metadata: { team: 'Grüße 👋', tries: 2, isTest: true },
      eventId: 'event',
      collectLog: false,
      requestTimeoutMs: 5000,
      retries: { maxAttempts: 2, retryDelayMs: 100, backoff: 'linear' },
      extraHeaders: { Authorization: 'Bearer own-key' },
    })
    await client.gateway('demo').chat(saying('a'))
    expect(sent[0]).toEqual({
      'content-type': 'application/json',
      'cf-aig-authorization': `Bearer ${token}`,
      'cf-aig-cache-ttl': '0',
      'cf-aig-skip-cache': 'false',
      'cf-aig-cache-key': 'key',
      'cf-aig-metadata': '{"team":"Gr\\u00fc\\u00dfe \\ud83d\\udc4b","tries":2,"isTest":true}',
      'cf-aig-event-id': 'event',
      'cf-aig-collect-log': 'false',
      'cf-aig-request-timeout': '5000',
      'cf-aig-max-attempts': '2',
      'cf-aig-retry-delay': '100',
      'cf-aig-backoff': 'linear',
      authorization: 'Bearer own-key',
    })
    expect(sent[1]).toEqual({ 'content-type': 'application/json', 'cf-aig-authorization': `Bearer ${token}` })
  })

  it('reach the gateway: it asks again, and with the caller’s key', async () => {
    upstream.answer(inTurn(reply({ status: 503 }), reply({ body: completion('Again') })))
    const retries = { maxAttempts: 2, retryDelayMs: 1 } as const
    await demo.chat(saying('f'), { retries, extraHeaders: { authorization: 'Bearer own-key' } })
    expect(upstream.requests.map(({ headers }) => headers.authorization)).toEqual(Array(2).fill('Bearer own-key'))
  })
})

it('embeds', async () => {
  const { data, meta } = await demo.embed({ model: 'echo/echo-1', input: ['one', 'two'], dimensions: 4 })
  expect(data.map(({ embedding }) => embedding.length)).toEqual([4, 4])
  expect(meta.provider).toBe('echo')
})

it('asks in the words of the Responses API', async () => {
  const { output, meta } = await demo.responses({ model: 'echo/echo-1', input: 'Hello there' })
  expect(output).toMatchObject([{ type: 'message', content: [{ type: 'output_text', text: 'Hello there' }] }])
  expect(meta).toMatchObject({ provider: 'echo', step: 0 })
})

describe('universal steps', () => {
  const query = { model: 'm', messages: [{ role: 'user', content: 'a' }] } as const

  it('are tried in order, and the answer is the provider’s own', async () => {
    upstream.answer(byTarget({ '/openai/': reset(), '/anthropic/': reply({ body: { id: 'msg_1', content: [] } }) }))
    const answer = await demo.universal([
      { provider: 'openai', endpoint: 'chat/completions', query },
      { provider: 'anthropic', endpoint: 'v1/messages', query: { ...query, max_tokens: 5 } },
    ])
    expect(answer.meta).toMatchObject({ provider: 'anthropic', step: 1 })
    expect(await answer.json()).toEqual({ id: 'msg_1', content: [] })
  })

  it('may ask for a route', async () => {
    upstream.answer(byTarget({ '/openai/': reply({ status: 500 }), '/groq/': reply({ body: completion('Hi') }) }))
    const answer = await demo.universal([
      { provider: 'compat', endpoint: 'chat/completions', query: saying('j', 'dynamic/chat') },
    ])
    expect(answer.meta).toMatchObject({ provider: 'groq', model: 'llama-3.3-70b-versatile', step: 0 })
  })

  it('stream event by event', async () => {
    const endpoint = 'chat/completions'
    const answer = await demo.universal([{ provider: 'echo', endpoint, query: { ...query, stream: true } }])
    let said = ''
    for await (const { choices } of answer.events()) said += choices[0]?.delta.content ?? ''
    expect(said).toBe('a')
  })
})

describe('base URLs', () => {
  it('are what SDKs take', async () => {
    const base = gateway.base('demo', 'local')
    expect([demo.url('openai'), demo.url('dynamic/chat')]).toEqual([`${base}/openai`, `${base}/dynamic/chat`])
    expect(
      createClient({ url: `${gateway.url}/v1/acct/`, token })
        .gateway('demo')
        .url('compat'),
    ).toBe(`${gateway.base('demo', 'acct')}/compat`)
    const response = await fetch(`${demo.url('echo')}/models`, { headers: { authorization: `Bearer ${token}` } })
    expect(response.status).toBe(200)
  })
})

it('asks at a gateway’s own host name without a path, and elsewhere in the account of the YAML', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatewright-client-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'client.ts'), await caseText('all'))
  const module = await importClient(folder)
  const base = (url: string, id: string) => module.createClient({ url }).gateway(id).url('compat')
  const account = '0123456789abcdef0123456789abcdef'
  expect(base('https://ai.example.com/', 'support')).toBe('https://ai.example.com/compat')
  expect(base('https://ai.example.com', 'open')).toBe(`https://ai.example.com/v1/${account}/open/compat`)
  expect(base('http://localhost:8787', 'support')).toBe(`http://localhost:8787/v1/${account}/support/compat`)
})

describe('what goes wrong is a GatewayError', () => {
  it('of the gateway’s: a token that opens nothing', async () => {
    const other = createClient({ url: gateway.url, token: 'another' }).gateway('demo')
    const failure = await failureOf(other.chat(saying('a')))
    expect(failure).toBeInstanceOf(GatewayError)
    expect(failure).toMatchObject({ name: 'GatewayError', status: 401, code: 2009, provider: null, step: null })
    expect(String(failure)).toMatch(/Give createClient the value of a token that opens this gateway\.$/)
    expect(String(failure)).not.toContain('another')
  })

  it('of a provider’s, with its code and when to try again', async () => {
    const error = { message: 'Slow down.', type: 'requests', code: 'rate_limit_exceeded' }
    upstream.answer(reply({ status: 429, headers: { 'retry-after': '7' }, body: { error } }))
    const failure = await failureOf(demo.chat(saying('g')))
    expect(failure).toMatchObject({
      status: 429,
      code: 'rate_limit_exceeded',
      provider: 'openai',
      step: 0,
      retryAfter: 7,
    })
    expect((failure as Error).message).toBe('Status 429 (openai): Slow down. Try again in 7 s.')
  })

  it('of the last step, where all have failed', async () => {
    upstream.answer(reply({ status: 500, body: 'Oh dear.' }))
    const failure = await failureOf(
      demo.universal([
        { provider: 'openai', endpoint: 'chat/completions', query: saying('h') },
        { provider: 'groq', endpoint: 'chat/completions', query: saying('h') },
      ]),
    )
    expect(failure).toMatchObject({ status: 500, provider: 'groq', step: 1 })
    expect((failure as Error).message).toContain('Oh dear.')
  })

  it('of nobody: no gateway answers', async () => {
    const port = await closedPort()
    const failure = await failureOf(
      createClient({ url: `http://127.0.0.1:${port}` })
        .gateway('demo')
        .chat(saying('a')),
    )
    expect(failure).toBeInstanceOf(GatewayError)
    expect(failure).toMatchObject({ status: null, code: null, cause: expect.any(TypeError) })
    expect(String(failure)).toContain(`http://127.0.0.1:${port}/v1/local/demo/compat/chat/completions`)
  })

  it('of the caller’s: what no header may hold, without a word of what it was', async () => {
    const wrong = createClient({ url: gateway.url, token: 'secret-token\n' }).gateway('demo')
    const failure = (await failureOf(wrong.chat(saying('a')))) as Error
    expect(failure).toBeInstanceOf(GatewayError)
    expect(failure.message).toBe('The header cf-aig-authorization would have characters that no header may have.')
    expect(failure.cause).toBeUndefined()
  })

  it('of an answer that is no JSON', async () => {
    const client = createClient({ url: 'http://a', fetch: async () => new Response('<html>') })
    expect(await failureOf(client.gateway('demo').chat(saying('a')))).toBeInstanceOf(GatewayError)
  })

  it('but what the caller takes back ends with the caller’s own reason', async () => {
    upstream.answer(hang())
    const controller = new AbortController()
    const asked = failureOf(demo.chat(saying('i'), { signal: controller.signal }))
    await upstream.next()
    const reason = new Error('never mind')
    controller.abort(reason)
    expect(await asked).toBe(reason)
  })
})
