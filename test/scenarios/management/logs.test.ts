// Logs by raw requests: every field, every body, and what the SDK would not send. Rows are the test's own.

import { describe, expect, it } from 'vitest'
import type { Call } from '../../support/call.ts'
import { expectErrors, manage, resultOf } from './call.ts'
import { setRowsScene } from './rows.ts'

const { url, keep } = await setRowsScene()
const ask = (path: string, options: Call = {}) => manage(url, `gateways/one/${path}`, 'ops', options)
const ids = async (query: string) => (resultOf(await ask(`logs?${query}`)) as { id: string }[]).map(({ id }) => id)

describe('a row', () => {
  const bare = {
    provider: 'bare',
    model: null,
    modelType: null,
    requestContentType: null,
    responseContentType: null,
    timeToFirstByteMs: null,
    usage: null,
    cost: null,
    requestSize: null,
    responseSize: null,
  }

  it('of which little is known says so', async () => {
    await keep('one', [{ id: 'bare', ...bare }])
    expect(resultOf(await ask('logs/bare'))).toEqual({
      id: 'bare',
      created_at: expect.stringMatching(/^2026-11-20T00:00:\d\d\.000Z$/),
      request_id: expect.any(String),
      event_id: expect.any(String),
      provider: 'bare',
      model: null,
      model_type: null,
      path: 'chat/completions',
      route: null,
      step: 0,
      served: true,
      request_type: 'native',
      request_content_type: null,
      response_content_type: null,
      token: null,
      authentication: false,
      byok: false,
      wholesale: false,
      user_agent: null,
      status_code: 200,
      success: true,
      complete: true,
      error: null,
      cached: false,
      cache_status: null,
      retries: 0,
      duration: 100,
      time_to_first_byte_ms: null,
      tokens_in: null,
      tokens_out: null,
      tokens_cached: null,
      tokens_cache_write: null,
      tokens_reasoning: null,
      cost: null,
      custom_cost: false,
      metadata: {},
      feedback: null,
      score: null,
      session: null,
      request_size: null,
      request_head: null,
      request_head_complete: false,
      response_size: null,
      response_head: null,
      response_head_complete: false,
    })
  })

  it('of a session tells how it went', async () => {
    const session = { framesSent: 3, framesReceived: 7, closeCode: 1000, closedBy: 'client' as const }
    await keep('one', [{ id: 'session', requestType: 'realtime', status: 101, session }])
    expect(resultOf(await ask('logs/session'))).toMatchObject({
      request_type: 'realtime',
      status_code: 101,
      session: { frames_sent: 3, frames_received: 7, close_code: 1000, closed_by: 'client' },
    })
  })

  it('is listed as it is read, but for its bodies', async () => {
    await keep('one', [
      { id: 'both', provider: 'both', request: 'a', response: 'b', metadata: { n: 1, s: 's', t: true } },
    ])
    const one = resultOf(await ask('logs/both')) as { [name: string]: unknown }
    const [listed] = resultOf(await ask('logs?provider=both')) as { [name: string]: unknown }[]
    for (const name of Object.keys(one)) if (/_(?:size|head|head_complete)$/.test(name)) delete one[name]
    expect(listed).toEqual(one)
    expect(listed?.metadata).toEqual({ n: 1, s: 's', t: true })
  })
})

describe('bodies', () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, index) => index)
  it.each([
    ['JSON', '{"a": 1 }\n', 'application/json', true, 'application/json'],
    ['bytes', bytes, 'audio/mpeg', true, 'audio/mpeg'],
    ['a page', '<script>alert(1)</script>', 'text/html; charset=utf-8', true, 'text/html; charset=utf-8'],
    ['nothing known', bytes, null, true, 'application/octet-stream'],
    ['the beginning of JSON', '{"a": [1, ', 'application/json', false, 'text/plain; charset=utf-8'],
    ['the beginning of a stream', 'data: {"a"', 'text/event-stream', false, 'text/event-stream'],
    ['nothing at all', '', 'application/json', true, 'application/json'],
  ])('are as they were: %s', async (name, body, type, isWhole, shownType) => {
    const id = `body of ${name}`
    await keep('one', [{ id, response: body, request: 'a request', responseContentType: type, isWhole }])
    const answer = await ask(`logs/${encodeURIComponent(id)}/response`)
    expect(answer.status).toBe(200)
    expect(answer.body).toEqual(Buffer.from(body))
    expect(answer.headers).toMatchObject({
      'content-type': shownType,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    })
    expect(answer.headers['cf-aig-dropped']).toBe(isWhole ? undefined : 'rest')
    expect((await ask(`logs/${encodeURIComponent(id)}/request`)).text).toBe('a request')
  })

  it('that were not kept are not there', async () => {
    await keep('one', [{ id: 'no bodies' }])
    for (const which of ['request', 'response']) {
      const message = `There is no ${which} body of a log 'no bodies' in gateway 'one'.`
      expectErrors(await ask(`logs/no%20bodies/${which}`), { status: 404, code: 7002, message })
    }
  })
})

describe('what is said of a row later', () => {
  const patch = (body: string) => ask('logs/marked', { method: 'PATCH', body })

  it.each([
    ['{"feedback":0}', /^'feedback' must be equal to one of the allowed values: 1, -1, null\.$/],
    ['{"feedback":"1"}', /^'feedback' must be equal/],
    ['{"score":"9"}', /^'score' must be number,null\.$/],
    ['{"score":1e999}', /^'score' must be <= /],
    ['{"metadata":[]}', /^'metadata' must be object,null\.$/],
    ['{"metadata":{"a":{}}}', /^'metadata\.a' must be string,number,boolean\.$/],
    [
      '{"metadata":{"a":1,"b":1,"c":1,"d":1,"e":1,"f":1}}',
      /^'metadata' takes 5 entries and 16384 characters at most\.$/,
    ],
    [`{"metadata":{"a":"${'x'.repeat(20_000)}"}}`, /^'metadata' takes 5 entries and 16384 characters at most\.$/],
    ['{"feedbak":1}', /^'feedbak' is no field of this\. It has: feedback, score, metadata\.$/],
    ['{"__proto__":1}', /^'__proto__' is no field of this\./],
    ['{"id":"other"}', /^'id' is no field of this\./],
    ['[]', /^The body must be object\.$/],
    ['null', /^The body must be object\.$/],
    ['', /^This takes a JSON object, and the body is no JSON\.$/],
    ['{', /^This takes a JSON object, and the body is no JSON\.$/],
  ])('is refused with nothing changed: %s', async (body, message) => {
    await keep('one', [{ id: 'marked', metadata: { kept: true } }])
    expectErrors(await patch(body), { status: 400, code: 7001, message })
    expect(resultOf(await ask('logs/marked'))).toMatchObject({ feedback: null, score: null, metadata: { kept: true } })
  })

  it('is kept, and what is not said stays', async () => {
    await keep('one', [{ id: 'marked', metadata: { kept: true } }])
    expect(resultOf(await patch('{"feedback":-1,"score":0.5}'))).toMatchObject({
      id: 'marked',
      feedback: -1,
      score: 0.5,
    })
    expect(resultOf(await patch('{}'))).toMatchObject({ feedback: -1, score: 0.5, metadata: { kept: true } })
    expect(resultOf(await patch('{"feedback":null,"score":null,"metadata":null}'))).toMatchObject({
      feedback: null,
      score: null,
      metadata: {},
    })
  })

  it('of no row is nothing', async () => {
    const message = "There is no log 'absent' in gateway 'one'."
    expectErrors(await ask('logs/absent', { method: 'PATCH', body: '{"score":1}' }), {
      status: 404,
      code: 7002,
      message,
    })
  })
})

describe('two gateways', () => {
  it('know nothing of each other', async () => {
    await keep('one', [{ id: 'mine', provider: 'shared', response: 'one' }])
    await keep('two', [{ id: 'theirs', provider: 'shared', response: 'two' }])
    expect(await ids('provider=shared')).toEqual(['mine'])
    const second = (path: string, options: Call = {}) => manage(url, `gateways/two/${path}`, 'second', options)
    expect((await second('logs/theirs/response')).text).toBe('two')
    for (const path of ['logs/theirs', 'logs/theirs/response']) expect((await ask(path)).status).toBe(404)
    await second('logs', { method: 'DELETE' })
    expect(await ids('provider=shared')).toEqual(['mine'])
    expect((await manage(url, 'gateways/two/logs', 'ops')).status).toBe(404)
  })
})

describe('analytics', () => {
  it('are counted from the same rows', async () => {
    await keep('two', [{ id: 'counted', createdAtMs: Date.now(), provider: 'counted' }])
    const answer = await manage(url, 'gateways/two/analytics?by=provider', 'second')
    const point = { value: 'counted', requests: 1, tokens_in: 10, cost: 0.001 }
    expect(resultOf(answer)).toMatchObject({ per: 'hour', by: 'provider', points: [point] })
    const bad = await manage(url, 'gateways/two/analytics?per=year', 'second')
    expectErrors(bad, {
      status: 400,
      code: 7001,
      message: /^Parameter 'per' takes one of minute, hour, day, not 'year'\.$/,
    })
  })
})
