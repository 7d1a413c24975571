// What a collector gets of a gateway as it would be built: a span for each request with one for each attempt below it, hung where the caller
// says, with what is known of them, and no secret.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { inTurn, late, reply, streamed } from '../../support/answers.ts'
import { type Call, call } from '../../support/call.ts'
import { readJson, readProtobuf, type SentSpan } from '../../support/otlp.ts'
import { startUpstream, type Upstream } from '../../support/upstream.ts'
import { startDurably, type TestWorker } from '../../support/worker.ts'

let upstream: Upstream
let collector: Upstream
let worker: TestWorker

beforeEach(async () => {
  upstream = await startUpstream(completion(1000, 500))
  collector = await startUpstream(reply({ body: {} }))
})
afterEach(async () => {
  const [told, sent] = [worker.stderr(), collector.requests.map(({ body }) => body.toString('latin1')).join()]
  await worker.stop()
  await upstream.stop()
  await collector.stop()
  for (const text of [told, sent]) expect(text).not.toContain('sk-')
})

const ENV = { OPENAI: 'sk-openai', TOKEN: 'sk-token', OTEL_KEY: 'sk-otel' }

/** The gateway `demo`, whose spans go to the collector. */
async function start(
  more = '',
  collectors = '[{ url: URL, headers: { x-key: { secret: OTEL_KEY } } }]',
): Promise<void> {
  const yaml = `
authentication: { tokens: [{ name: ci, secret: TOKEN }] }
cache: off
otel: ${collectors.replaceAll('URL', `${collector.url}/v1/traces`)}
${more}
providers:
  openai: { url: ${upstream.url}, key: { secret: OPENAI } }
  custom-up: { dialect: openai, url: ${upstream.url}/up }
`
  worker = await startDurably({ 'demo.yaml': yaml }, ENV)
}

function completion(promptTokens: number, completionTokens: number) {
  const usage = { prompt_tokens: promptTokens, completion_tokens: completionTokens, total_tokens: 0 }
  return reply({ body: { id: 'x', object: 'chat.completion', model: 'gpt-4o-mini-2024-07-18', choices: [], usage } })
}

function ask(
  headers: Call['headers'] = {},
  path = 'openai/chat/completions',
  body: unknown = { model: 'gpt-4o-mini', messages: [] },
) {
  const token = {
    'cf-aig-authorization': 'Bearer sk-token',
    'content-type': 'application/json',
    'user-agent': 'test/1',
  }
  return call(`${worker.url()}/v1/acct/demo/${path}`, { headers: { ...token, ...headers }, body: JSON.stringify(body) })
}

/** What came, once there is that much of it. */
async function spans(count: number): Promise<readonly SentSpan[]> {
  const all = () =>
    collector.requests.flatMap(
      ({ headers, body }) =>
        (headers['content-type'] === 'application/json' ? readJson(body) : readProtobuf(body)).spans,
    )
  await expect.poll(() => all().length, { timeout: 6000 }).toBeGreaterThanOrEqual(count)
  expect(all()).toHaveLength(count)
  return all()
}

/** The request's span, and those below it in the order of their steps. */
async function tree(count: number): Promise<readonly [SentSpan, ...SentSpan[]]> {
  const all = await spans(count)
  const top = all.find(({ kind }) => kind === 2)
  if (top === undefined) throw new Error('there is no span of a request')
  const below = all.filter((span) => span !== top)
  expect(new Set(all.map(({ traceId }) => traceId)).size).toBe(1)
  for (const { parentSpanId } of below) expect(parentSpanId).toBe(top.spanId)
  expect(new Set(all.map(({ spanId }) => spanId)).size).toBe(all.length)
  const stepOf = ({ attributes }: SentSpan) => Number(attributes['gatewright.step']?.[1])
  return [top, ...below.sort((a, b) => stepOf(a) - stepOf(b))]
}

it('tells of a chat with a vendor: what was asked, used, cost, and how long it took', async () => {
  await start()
  upstream.answer(
    late(300, { body: { model: 'x', choices: [], usage: { prompt_tokens: 1000, completion_tokens: 500 } } }),
  )
  const before = Date.now()
  const answer = await ask({ 'cf-aig-metadata': '{"team":"red","gen_ai.request.model":"mine"}' })
  expect(answer.status).toBe(200)
  const [request, attempt] = await tree(2)
  const id = answer.headers['cf-aig-request-id']
  expect(attempt).toMatchObject({
    traceId: id?.replaceAll('-', ''),
    name: 'chat gpt-4o-mini',
    kind: 3,
    status: null,
    attributes: {
      team: ['stringValue', 'red'],
      'gen_ai.operation.name': ['stringValue', 'chat'],
      'gen_ai.provider.name': ['stringValue', 'openai'],
      'gen_ai.model.provider': ['stringValue', 'openai'],
      'gen_ai.request.model': ['stringValue', 'gpt-4o-mini'],
      'gen_ai.usage.input_tokens': ['intValue', '1000'],
      'gen_ai.usage.output_tokens': ['intValue', '500'],
      // 0.15 and 0.60 dollars per million.
      'gen_ai.usage.cost': ['doubleValue', expect.closeTo(0.000_45, 12)],
      'http.response.status_code': ['intValue', '200'],
      'gatewright.log_id': ['stringValue', id],
    },
  })
  // No gateway keeps bodies here.
  expect(Object.keys(attempt?.attributes ?? {}).filter((key) => key.endsWith('_json'))).toEqual([])
  expect(request).toMatchObject({
    name: 'gateway demo',
    parentSpanId: '',
    attributes: {
      team: ['stringValue', 'red'],
      'http.request.method': ['stringValue', 'POST'],
      'user_agent.original': ['stringValue', 'test/1'],
      'gatewright.gateway': ['stringValue', 'demo'],
      'gatewright.token': ['stringValue', 'ci'],
      'gatewright.request_id': ['stringValue', id],
    },
  })
  for (const span of [request, attempt]) {
    const [start, end] = [Number(span?.start) / 1e6, Number(span?.end) / 1e6]
    expect(start).toBeGreaterThanOrEqual(before - 2)
    expect(end - start).toBeGreaterThanOrEqual(290)
    expect(end).toBeLessThanOrEqual(Date.now())
  }
  expect(BigInt(request.start)).toBeLessThanOrEqual(BigInt(attempt?.start ?? 0))
  expect(collector.requests[0]).toMatchObject({ target: '/v1/traces', headers: { 'x-key': ENV.OTEL_KEY } })
  // So that the check for secrets above is not for nothing.
  expect(upstream.requests[0]?.headers.authorization).toBe('Bearer sk-openai')
})

it('tells of each attempt of a chain below one request, those that failed too', async () => {
  await start('routes: { chat: [custom-up/gpt, openai/gpt-4o-mini] }')
  upstream.answer((arrival, response) =>
    (arrival.target.startsWith('/up')
      ? reply({ status: 503, body: { error: { message: 'overloaded' } } })
      : completion(10, 20))(arrival, response),
  )
  const answer = await ask({}, 'compat/chat/completions', { model: 'dynamic/chat', messages: [] })
  expect(answer.headers).toMatchObject({ 'cf-aig-step': '1' })
  const [request, first, second] = await tree(3)
  expect(request.attributes).toMatchObject({ 'http.response.status_code': ['intValue', '200'] })
  expect(request.status).toBeNull()
  expect(first).toMatchObject({
    name: 'chat gpt',
    status: { code: 2 },
    attributes: { 'error.type': ['stringValue', '503'], 'gatewright.step': ['intValue', '0'] },
  })
  expect(second).toMatchObject({
    name: 'chat gpt-4o-mini',
    status: null,
    attributes: { 'gatewright.step': ['intValue', '1'] },
  })
})

it('tells of a request that was tried again one attempt, and how often', async () => {
  await start()
  upstream.answer(inTurn(reply({ status: 500 }), reply({ status: 500 }), completion(1, 1)))
  await ask({ 'cf-aig-max-attempts': '3', 'cf-aig-retry-delay': '1' })
  const [, attempt] = await tree(2)
  expect(attempt?.attributes).toMatchObject({ 'http.request.resend_count': ['intValue', '2'] })
})

it('tells of a stream when it is over, with what it used', async () => {
  await start()
  async function* chunks() {
    yield `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: 'hi' } }] })}\n\n`
    await new Promise((resolve) => setTimeout(resolve, 600))
    yield `data: ${JSON.stringify({ choices: [], usage: { prompt_tokens: 7, completion_tokens: 9 } })}\n\ndata: [DONE]\n\n`
  }
  upstream.answer(streamed(chunks()))
  await ask()
  const [request, attempt] = await tree(2)
  expect(Number(attempt?.end) - Number(attempt?.start)).toBeGreaterThan(590e6)
  expect(request.end >= (attempt?.end ?? '')).toBe(true)
  expect(attempt?.attributes).toMatchObject({
    'gen_ai.usage.input_tokens': ['intValue', '7'],
    'gen_ai.usage.output_tokens': ['intValue', '9'],
  })
  const [, seconds] = attempt?.attributes['gen_ai.response.time_to_first_chunk'] ?? []
  expect(seconds).toBeLessThan(0.5)
})

it('tells of refusals too', async () => {
  await start('rate_limit: { requests: 1, per: 30d }')
  await ask()
  expect((await ask({ 'cf-aig-event-id': 'refused' })).status).toBe(429)
  const all = await spans(4)
  const refused = all.filter(({ attributes }) => attributes['http.response.status_code']?.[1] === '429')
  expect(refused.map(({ kind }) => kind).sort()).toEqual([2, 3])
  expect(refused.map(({ attributes }) => attributes['error.type'])).toEqual(Array(2).fill(['stringValue', '429']))
  // The client's fault, not the gateway's.
  expect(refused.map(({ kind, status }) => [kind, status?.code ?? null]).sort()).toEqual([
    [2, null],
    [3, 2],
  ])
})

describe('a caller', () => {
  const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'
  const SPAN = '00f067aa0ba902b7'
  const OTHER = '0af7651916cd43dd8448eb211c80319c'

  it('hangs a request into a trace of its own', async () => {
    await start()
    await ask({ traceparent: `00-${TRACE}-${SPAN}-01`, tracestate: 'vendor=1' })
    const [request, attempt] = await tree(2)
    expect(request).toMatchObject({ traceId: TRACE, parentSpanId: SPAN, traceState: 'vendor=1', flags: 0x301 })
    expect(attempt).toMatchObject({ traceId: TRACE, flags: 0x101 })
  })

  it('names a trace to the gateway, which counts for more', async () => {
    await start()
    await ask({
      traceparent: `00-${TRACE}-${SPAN}-01`,
      'cf-aig-otel-trace-id': OTHER,
      'cf-aig-otel-parent-span-id': SPAN,
    })
    const [request] = await tree(2)
    expect(request).toMatchObject({ traceId: OTHER, parentSpanId: SPAN, traceState: '' })
  })
})

it('sends bodies where the gateway keeps them, and the caller does not say no', async () => {
  await start('logs: on')
  await ask()
  const [, attempt] = await tree(2)
  expect(attempt?.attributes['gen_ai.prompt_json']).toEqual(['stringValue', '{"model":"gpt-4o-mini","messages":[]}'])
  expect(JSON.parse(String(attempt?.attributes['gen_ai.completion_json']?.[1]))).toMatchObject({
    object: 'chat.completion',
  })
  collector.requests.length = 0
  await ask({ 'cf-aig-collect-log-payload': 'false' })
  const [, without] = await tree(2)
  expect(without?.attributes).not.toHaveProperty('gen_ai.prompt_json')
  expect(without?.attributes).not.toHaveProperty('gen_ai.completion_json')
})

it('says the same to a collector that wants protobuf', async () => {
  await start('', '[{ url: URL }, { url: URL, content_type: protobuf }]')
  await ask({ 'cf-aig-metadata': '{"seats":-3,"share":0.5,"trial":true}' })
  await spans(4)
  const [json, protobuf] = [...collector.requests].sort((a, b) =>
    String(a.headers['content-type']).localeCompare(String(b.headers['content-type'])),
  )
  expect(protobuf?.headers['content-type']).toBe('application/x-protobuf')
  expect(readProtobuf(protobuf?.body ?? Buffer.of())).toEqual(readJson(json?.body ?? ''))
})

it('costs a client nothing when its collector is down', async () => {
  await start()
  await collector.stop()
  const began = Date.now()
  expect((await ask()).status).toBe(200)
  expect(Date.now() - began).toBeLessThan(900)
})

it('writes no data points where the platform has no dataset, and goes on', async () => {
  await start('analytics_engine: ai')
  expect((await ask()).status).toBe(200)
  await spans(2)
  expect(worker.stderr()).toBe('')
})
