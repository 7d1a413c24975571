// What spans say of rows: names and attributes as the conventions and the wire contract have them, and ids that hang together though no
// row knows of another.

import { expect, it } from 'vitest'
import type { Exchange } from '../../../runtime/exchange.ts'
import type { LogRow } from '../../../runtime/logs/row.ts'
import type { Span } from '../../../runtime/telemetry/span.ts'
import { spansOf } from '../../../runtime/telemetry/spans.ts'
import { tokens } from '../../support/log-row.ts'
import { telemetryRow as logRow } from './telemetry-row.ts'

const TRACE = '019aa7c15f007abc8def0123456789ab'
const BEGAN_MS = 0x019aa7c15f00

it('says of an attempt what it asked, used, cost and took', () => {
  const row = logRow({
    usage: tokens(120, 34, { cachedTokens: 20, cacheWriteTokens: 10, reasoningTokens: 4 }),
    cost: 0,
    retries: 2,
    step: 1,
    createdAtMs: BEGAN_MS + 40,
  })
  const [attempt] = spans(row)
  expect(attempt).toMatchObject({
    traceId: TRACE,
    spanId: '8def0123456789ab',
    parentSpanId: '0def0123456789ab',
    traceState: null,
    flags: 0x101,
    name: 'chat gpt-4o-mini',
    kind: 3,
    startMs: BEGAN_MS + 40,
    endMs: BEGAN_MS + 1540,
    error: null,
  })
  expect(attempt?.attributes).toEqual([
    ['gen_ai.operation.name', 'chat'],
    ['gen_ai.provider.name', 'openai'],
    ['gen_ai.model.provider', 'openai'],
    ['gen_ai.request.model', 'gpt-4o-mini'],
    ['gen_ai.usage.input_tokens', 120],
    ['gen_ai.usage.output_tokens', 34],
    ['gen_ai.usage.cache_read.input_tokens', 20],
    ['gen_ai.usage.cache_creation.input_tokens', 10],
    ['gen_ai.usage.reasoning.output_tokens', 4],
    // A double also where it happens to be a whole number.
    ['gen_ai.usage.cost', 0, true],
    ['gen_ai.response.time_to_first_chunk', 0.25, true],
    ['http.request.resend_count', 2],
    ['gatewright.log_id', row.id],
    ['gatewright.step', 1],
    ['http.response.status_code', 200],
  ])
})

it('says of a request who asked, and begins when it came', () => {
  const row = logRow({ createdAtMs: BEGAN_MS + 40, route: 'chat', requestType: 'compat' })
  const [, request, ...more] = spans(row)
  expect(more).toEqual([])
  expect(request).toMatchObject({
    traceId: TRACE,
    spanId: '0def0123456789ab',
    parentSpanId: null,
    flags: 0x101,
    name: 'gateway demo',
    kind: 2,
    startMs: BEGAN_MS,
    endMs: BEGAN_MS + 1540,
    error: null,
  })
  expect(request?.attributes).toEqual([
    ['http.request.method', 'POST'],
    ['user_agent.original', 'test/1'],
    ['gatewright.gateway', 'demo'],
    ['gatewright.request_id', row.requestId],
    ['gatewright.event_id', 'event-1'],
    ['gatewright.request_type', 'compat'],
    ['gatewright.route', 'chat'],
    ['gatewright.token', 'ci'],
    ['http.response.status_code', 200],
  ])
})

it('puts attempts that failed below the same request, which has a span when it is answered', () => {
  const first = logRow({ isServed: false, status: 503, isSuccess: false, error: 'overloaded' })
  const second = logRow({ id: '019aa7c1-6000-7123-b456-fedcba987654', step: 1 })
  const [failed, ...none] = spans(first)
  const [answered, request] = spans(second)
  expect(none).toEqual([])
  expect(failed?.error).toBe('overloaded')
  expect(attributesOf(failed)['error.type']).toBe('503')
  expect([failed?.parentSpanId, answered?.parentSpanId]).toEqual([request?.spanId, request?.spanId])
  expect(new Set([failed?.spanId, answered?.spanId, request?.spanId]).size).toBe(3)
  expect(new Set([failed?.traceId, answered?.traceId, request?.traceId])).toEqual(new Set([TRACE]))
  expect(request?.error).toBeNull()
})

it('hangs a request below the span that its caller names', () => {
  const headers = { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-00`, tracestate: 'vendor=1' }
  const [attempt, request] = spans(logRow(), headers)
  expect(request).toMatchObject({
    traceId: 'a'.repeat(32),
    parentSpanId: 'b'.repeat(16),
    traceState: 'vendor=1',
    flags: 0x300,
  })
  expect(attempt).toMatchObject({ traceId: 'a'.repeat(32), parentSpanId: request?.spanId, flags: 0x100 })
})

it.each<[string, Partial<LogRow>, readonly [attempt: string | null, request: string | null], string]>([
  ["a client's fault", { status: 400, isSuccess: false, error: 'no model' }, ['no model', null], '400'],
  ["a provider's fault", { status: 502, isSuccess: false, error: 'reset' }, ['reset', 'reset'], '502'],
  [
    'an answer that breaks off',
    { isComplete: false, error: 'it broke off' },
    ['it broke off', 'it broke off'],
    '_OTHER',
  ],
  ['a fault without words', { status: 500, isSuccess: false }, ['', ''], '500'],
])('calls an error %s', (_, parts, errors, type) => {
  const both = spans(logRow(parts))
  expect(both.map(({ error }) => error)).toEqual(errors)
  expect(both.map((span) => attributesOf(span)['error.type'])).toEqual([type, type])
})

it('says of what is not known nothing, and of what a cache gave that nobody was called', () => {
  const nothing = { model: null, modelType: null, usage: null, cost: null, timeToFirstByteMs: null }
  const [attempt] = spans(logRow({ ...nothing, cacheStatus: 'HIT' }))
  expect(attempt).toMatchObject({ name: '_OTHER', kind: 1 })
  expect(attempt?.attributes.map(([key]) => key)).toEqual([
    'gen_ai.operation.name',
    'gen_ai.provider.name',
    'gen_ai.model.provider',
    'gatewright.log_id',
    'gatewright.step',
    'gatewright.cache_status',
    'http.response.status_code',
  ])
})

it('calls providers what the conventions do, by their row, and by their slug what the YAML does', () => {
  const [attempt] = spans(logRow({ provider: 'vertex' }))
  expect(attributesOf(attempt)).toMatchObject({
    'gen_ai.provider.name': 'gcp.vertex_ai',
    'gen_ai.model.provider': 'vertex',
  })
})

it('says what callers do in metadata, but under no name that has a meaning', () => {
  const metadata = {
    team: 'red',
    seats: 3,
    trial: true,
    'gen_ai.usage.cost': 9,
    'error.type': 'mine',
    'http.response.status_code': 1,
  }
  for (const span of spans(logRow({ metadata, cost: null }))) {
    expect(span.attributes.slice(0, 3)).toEqual([
      ['team', 'red'],
      ['seats', 3],
      ['trial', true],
    ])
    expect(new Set(span.attributes.map(([key]) => key)).size).toBe(span.attributes.length)
    expect(attributesOf(span)).not.toHaveProperty('error.type')
    expect(attributesOf(span)).toMatchObject({ 'http.response.status_code': 200 })
    expect(attributesOf(span)).not.toHaveProperty('gen_ai.usage.cost')
  }
})

it.each([
  ['JSON', '{"a":1}', '{"a":1}'],
  ['a list', ' [1]\n', '[1]'],
  ['a stream', 'event: x\ndata: {"a":1}\r\n\r\ndata:{"b":2}\n\ndata: [DONE]\n\n', '[{"a":1},{"b":2}]'],
  ['text', 'hello', undefined],
])('keeps of a body that is %s', (_, text, kept) => {
  const payload = { bytes: new TextEncoder().encode(text), isWhole: true }
  const [attempt, request] = spans(logRow({ request: payload, response: payload }))
  const { 'gen_ai.prompt_json': prompt, 'gen_ai.completion_json': completion } = attributesOf(attempt)
  expect([prompt, completion]).toEqual([kept, kept])
  expect(attributesOf(request)).not.toHaveProperty('gen_ai.prompt_json')
  const part = { ...payload, isWhole: false }
  expect(attributesOf(spans(logRow({ request: part }))[0])).not.toHaveProperty('gen_ai.prompt_json')
})

function spans(row: LogRow, headers: { readonly [name: string]: string } = {}): readonly Span[] {
  const request = new Request('http://gateway.test/v1/acct/demo/openai/chat/completions', { method: 'POST', headers })
  const providers = { openai: { row: 'openai' }, vertex: { row: 'google-vertex-ai' } }
  return spansOf(row, { request, gateway: { id: 'demo', providers } } as unknown as Exchange)
}

function attributesOf(span: Span | undefined): { readonly [key: string]: unknown } {
  return Object.fromEntries(span?.attributes.map(([key, value]) => [key, value]) ?? [])
}
