// Which answers are kept, for how long, and what a client is told of it: cf-aig-cache-status and age.

import { describe, expect, it } from 'vitest'
import { reply } from '../../support/answers.ts'
import { setCacheScene } from './scene.ts'

const { upstream, ask } = await setCacheScene(
  ({ url }) => `
authentication: off
cache: { ttl: 1h }
providers:
  openai: { url: "${url}/v1" }
  groq: { url: "${url}/groq", cache: { ttl: 0 } }
  anthropic: { url: "${url}", cache: off }
`,
)

let count = 0
/** A body that no other test sends. */
const fresh = () => ({ model: 'm', nonce: ++count })
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** The statuses of one request after another, all the same. */
async function statuses(
  path: string,
  times: number,
  headers: { [name: string]: string } = {},
  body: unknown = fresh(),
) {
  const all = []
  for (let index = 0; index < times; index++)
    all.push((await ask(path, body, { headers })).headers['cf-aig-cache-status'] ?? 'none')
  return all
}

it('keeps an answer and gives it again, with its age', async () => {
  const body = fresh()
  upstream.answer(reply({ status: 201, headers: { 'x-of-the-provider': 'yes', 'set-cookie': 'a=b' } }))
  const first = await ask('openai/chat/completions', body)
  expect(first.headers['cf-aig-cache-status']).toBe('MISS')
  expect(first.headers.age).toBeUndefined()
  await pause(1100)
  upstream.answer(reply({ status: 500 }))
  const second = await ask('openai/chat/completions', body)
  expect(second.status).toBe(201)
  expect(second.headers).toMatchObject({
    'cf-aig-cache-status': 'HIT',
    age: '1',
    'x-of-the-provider': 'yes',
    'content-type': 'application/json',
    'cf-aig-step': '0',
  })
  expect(second.headers['set-cookie']).toBeUndefined()
  expect(second.text).toBe(first.text)
  expect(upstream.requests).toHaveLength(1)
})

it('forgets an answer when its TTL is over', async () => {
  const body = fresh()
  const headers = { 'cf-aig-cache-ttl': '1' }
  expect(await statuses('openai/x', 2, headers, body)).toEqual(['MISS', 'HIT'])
  await pause(1100)
  expect(await statuses('openai/x', 2, headers, body)).toEqual(['MISS', 'HIT'])
})

describe('who opts in and out', () => {
  it('a TTL of 0 on a request', async () => {
    expect(await statuses('openai/x', 2, { 'cf-aig-cache-ttl': '0' })).toEqual(['none', 'none'])
  })

  it('a TTL of 0 in the YAML, and a request that asks', async () => {
    expect(await statuses('groq/x', 2)).toEqual(['none', 'none'])
    expect(await statuses('groq/x', 2, { 'cf-aig-cache-ttl': '60' })).toEqual(['MISS', 'HIT'])
    // The YAML's 0 is a value that is present: a key alone does not undo it.
    expect(await statuses('groq/x', 2, { 'cf-aig-cache-key': 'k' })).toEqual(['none', 'none'])
  })

  it('off in the YAML is off', async () => {
    expect(await statuses('anthropic/x', 2, { 'cf-aig-cache-ttl': '60', 'cf-aig-cache-key': 'k' })).toEqual([
      'none',
      'none',
    ])
  })

  it('methods that change something are never answered from here', async () => {
    for (const method of ['PUT', 'PATCH', 'DELETE']) {
      const options = { method, headers: { 'cf-aig-cache-ttl': '60' } }
      await ask('openai/files/1', { a: 1 }, options)
      expect((await ask('openai/files/1', { a: 1 }, options)).headers['cf-aig-cache-status']).toBeUndefined()
    }
    expect(upstream.requests).toHaveLength(6)
  })

  it('a GET only when the request itself asks: the state of a job changes', async () => {
    for (const method of ['GET', 'HEAD']) {
      const get = (headers: { [name: string]: string }) => ask('openai/models', undefined, { method, headers })
      await get({})
      expect((await get({})).headers['cf-aig-cache-status']).toBeUndefined()
      expect((await get({ 'cf-aig-cache-ttl': '60' })).headers['cf-aig-cache-status']).toBe('MISS')
      const kept = await get({ 'cf-aig-cache-ttl': '60' })
      expect(kept.headers['cf-aig-cache-status']).toBe('HIT')
      expect(kept.text).toBe(method === 'GET' ? '{"ok":true}' : '')
    }
    expect(upstream.requests).toHaveLength(6)
  })
})

it('cf-aig-skip-cache goes to the provider and refreshes what is kept', async () => {
  const body = fresh()
  await ask('openai/x', body)
  upstream.answer(reply({ body: { second: true } }))
  const skipped = await ask('openai/x', body, { headers: { 'cf-aig-skip-cache': 'true' } })
  expect(skipped.headers['cf-aig-cache-status']).toBe('MISS')
  const kept = await ask('openai/x', body)
  expect(kept.headers['cf-aig-cache-status']).toBe('HIT')
  expect(kept.json).toEqual({ second: true })
  expect(upstream.requests).toHaveLength(2)
})

describe('what is the same request', () => {
  it('JSON that says the same: order, white space, escapes', async () => {
    await ask('openai/x', '{"b":"é","a":[1,2.0]}')
    expect((await ask('openai/x', '{ "a" : [ 1, 2.0 ],\n "b" : "\\u00e9" }')).headers['cf-aig-cache-status']).toBe(
      'HIT',
    )
    expect((await ask('openai/x', '{"b":"é","a":[2.0,1]}')).headers['cf-aig-cache-status']).toBe('MISS')
  })

  it('numbers beyond a double are different', async () => {
    await ask('openai/x', '{"seed":12345678901234567890}')
    expect((await ask('openai/x', '{"seed":12345678901234567891}')).headers['cf-aig-cache-status']).toBe('MISS')
  })

  it('a retry of an SDK, with other tracing and metadata', async () => {
    const body = fresh()
    const headers = (n: number) => ({
      'x-stainless-retry-count': String(n),
      'user-agent': `client/${n}`,
      traceparent: `00-${n}`,
      // What one client says and another does not, and what means the same.
      ...(n === 0 ? {} : { accept: '*/*', 'accept-language': '*', 'content-type': 'application/json; charset=utf-8' }),
      'cf-aig-metadata': `{"n":${n}}`,
      'cf-aig-event-id': `e${n}`,
      'x-forwarded-for': `10.0.0.${n}`,
    })
    expect(await statuses('openai/x', 1, headers(0), body)).toEqual(['MISS'])
    expect(await statuses('openai/x', 1, headers(1), body)).toEqual(['HIT'])
  })

  it.each([
    ['another version of the API', { 'openai-beta': 'v2' }],
    ['another organisation', { 'openai-organization': 'org-2' }],
    ['another media type', { accept: 'text/event-stream' }],
    ['a header that nobody has heard of', { 'x-new': '1' }],
  ])('not with %s', async (_, headers) => {
    const body = fresh()
    expect(await statuses('openai/x', 1, {}, body)).toEqual(['MISS'])
    expect(await statuses('openai/x', 1, headers, body)).toEqual(['MISS'])
    expect(await statuses('openai/x', 1, headers, body)).toEqual(['HIT'])
  })

  it('not another path, query, provider or method', async () => {
    const body = fresh()
    const headers = { 'cf-aig-cache-ttl': '60' }
    expect(await statuses('openai/x', 1, headers, body)).toEqual(['MISS'])
    expect(await statuses('openai/y', 1, headers, body)).toEqual(['MISS'])
    expect(await statuses('openai/x?a=1', 1, headers, body)).toEqual(['MISS'])
    expect(await statuses('groq/x', 1, headers, body)).toEqual(['MISS'])
    expect(await statuses('openai/x', 1, headers, body)).toEqual(['HIT'])
  })

  it('bytes that are no JSON, by each of them', async () => {
    const send = (bytes: number[]) =>
      ask('openai/audio', Uint8Array.from(bytes), { headers: { 'content-type': 'application/octet-stream' } })
    expect((await send([0, 255, 1])).headers['cf-aig-cache-status']).toBe('MISS')
    expect((await send([0, 255, 1])).headers['cf-aig-cache-status']).toBe('HIT')
    expect((await send([0, 254, 1])).headers['cf-aig-cache-status']).toBe('MISS')
    // Not UTF-8: a decoder would make the same replacement character of both.
    const broken = (byte: number) => ask('openai/x', Uint8Array.from([0x22, byte, 0x22]))
    expect((await broken(0xfe)).headers['cf-aig-cache-status']).toBe('MISS')
    expect((await broken(0xff)).headers['cf-aig-cache-status']).toBe('MISS')
  })
})

it('takes a kept answer of a step for that step', async () => {
  const steps = (key: string) => [
    { provider: 'openai', endpoint: 'chat/completions', headers: {}, query: { model: 'm', nonce: key } },
    { provider: 'groq', endpoint: 'chat/completions', headers: {}, query: { model: 'm', nonce: key } },
  ]
  const body = steps('chain')
  expect((await ask('', body)).headers['cf-aig-step']).toBe('0')
  upstream.answer(reply({ status: 500 }))
  const kept = await ask('', body)
  expect(kept.headers).toMatchObject({ 'cf-aig-step': '0', 'cf-aig-cache-status': 'HIT' })
  expect(upstream.requests).toHaveLength(1)
})

it('tries the next step with its own TTL when the first one fails', async () => {
  const step = (provider: string, ttl: string) => ({
    provider,
    endpoint: 'chat/completions',
    headers: { 'cf-aig-cache-ttl': ttl },
    query: { nonce: 'precedence' },
  })
  upstream.answer((request, response) =>
    reply({ status: request.target.startsWith('/v1') ? 500 : 200 })(request, response),
  )
  for (let times = 0; times < 2; times++) {
    const answered = await ask('', [step('openai', '3600'), step('groq', '0')], {
      headers: { 'cf-aig-cache-ttl': '3600' },
    })
    expect(answered.headers['cf-aig-step']).toBe('1')
    expect(answered.headers['cf-aig-cache-status']).toBeUndefined()
  }
  expect(upstream.requests).toHaveLength(4)
})
