// What is served below `…/ai-gateway/` and by which method, whatever is asked; and that everything else is the gateways' as it came.

import { describe, expect, it } from 'vitest'
import { call } from '../../support/call.ts'
import { get } from '../../support/raw.ts'
import { setScene } from '../../support/scene.ts'
import { openSocket } from '../websocket/client.ts'
import { expectErrors, manage } from './call.ts'

const { gateway, upstream } = await setScene(
  ({ url }) => ({
    'one.yaml': `
authentication: off
providers: { openai: { url: "${url}", key: { secret: KEY } } }
admin: { tokens: [{ name: ops, secret: OPS }] }
endpoints: { management: on }
`,
  }),
  { env: { OPS: 'ops', KEY: 'k' } },
)
const ask = (path: string, method = 'GET') => manage(gateway.url, path, 'ops', { method })

describe('a path that is none', () => {
  it.each([
    '',
    'absent',
    'constructor',
    '__proto__',
    'gateways/one/absent',
    'gateways/one/constructor',
    'gateways/one/logs/x/absent',
    'gateways/one/logs/x/request/y',
    'gateways/one/url',
    'gateways/one/url/openai/x',
    'gateways/one/policies',
    'evaluation-types/cost',
    'custom-providers/a/b',
    'gateways/one/*',
    'gateways/one/logs/%2a/%2e%2e',
  ])('%s', async (path) => {
    expectErrors(await ask(path), {
      status: 404,
      code: 7002,
      message: /^Nothing is served at this path\. There are: gateways, /,
    })
  })

  it('is one of billing: there is none', async () => {
    const answer = await ask('billing/credit-balance')
    expectErrors(answer, { status: 404, code: 7002, message: /^There is no billing here/ })
  })

  it.each(['%', '%ff', '%00', '%2F', '..%2f..', `${'a'.repeat(8000)}`, '%F0%9F%99%82', "' OR 1=1 --"])(
    'is an id that no gateway can have: %s',
    async (id) => {
      const path = `/client/v4/accounts/acct/ai-gateway/gateways/${id.replaceAll(' ', '%20')}/logs`
      const answer = await get(gateway.url, path, ['Authorization: Bearer ops'])
      expect([answer.status, answer.body]).toEqual([404, expect.stringContaining('"code":7002')])
      expect(gateway.stderr()).not.toContain('unexpected')
    },
  )

  it('says nothing by a slash at its end', async () => {
    expect((await ask('gateways/')).status).toBe(200)
    expect((await ask('gateways/one/')).status).toBe(200)
  })
})

describe('a method that a path does not take', () => {
  it.each([
    ['DELETE', 'gateways', 'GET, POST'],
    ['OPTIONS', 'gateways', 'GET, POST'],
    ['POST', 'gateways/one/url/openai', 'GET'],
    ['POST', 'gateways/one/logs', 'GET, DELETE'],
    ['PUT', 'gateways/one/logs/x', 'GET, PATCH'],
    ['PATCH', 'gateways/one/datasets/x', 'GET, PUT, DELETE'],
  ])('%s %s', async (method, path, allow) => {
    const answer = await ask(path, method)
    expectErrors(answer, { status: 405, code: 7001, message: /takes .*, not / })
    expect(answer.headers.allow).toBe(allow)
  })

  it('but HEAD is a GET', async () => {
    const answer = await ask('gateways/one', 'HEAD')
    expect([answer.status, answer.text]).toEqual([200, ''])
  })

  it('opens nothing to pages of other origins', async () => {
    for (const method of ['GET', 'OPTIONS']) {
      const headers = { origin: 'https://evil.example', 'access-control-request-method': 'GET' }
      const answer = await manage(gateway.url, 'gateways', 'ops', { method, headers })
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([])
    }
  })

  it('keeps what it answers out of caches', async () => {
    expect((await ask('gateways')).headers['cache-control']).toBe('no-store')
  })
})

describe('a gateway without a log', () => {
  it.each(['logs', 'logs/x', 'logs/x/request', 'datasets', 'evaluations', 'analytics'])(
    'has no %s, and says why',
    async (path) => {
      const message = "Gateway 'one' keeps no log. Write 'logs: on' in gateways/one.yaml, and build again."
      expectErrors(await ask(`gateways/one/${path}`), { status: 404, code: 7002, message })
    },
  )
})

describe('everything else is the gateways', () => {
  it("the REST API's", async () => {
    const url = `${gateway.url}/client/v4/accounts/acct/ai/v1/chat/completions`
    const body = '{"model":"openai/gpt-4o-mini","messages":[]}'
    const answer = await call(url, { body, headers: { 'cf-aig-gateway-id': 'one' } })
    expect(answer.status).toBe(200)
    expect(upstream.requests.map(({ target }) => target)).toEqual(['/chat/completions'])
  })

  it.each(['/client/v4/accounts/acct/ai-gateways', '/client/v4/accounts/acct/ai-gatewayx/gateways', '/client/v4/x'])(
    '%s, which it does not know either',
    async (path) => {
      const answer = await call(gateway.url + path, { headers: { authorization: 'Bearer ops' } })
      expect([answer.status, answer.text]).toEqual([
        404,
        expect.stringContaining('/client/v4/accounts/{account_id}/ai/'),
      ])
    },
  )

  it("a provider's, with its path as it was sent", async () => {
    await call(`${gateway.base('one')}/openai/client/v4/accounts/acct/ai-gateway/%67ateways?x=%2F`)
    expect(upstream.requests.map(({ target }) => target)).toEqual([
      '/client/v4/accounts/acct/ai-gateway/%67ateways?x=%2F',
    ])
  })

  it('a socket, which opens', async () => {
    const client = await openSocket(gateway.base('one'))
    const request = { provider: 'openai', endpoint: 'models', headers: {}, query: {} }
    const frames = await client.ask('event', request)
    expect(frames.map(({ type }) => type)).toEqual(['universal.created'])
    client.socket.close()
  })

  it('/metrics, which no gateway of this Worker has', async () => {
    expect((await call(`${gateway.url}/metrics`)).text).toContain('Use /v1/{account_id}/{gateway_id}/{provider}')
  })
})
