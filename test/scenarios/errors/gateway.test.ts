// The gateway's own errors, each in the wire's envelope with its status and code.

import { describe, expect, it } from 'vitest'
import { call } from '../../support/call.ts'
import { expectEnvelope } from '../../support/envelope.ts'
import { setScene } from '../../support/scene.ts'

const { gateway, upstream } = await setScene(({ url }) => ({
  '_worker.yaml': 'account: acme\n',
  'demo.yaml': `authentication: off\nproviders: { openai: { url: "${url}" } }\n`,
  'closed.yaml': `authentication: off\nendpoints: { native: off }\nproviders: { openai: { url: "${url}" } }\n`,
  'locked.yaml': `
authentication: { tokens: [{ name: a, sha256: ${'a'.repeat(64)} }] }
providers: { openai: { url: "${url}" } }
`,
}))
const at = (path: string, headers: { readonly [name: string]: string } = {}) =>
  call(`${gateway.url}${path}`, { headers })

const noSuchGateway = { status: 400, code: 2001, message: 'Gateway does not exist' } as const
const notFound = { status: 404, code: 7002 } as const

describe('no such gateway', () => {
  it.each([
    'nonesuch',
    'DEMO',
    'demo.yaml',
    '_worker',
    '__proto__',
    'constructor',
    'toString',
    '@',
    '%64emo',
    'demo%00',
  ])('%s', async (id) => {
    const answer = await at(`/v1/acme/${id}/openai/models`)
    expectEnvelope(answer, { ...noSuchGateway, description: /\S/ })
    expect(upstream.requests).toHaveLength(0)
  })

  it('names what was asked for', async () => {
    const answer = await at('/v1/acme/nonesuch/openai/models')
    expectEnvelope(answer, { ...noSuchGateway, description: "There is no gateway 'nonesuch' in account 'acme' here." })
  })

  it('is also the answer for another account than the Worker states', async () => {
    for (const account of ['other', 'ACME', '_', 'acme%2F'])
      expectEnvelope(await at(`/v1/${account}/demo/openai/models`), noSuchGateway)
    expect((await at('/v1/acme/demo/openai/models')).status).toBe(200)
  })
})

describe('no such provider', () => {
  it.each(['nonesuch', 'anthropic', 'OpenAI', '__proto__', 'constructor', 'hasOwnProperty', 'openai%2F'])(
    '%s',
    async (slug) => {
      const answer = await at(`/v1/acme/demo/${slug}/models`)
      expectEnvelope(answer, { status: 400, code: 2008, message: 'Invalid provider', description: /It has: openai\./ })
      expect(upstream.requests).toHaveLength(0)
    },
  )
})

describe('nothing there', () => {
  it.each([
    '/',
    '/v1',
    '/v1/',
    '/v1/acme',
    '/v1/acme/',
    '/v2/acme/demo/openai/models',
    '/favicon.ico',
    '/v1//demo/openai',
  ])('%s', async (path) => {
    expectEnvelope(await at(path), notFound)
  })

  it('at the universal endpoint, but for a POST', async () => {
    expectEnvelope(await at('/v1/acme/demo'), { status: 400, code: 7001, description: /takes a POST/ })
  })

  it('where native paths are off', async () => {
    expectEnvelope(await at('/v1/acme/closed/openai/models'), { ...notFound, description: /endpoints\.native: off/ })
  })
})

describe('a control that cannot be read', () => {
  it.each(['soon', '-1', '1.5', '1e3', '10s', '99999999', ' ', ''])('cf-aig-request-timeout: %s', async (value) => {
    const answer = await at('/v1/acme/demo/openai/models', { 'cf-aig-request-timeout': value })
    expectEnvelope(answer, {
      status: 400,
      code: 7001,
      description: /cf-aig-request-timeout takes a whole number from 0 to 3600000/,
    })
    expect(upstream.requests).toHaveLength(0)
  })
})

it('says Unauthorized, and how to be authorized', async () => {
  expectEnvelope(await at('/v1/acme/locked/openai/models'), {
    status: 401,
    code: 2009,
    message: 'Unauthorized',
    description: /cf-aig-authorization: Bearer <token>/,
  })
})

it('answers HEAD with the status and no body', async () => {
  const answer = await call(`${gateway.url}/v1/acme/nonesuch/openai`, { method: 'HEAD' })
  expect(answer.status).toBe(400)
  expect(answer.body).toHaveLength(0)
})
