// Keys go where they were said to go: a step's own to its provider, the stored one where a step brings none, the request's to
// nobody, and a gateway's token nowhere.

import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { call } from '../../support/call.ts'
import { expectEnvelope } from '../../support/envelope.ts'
import { setScene } from '../../support/scene.ts'

const token = 'gateway-token'
const { gateway, upstream } = await setScene(
  ({ url }) => ({
    'demo.yaml': `
authentication: { tokens: [{ name: t, sha256: ${createHash('sha256').update(token).digest('hex')} }] }
cache: off
providers:
  openai: { url: "${url}/openai", key: { secret: OPENAI }, keys: { batch: { secret: BATCH } } }
  anthropic: { url: "${url}/anthropic", key: { secret: ANTHROPIC } }
  google-ai-studio: { url: "${url}/google" }
  custom-bare: { dialect: openai, url: "${url}/bare" }
`,
    'open.yaml': `
authentication: off
cache: off
providers: { openai: { url: "${url}/openai" }, anthropic: { url: "${url}/anthropic" } }
`,
  }),
  { env: { OPENAI: 'stored-openai', BATCH: 'stored-batch', ANTHROPIC: 'stored-anthropic' } },
)
const step = (provider: string, headers: object = {}) => ({ provider, endpoint: 'x', headers, query: {} })
const authorized = { 'cf-aig-authorization': `Bearer ${token}` }
const send = (steps: unknown, headers: { readonly [name: string]: string } = authorized, id = 'demo') =>
  call(gateway.base(id), { headers, body: JSON.stringify(steps) })
const all = ['openai', 'anthropic', 'google-ai-studio', 'custom-bare']
/** The headers that each of the four providers got. */
const received = async (headers: { readonly [name: string]: string }) => {
  upstream.requests.length = 0
  for (const provider of all) expect((await send([step(provider)], headers)).status).toBe(200)
  return upstream.requests.map((arrival) => arrival.headers)
}

describe("a step's key", () => {
  it('goes to its own provider, before the stored one', async () => {
    await send([step('openai', { Authorization: 'Bearer sk-step' })])
    await send([step('anthropic', { 'X-Api-Key': 'sk-ant-step' })])
    expect(upstream.requests[0]?.headers.authorization).toBe('Bearer sk-step')
    expect(upstream.requests[1]?.headers).toMatchObject({ 'x-api-key': 'sk-ant-step' })
    expect(upstream.requests[1]?.headers).not.toHaveProperty('authorization')
  })

  it('goes to no other step', async () => {
    upstream.answer((_, response) => void response.writeHead(500).end())
    await send([step('openai', { authorization: 'Bearer sk-step', 'x-api-key': 'sk-ant' }), step('custom-bare')])
    expect(upstream.requests).toHaveLength(2)
    expect(upstream.requests[1]?.headers).not.toHaveProperty('authorization')
    expect(upstream.requests[1]?.headers).not.toHaveProperty('x-api-key')
  })

  it("that is the gateway's token goes nowhere, and the stored key does", async () => {
    await send([step('openai', { Authorization: `Bearer ${token}` })])
    await send([{ ...step('anthropic'), authorization: token }])
    await send([{ ...step('google-ai-studio'), endpoint: `v1/models?key=${token}&alt=sse` }])
    expect(upstream.requests[0]?.headers.authorization).toBe('Bearer stored-openai')
    expect(upstream.requests[1]?.headers).toMatchObject({ 'x-api-key': 'stored-anthropic' })
    expect(upstream.requests[2]?.target).toMatch(/\/v1\/models\?alt=sse$/)
    expect(JSON.stringify(upstream.requests)).not.toContain(token)
  })

  it('of a vendor that the gateway does not have goes to no provider that it has', async () => {
    const keys = ['x-goog-api-key', 'xi-api-key', 'api-key', 'x-amz-security-token']
    await send([step('openai')], Object.fromEntries(keys.map((name) => [name, 'tell-tale'])), 'open')
    expect(upstream.requests).toHaveLength(1)
    expect(JSON.stringify(upstream.requests[0]?.rawHeaders)).not.toContain('tell-tale')
  })

  it('in the query of its endpoint is its key', async () => {
    await send([{ ...step('google-ai-studio'), endpoint: 'v1/models?key=mine&alt=sse' }])
    expect(upstream.requests[0]?.target).toBe('/google/v1/models?key=mine&alt=sse')
  })
})

describe('the stored key', () => {
  it('is used where a step brings none', async () => {
    const [openai, anthropic] = await received(authorized)
    expect(openai?.authorization).toBe('Bearer stored-openai')
    expect(anthropic?.['x-api-key']).toBe('stored-anthropic')
  })

  it('is the one that the step, else the request, names', async () => {
    const alias = { ...authorized, 'cf-aig-byok-alias': 'batch' }
    await send([step('openai')], alias)
    await send([step('openai', { 'cf-aig-byok-alias': 'default' })], alias)
    await send([step('openai', { 'CF-AIG-BYOK-Alias': 'batch' })])
    expect(upstream.requests.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer stored-batch',
      'Bearer stored-openai',
      'Bearer stored-batch',
    ])
  })
})

describe("the request's headers", () => {
  it('go to every step, but none that could be a key, and nothing of the gateway’s', async () => {
    const secrets = {
      authorization: 'Bearer of-the-request',
      'x-api-key': 'of-the-request',
      'x-goog-api-key': 'of-the-request',
      cookie: 'session=of-the-request',
      'proxy-authorization': 'Basic of-the-request',
      'cf-access-jwt-assertion': 'of-the-request',
    }
    const sent = await received({ ...authorized, ...secrets, 'x-trace': 'abc', 'user-agent': 'me/1' })
    for (const headers of sent) {
      expect(headers).toMatchObject({ 'x-trace': 'abc', 'user-agent': 'me/1' })
      expect(JSON.stringify(headers)).not.toContain('of-the-request')
      expect(JSON.stringify(headers)).not.toContain(token)
      expect(Object.keys(headers).filter((name) => name.startsWith('cf-'))).toEqual([])
    }
  })

  it("about its own body are not the steps'", async () => {
    const headers = { ...authorized, 'content-type': 'text/plain', 'content-language': 'de', digest: 'sha-256=x' }
    for (const sent of await received(headers)) {
      expect(sent).toMatchObject({ 'content-type': 'application/json', 'content-length': '2' })
      expect(sent).not.toHaveProperty('content-language')
      expect(sent).not.toHaveProperty('digest')
    }
  })
})

describe("the gateway's token", () => {
  it.each([
    ['in the gateway’s header', { 'cf-aig-authorization': `Bearer ${token}` }],
    ['bare', { 'cf-aig-authorization': token }],
    ['in Authorization', { authorization: `Bearer ${token}` }],
    ['in both', { authorization: `Bearer ${token}`, 'cf-aig-authorization': token }],
  ])('%s lets in, and goes no further', async (_, headers) => {
    const sent = await received(headers)
    expect(JSON.stringify(sent)).not.toContain(token)
    expect(sent.map(({ authorization }) => authorization)).toEqual([
      'Bearer stored-openai',
      undefined,
      undefined,
      undefined,
    ])
  })

  it.each([
    ['nothing', {}],
    ['another token', { 'cf-aig-authorization': 'Bearer other' }],
    ['what a client says that has none', { 'cf-aig-authorization': 'Bearer undefined' }],
    ['a key of a provider', { 'x-api-key': token }],
  ])('is asked for: %s does not do', async (_, headers) => {
    const answer = await send([step('openai', authorized)], headers)
    expectEnvelope(answer, { status: 401, code: 2009, message: 'Unauthorized', description: /cf-aig-authorization/ })
    expect(upstream.requests).toHaveLength(0)
  })

  it('is asked for before the steps are read', async () => {
    expect((await send('no steps', {})).status).toBe(401)
    expect((await call(gateway.base('demo'), { body: '{' })).status).toBe(401)
  })

  it.each(['cf-aig-authorization', 'CF-AIG-Authorization'])(
    'in a step is nothing to the provider: %s',
    async (name) => {
      await send([step('openai', { [name]: `Bearer ${token}` })])
      expect(JSON.stringify(upstream.requests[0]?.headers)).not.toContain(token)
    },
  )

  it('that nobody asks for is ignored', async () => {
    const answer = await send([step('openai')], { 'cf-aig-authorization': 'Bearer undefined' }, 'open')
    expect(answer.status).toBe(200)
    expect(upstream.requests[0]?.headers).not.toHaveProperty('authorization')
  })
})
