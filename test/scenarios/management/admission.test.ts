// Who may manage what: an admin token opens the gateways that list it, in their accounts, and tells nothing of any other.

import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { setScene } from '../../support/scene.ts'
import { expectErrors, manage, resultOf } from './call.ts'

const sha256 = createHash('sha256').update('hashed-token').digest('hex')
const yaml = (admin: string) => `
authentication: { tokens: [{ name: caller, secret: CALLER }] }
providers: { echo: {} }
${admin}
`
const open = 'endpoints: { management: on }'
const { gateway } = await setScene(
  () => ({
    'one.yaml': yaml(`admin: { tokens: [{ name: ops, secret: OPS }, { name: one, secret: ONE }] }\n${open}`),
    'two.yaml': yaml(`admin: { tokens: [{ name: ops, secret: OPS }, { name: hash, sha256: ${sha256} }] }\n${open}`),
    'three.yaml': yaml(`admin: { tokens: [{ name: unset, secret: UNSET }, { name: other, secret: OTHER }] }\n${open}`),
    'closed.yaml': yaml(`admin: { tokens: [{ name: ops, secret: OPS }] }\nendpoints: { management: off }`),
  }),
  { env: { CALLER: 'caller-token', OPS: 'ops-token', ONE: 'one-token', OTHER: 'other-token' } },
)
const ask = (path: string, token: string | null, headers: { readonly [name: string]: string } = {}) =>
  manage(gateway.url, path, token, { headers })
const ids = async (token: string | null, headers = {}) =>
  (resultOf(await ask('gateways', token, headers)) as { id: string }[]).map(({ id }) => id)
const unauthorized = { status: 401, code: 10000, message: 'Authentication error' }

describe('a list has just the gateways that a token opens', () => {
  it.each([
    ['ops-token', ['one', 'two']],
    ['one-token', ['one']],
    ['hashed-token', ['two']],
    ['other-token', ['three']],
  ])('%s', async (token, expected) => {
    expect(await ids(token)).toEqual(expected)
  })

  it('of the other header, where the SDK has an apiKey', async () => {
    expect(await ids(null, { 'x-auth-key': 'one-token' })).toEqual(['one'])
  })

  it.each(['bearer one-token', 'Bearer   one-token', 'one-token'])(
    'however it is written: %s',
    async (authorization) => {
      expect(await ids(null, { authorization })).toEqual(['one'])
    },
  )
})

describe('a token that opens nothing', () => {
  it.each([
    ['none', null, {}],
    ['an empty one', '', {}],
    ['a wrong one', 'wrong', {}],
    ["a caller's", 'caller-token', {}],
    ['the hash of one', sha256, {}],
    ['the name of one', 'ops', {}],
    ['what an unset secret would be', 'undefined', {}],
    ["one in the gateway's own header", null, { 'cf-aig-authorization': 'Bearer ops-token' }],
    ['one of another scheme', null, { authorization: 'Basic ops-token' }],
    ['one with something behind it', 'ops-token ops-token', {}],
  ])('%s', async (_name, token, headers) => {
    for (const path of [
      'gateways',
      'gateways/one',
      'gateways/absent',
      'gateways/one/logs',
      'custom-providers',
      'absent',
    ])
      expectErrors(await ask(path, token, headers), unauthorized)
  })

  it('changes nothing either, and hears of no file', async () => {
    for (const method of ['PUT', 'DELETE', 'POST']) {
      const answer = await manage(gateway.url, 'gateways/one', 'wrong', { method, body: '{}' })
      expectErrors(answer, unauthorized)
      expect(answer.text).not.toContain('.yaml')
    }
  })
})

describe('a gateway that a token does not open', () => {
  it.each(['two', 'three', 'closed', 'absent', '*management', '@one', 'constructor', '__proto__'])(
    '%s is not there',
    async (id) => {
      const expected = { status: 404, code: 7002, message: `There is no gateway '${id}' here that this token opens.` }
      for (const path of ['', '/logs', '/routes', '/url/echo', '/datasets'])
        expectErrors(await ask(`gateways/${encodeURIComponent(id)}${path}`, 'one-token'), expected)
    },
  )

  it('one with the endpoint off is in no list', async () => {
    expect(await ids('ops-token')).not.toContain('closed')
    expect((await ask('gateways/closed', 'ops-token')).status).toBe(404)
  })
})

describe('where the YAML states an account', async () => {
  const { gateway: stated } = await setScene(
    () => ({
      '_worker.yaml': 'account: 0d37909e38d3e99c29fa2cd343ac421a\n',
      'one.yaml': yaml(`admin: { tokens: [{ name: ops, secret: OPS }] }\n${open}`),
    }),
    { env: { CALLER: 'caller-token', OPS: 'ops-token' } },
  )
  const at = (account: string, path: string, token: string) => manage(stated.url, path, token, {}, account)

  it('the gateway answers to it', async () => {
    expect((await at('0d37909e38d3e99c29fa2cd343ac421a', 'gateways/one', 'ops-token')).status).toBe(200)
  })

  it('and to no other: a good token is told so, a wrong one is not', async () => {
    for (const path of ['gateways', 'gateways/one', 'gateways/absent']) {
      expectErrors(await at('other', path, 'ops-token'), { status: 403, code: 10000, message: 'Authentication error' })
      expectErrors(await at('other', path, 'wrong'), unauthorized)
    }
  })
})
