// How the universal WebSocket is opened: where, by whom, and with which subprotocol told back. Who may not is told so over HTTP.

import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { call } from '../../support/call.ts'
import { expectEnvelope } from '../../support/envelope.ts'
import { setScene } from '../../support/scene.ts'
import { type Opening, openSocket, socketUrl } from './client.ts'

const { gateway, upstream } = await setScene(
  ({ url }) => ({
    'demo.yaml': `
hostname: ai.example.com
authentication: { tokens: [{ name: t, secret: TOKEN }] }
providers: { custom-one: { dialect: openai, url: "${url}/one" } }
`,
    'open.yaml': `authentication: off\nproviders: { custom-one: { dialect: openai, url: "${url}/one" } }\n`,
    'off.yaml': 'authentication: off\nendpoints: { websocket: off }\nproviders: { echo: {} }\n',
    'narrow.yaml': 'authentication: off\nendpoints: { universal: off }\nproviders: { echo: {} }\n',
  }),
  { env: { TOKEN: 'token' } },
)
const step = { provider: 'custom-one', endpoint: 'x', query: {} }
const bearer = { 'cf-aig-authorization': 'Bearer token' }

/** The protocol that was chosen, after a request went well. */
async function served(base: string, opening: Opening): Promise<string> {
  const client = await openSocket(base, opening)
  expect(await client.ask('a', step)).toMatchObject([{ type: 'universal.created', response: { ok: true } }])
  client.socket.close()
  return client.socket.protocol
}

/** The answer in place of a socket. */
async function refused(url: string, { headers = {}, protocols = [] }: Opening = {}) {
  const socket = new WebSocket(socketUrl(url), [...protocols], { headers })
  const [request, response] = await once(socket, 'unexpected-response')
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk)
  request.destroy()
  return {
    status: response.statusCode,
    headers: response.headers,
    json: JSON.parse(String(Buffer.concat(chunks))),
  }
}

describe('it opens', () => {
  it.each([
    ['at the gateway', gateway.base('demo'), bearer],
    ['with a slash', `${gateway.base('demo')}/`, bearer],
    ['with a query', `${gateway.base('demo')}/?x=1`, bearer],
    ['behind a host name', `${gateway.url}/`, { ...bearer, host: 'ai.example.com' }],
    ['for a bare token', gateway.base('demo'), { 'cf-aig-authorization': 'token' }],
    ['for a token in the place of a key', gateway.base('demo'), { authorization: 'Bearer token' }],
    ['for anyone where authentication is off', gateway.base('open'), {}],
  ])('%s', async (_, base, headers) => {
    expect(await served(base, { headers })).toBe('')
  })

  it.each([
    [['cf-aig-authorization.token'], 'cf-aig-authorization.token'],
    [['chat', 'cf-aig-authorization.token', 'other'], 'cf-aig-authorization.token'],
    [['CF-AIG-Authorization.token'], 'CF-AIG-Authorization.token'],
  ])('for a token among %j, which is told back', async (protocols, chosen) => {
    expect(await served(gateway.base('demo'), { protocols })).toBe(chosen)
  })

  it('with the first subprotocol told back where none is a token', async () => {
    expect(await served(gateway.base('open'), { protocols: ['chat', 'other'] })).toBe('chat')
  })
})

describe('it is refused', () => {
  const unauthorized = { status: 401, json: { error: [{ code: 2009, message: 'Unauthorized' }] } }

  it.each([
    ['without a token', {}],
    ['with another token', { headers: { 'cf-aig-authorization': 'Bearer other' } }],
    ['with another token as a subprotocol', { protocols: ['cf-aig-authorization.other'] }],
    [
      'with a wrong header and a right subprotocol: the header wins',
      { headers: { 'cf-aig-authorization': 'no' }, protocols: ['cf-aig-authorization.token'] },
    ],
  ])('%s', async (_, opening) => {
    const answer = await refused(gateway.base('demo'), opening)
    expect(answer).toMatchObject(unauthorized)
    expect(answer.headers['cf-aig-request-id']).toMatch(/^[0-9a-f-]{36}$/)
  })

  it.each([
    ['where it is off', gateway.base('off'), 404, 7002],
    ['where the universal endpoint is off', gateway.base('narrow'), 404, 7002],
    ['where there is no such gateway', gateway.base('none'), 400, 2001],
    ['outside of any gateway', gateway.url, 404, 7002],
  ])('%s', async (_, url, status, code) => {
    expect(await refused(url)).toMatchObject({ status, json: { error: [{ code }] } })
  })

  it('with more subprotocols than headers may be long', async () => {
    const protocols = [`cf-aig-authorization.${'t'.repeat(8192)}`]
    expect(await refused(gateway.base('demo'), { protocols })).toMatchObject({
      status: 400,
      json: { error: [{ code: 7001 }] },
    })
  })
})

it('a plain GET stays what it was', async () => {
  expectEnvelope(await call(gateway.base('open')), { status: 400, code: 7001 })
})

it('a POST that speaks of an upgrade is a POST', async () => {
  const headers = { upgrade: 'websocket', connection: 'upgrade' }
  const answer = await call(gateway.base('open'), { headers, body: JSON.stringify(step) })
  expect([answer.status, answer.json]).toEqual([200, { ok: true }])
})

it('what the opening says holds for each request, but for what is about the opening, and no token goes up', async () => {
  const client = await openSocket(gateway.base('demo'), {
    headers: { 'x-team': 'blue', authorization: 'Bearer token', 'content-type': 'text/plain' },
    protocols: ['chat', 'cf-aig-authorization.token', 'cf-aig-cache-ttl.60'],
  })
  await client.ask('a', step)
  expect((await client.ask('b', step))[0]?.metadata.cacheStatus).toBe('HIT')
  expect((await client.ask('c', { ...step, headers: { 'cf-aig-cache-ttl': 0 } }))[0]?.metadata.cacheStatus).toBe('MISS')
  client.socket.close()
  const { host: _, ...headers } = upstream.requests[0]?.headers ?? {}
  expect(headers).toEqual({ 'content-type': 'application/json', 'content-length': '2', 'x-team': 'blue' })
})
