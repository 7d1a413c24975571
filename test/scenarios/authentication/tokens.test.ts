// Who gets in: tokens as secrets and as hashes, in every way of presenting them, each opening its own gateway only.

import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { call } from '../../support/call.ts'
import { expectEnvelope } from '../../support/envelope.ts'
import { setScene } from '../../support/scene.ts'

const hashed = 'a token that lives in git as its hash'
const sha256 = createHash('sha256').update(hashed).digest('hex')
const { gateway, upstream } = await setScene(
  ({ url }) => ({
    'mine.yaml': `
authentication: { tokens: [{ name: bot, secret: BOT_TOKEN }, { name: ci, sha256: ${sha256} }, { name: unset, secret: UNSET }] }
providers: { openai: { url: "${url}", key: { secret: KEY } }, echo: {} }
`,
    'other.yaml': `
authentication: { tokens: [{ name: other, secret: OTHER_TOKEN }] }
providers: { openai: { url: "${url}", key: { secret: KEY } } }
`,
    'open.yaml': `authentication: off\nproviders: { openai: { url: "${url}", key: { secret: KEY } } }\n`,
    'unusable.yaml': `
authentication: { tokens: [{ name: unset, secret: UNSET }, { name: empty, secret: EMPTY }] }
providers: { openai: { url: "${url}" } }
`,
  }),
  { env: { KEY: 'stored-key', BOT_TOKEN: 'bot-token', OTHER_TOKEN: 'other-token', EMPTY: '' } },
)

const at = (id: string, headers: { readonly [name: string]: string }, path = 'openai/models') =>
  call(`${gateway.base(id)}/${path}`, { headers })
const unauthorized = { status: 401, code: 2009, message: 'Unauthorized' } as const

describe('lets in', () => {
  it.each([
    ['a secret token', 'Bearer bot-token'],
    ['the same without a scheme', 'bot-token'],
    ['the scheme in another case', 'bearer bot-token'],
    ['a token known by its hash', `Bearer ${hashed}`],
  ])('%s', async (_, value) => {
    expect((await at('mine', { 'cf-aig-authorization': value })).status).toBe(200)
    expect(upstream.requests[0]?.headers.authorization).toBe('Bearer stored-key')
    expect(JSON.stringify(upstream.requests[0]?.rawHeaders)).not.toMatch(/bot-token|cf-aig/i)
  })
})

describe('keeps out', () => {
  it.each([
    ['nothing', {}],
    ['an empty value', { 'cf-aig-authorization': '' }],
    ['a scheme and nothing else', { 'cf-aig-authorization': 'Bearer ' }],
    ['another token', { 'cf-aig-authorization': 'Bearer nonesuch' }],
    ["another gateway's token", { 'cf-aig-authorization': 'Bearer other-token' }],
    ['a part of a token', { 'cf-aig-authorization': 'Bearer bot-toke' }],
    ['a token and more', { 'cf-aig-authorization': 'Bearer bot-token2' }],
    ['a hash instead of its token', { 'cf-aig-authorization': `Bearer ${sha256}` }],
    ["the SDKs' missing key", { 'cf-aig-authorization': 'Bearer undefined' }],
    ["a provider's key", { authorization: 'Bearer sk-mine' }],
    ["the provider's own stored key", { authorization: 'Bearer stored-key' }],
    ["a secret's name", { 'cf-aig-authorization': 'Bearer BOT_TOKEN' }],
  ])('%s', async (_, headers) => {
    expectEnvelope(await at('mine', headers), unauthorized)
    expect(upstream.requests).toHaveLength(0)
  })

  it('whoever asks for what the gateway does not have: nothing is told', async () => {
    for (const path of ['nonesuch/models', '', 'openai/a/../b'])
      expectEnvelope(await at('mine', {}, path), unauthorized)
  })

  it('from the built-in provider too', async () => {
    expectEnvelope(await at('mine', {}, 'echo/models'), unauthorized)
    expect((await at('mine', { authorization: 'Bearer bot-token' }, 'echo/models')).status).toBe(200)
  })

  it('from every other gateway of the Worker', async () => {
    expect((await at('other', { 'cf-aig-authorization': 'Bearer other-token' })).status).toBe(200)
    expectEnvelope(await at('other', { 'cf-aig-authorization': 'Bearer bot-token' }), unauthorized)
  })

  it('everyone where no token has a value: an unset secret opens nothing', async () => {
    for (const value of ['', 'Bearer ', 'undefined', 'null', 'Bearer null'])
      expectEnvelope(await at('unusable', { 'cf-aig-authorization': value }), unauthorized)
  })
})

describe('off', () => {
  it.each([undefined, 'Bearer undefined', 'Bearer anything', ''])('ignores %s', async (value) => {
    const headers = value === undefined ? {} : { 'cf-aig-authorization': value }
    expect((await at('open', headers)).status).toBe(200)
    expect(upstream.requests[0]?.headers).not.toHaveProperty('cf-aig-authorization')
    expect(upstream.requests[0]?.headers.authorization).toBe('Bearer stored-key')
  })
})
