// Which failures are tried again, how often, and that each attempt is the same request.

import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { type Answer, cut, garbage, hang, inTurn, late, reply, reset } from '../../support/answers.ts'
import { readAuthorization, signatureOf } from '../../support/aws.ts'
import { call } from '../../support/call.ts'
import { closedPort } from '../../support/closed-port.ts'
import { expectEnvelope } from '../../support/envelope.ts'
import { setScene } from '../../support/scene.ts'

const closed = await closedPort()
const { gateway, upstream } = await setScene(
  ({ url }) => ({
    'demo.yaml': `
authentication: off
cache: off
retries: { attempts: 3, delay: 1, backoff: constant }
providers:
  openai: { url: "${url}/v1", timeout: 300, key: { secret: KEY } }
  mistral: { url: "${url}/v1", retries: { attempts: 2 } }
  groq: { url: "http://127.0.0.1:${closed}" }
  aws-bedrock: { url: "${url}", region: us-east-1, key: { secret: AWS } }
  cohere: { url: "${url}", retries: { attempts: 1 } }
`,
  }),
  { env: { KEY: 'stored', AWS: JSON.stringify({ accessKeyId: 'AKID', secretAccessKey: 'SECRET' }) } },
)
const at = (slug: string, path = 'x') => `${gateway.base('demo')}/${slug}/${path}`
const ask = (slug: string, headers: { readonly [name: string]: string } = {}, body: string | Uint8Array = '{"n":1}') =>
  call(at(slug), { headers, body })
const sse = { headers: { 'content-type': 'text/event-stream' } }

describe('tried again', () => {
  it.each<[what: string, answer: Answer]>([
    ...[408, 409, 425, 429, 500, 502, 503, 504, 529].map((status): [string, Answer] => [
      `${status}`,
      reply({ status }),
    ]),
    ['a reset', reset()],
    ['garbage', garbage()],
    ['no answer in time', hang()],
    [
      'a stream that opens with an error',
      reply({ ...sse, body: 'event: error\ndata: {"type":"overloaded_error"}\n\n' }),
    ],
    ['a stream of nothing', reply({ ...sse, body: '' })],
    ['a stream that breaks off before it says anything', cut('chunked', '')],
    ['JSON that is an error', reply({ body: { error: { message: 'try later' } } })],
  ])('%s', async (_, failure) => {
    upstream.answer(inTurn(failure, reply({ body: { attempt: 2 } })))
    const answer = await ask('openai')
    expect([answer.status, answer.json, answer.headers['cf-aig-step']]).toEqual([200, { attempt: 2 }, '0'])
    expect(upstream.requests).toHaveLength(2)
  })

  it('until there are no attempts left: the last answer is the answer', async () => {
    const [one, two, three, four] = [500, 503, 429, 200].map((status) => reply({ status, body: { status } }))
    if (one && two && three && four) upstream.answer(inTurn(one, two, three, four))
    const answer = await ask('openai')
    expect([answer.status, answer.json]).toEqual([429, { status: 429 }])
    expect(upstream.requests).toHaveLength(3)
  })

  it('a connection refused, to the end', async () => {
    const answer = await ask('groq')
    expectEnvelope(answer, { status: 502, code: 2005, message: 'Failed to get response from provider' })
    expect(answer.headers['cf-aig-error']).toBe('unreachable')
  })

  it('a 200 that is an error, to the end: it is the answer', async () => {
    const body = 'event: error\ndata: {"type":"overloaded_error"}\n\n'
    upstream.answer(reply({ ...sse, body }))
    const answer = await ask('openai')
    expect([answer.status, answer.text]).toEqual([200, body])
    expect(upstream.requests).toHaveLength(3)
  })
})

describe('not tried again', () => {
  it.each([200, 201, 204, 301, 307, 400, 401, 402, 403, 404, 405, 406, 410, 413, 415, 422, 451])(
    '%i',
    async (status) => {
      upstream.answer(reply({ status, body: status === 204 ? '' : { status } }))
      expect((await ask('openai')).status).toBe(status)
      expect(upstream.requests).toHaveLength(1)
    },
  )

  it('a stream that breaks off after its first event', async () => {
    upstream.answer(cut('chunked', 'data: {"n":0}\n\n'))
    await expect(ask('openai')).rejects.toThrow()
    expect(upstream.requests).toHaveLength(1)
  })

  it('where the YAML or the request says once', async () => {
    upstream.answer(reply({ status: 503 }))
    await ask('cohere')
    expect(upstream.requests).toHaveLength(1)
    await ask('openai', { 'cf-aig-max-attempts': '1' })
    expect(upstream.requests).toHaveLength(2)
  })
})

describe('how often', () => {
  it.each([
    ["the gateway's", 'openai', {}, 3],
    ["the provider's", 'mistral', {}, 2],
    ["the request's, fewer", 'openai', { 'cf-aig-max-attempts': '2' }, 2],
    ["the request's, more", 'mistral', { 'cf-aig-max-attempts': '5' }, 5],
    ["the request's where the YAML says once", 'cohere', { 'cf-aig-max-attempts': '4' }, 4],
  ] as const)('%s', async (_, slug, headers, times) => {
    upstream.answer(reply({ status: 503 }))
    expect((await ask(slug, { 'cf-aig-retry-delay': '1', ...headers })).status).toBe(503)
    expect(upstream.requests).toHaveLength(times)
  })
})

describe('each attempt', () => {
  it('is the same request, body and all', async () => {
    const bytes = Buffer.from(Uint8Array.from({ length: 300_000 }, (_, index) => (index * 7919) % 256))
    const resetWhenWhole: Answer = async (request, response) => {
      await request.complete
      await reset()(request, response)
    }
    upstream.answer(inTurn(reply({ status: 503 }), resetWhenWhole, reply()))
    const headers = { 'content-type': 'application/octet-stream', 'x-trace': 'abc', 'idempotency-key': 'k1' }
    expect((await ask('openai', headers, bytes)).status).toBe(200)
    expect(upstream.requests).toHaveLength(3)
    const sent = await Promise.all(
      upstream.requests.map(async ({ method, target, rawHeaders, complete }) => {
        const body = await complete
        return { method, target, rawHeaders, body: createHash('sha256').update(body).digest('hex') }
      }),
    )
    expect(sent[0]).toMatchObject({ method: 'POST', target: '/v1/x' })
    expect(sent[0]?.body).toBe(createHash('sha256').update(bytes).digest('hex'))
    expect([sent[1], sent[2]]).toEqual([sent[0], sent[0]])
  })

  it('without a body has none', async () => {
    upstream.answer(inTurn(reply({ status: 503 }), reply()))
    expect((await call(at('openai', 'models'))).status).toBe(200)
    expect(upstream.requests.map(({ method, body }) => [method, body.length])).toEqual([
      ['GET', 0],
      ['GET', 0],
    ])
  })

  it('of a chunked body has it whole', async () => {
    upstream.answer(inTurn(reply({ status: 503 }), reply()))
    expect((await ask('openai', { 'transfer-encoding': 'chunked' }, 'x'.repeat(100_000))).status).toBe(200)
    expect(upstream.requests.map(({ body }) => body.length)).toEqual([100_000, 100_000])
  })

  it('has the one before it hung up on', async () => {
    const endless: Answer = (_, response) => void response.writeHead(503).write('and so on')
    const first = upstream.next()
    upstream.answer(inTurn(endless, async (_, response) => void ((await (await first).over) && response.end('second'))))
    expect((await ask('openai', { 'cf-aig-request-timeout': '20000' })).text).toBe('second')
    expect(await (await first).over).toBe('aborted')
  })

  it('has its own time to the first byte', async () => {
    upstream.answer(inTurn(late(200, { status: 503 }), late(200)))
    expect((await ask('openai')).status).toBe(200)
    expect(upstream.requests).toHaveLength(2)
  })

  it('is signed anew, at its own time', async () => {
    upstream.answer(inTurn(reply({ status: 503 }), reply()))
    const url = at('aws-bedrock', 'bedrock-runtime/us-east-1/model/m/converse')
    // The time in a signature is in seconds.
    expect((await call(url, { headers: { 'cf-aig-retry-delay': '1500' }, body: '{"a":1}' })).status).toBe(200)
    const dates = upstream.requests.map((arrival) => {
      expect(arrival.body.toString()).toBe('{"a":1}')
      expect(readAuthorization(arrival.headers.authorization).signature).toBe(signatureOf(arrival, 'SECRET'))
      return arrival.headers['x-amz-date']
    })
    expect(dates).toHaveLength(2)
    expect(dates[0]).not.toBe(dates[1])
  })
})

describe('a body over 25 MB', () => {
  const bytes = 25 * 1024 * 1024
  const big = (size: number) => Buffer.alloc(size, 'a')

  it.each([
    ['announced', {}],
    ['chunked', { 'transfer-encoding': 'chunked' }],
  ])('is sent once, whole, and the answer says so: %s', async (_, headers) => {
    upstream.answer(reply({ status: 503, body: { error: 'busy' } }))
    const answer = await ask('openai', { ...headers, 'cf-aig-request-timeout': '20000' }, big(bytes + 1))
    expect([answer.status, answer.json, answer.headers['cf-aig-dropped']]).toEqual([503, { error: 'busy' }, 'retries'])
    expect(upstream.requests.map(({ body }) => body.length)).toEqual([bytes + 1])
  })

  it('that succeeds has nothing to say', async () => {
    const answer = await ask('openai', { 'cf-aig-request-timeout': '20000' }, big(bytes + 1))
    expect([answer.status, answer.headers['cf-aig-dropped']]).toEqual([200, undefined])
  })

  it('is no byte less than that', async () => {
    upstream.answer(inTurn(reply({ status: 503 }), reply()))
    const answer = await ask('openai', { 'cf-aig-request-timeout': '20000' }, big(bytes))
    expect([answer.status, answer.headers['cf-aig-dropped']]).toEqual([200, undefined])
    expect(upstream.requests.map(({ body }) => body.length)).toEqual([bytes, bytes])
  })
})
