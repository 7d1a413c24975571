// A host name that implies its gateway: the path then begins with the provider. Every other name is served by /v1 paths.

import { describe, expect, it } from 'vitest'
import { call } from '../../support/call.ts'
import { expectEnvelope } from '../../support/envelope.ts'
import { setScene } from '../../support/scene.ts'

const { gateway, upstream } = await setScene(
  ({ url }) => ({
    'named.yaml': `
hostname: ai.example.com
authentication: { tokens: [{ name: t, secret: TOKEN }] }
providers: { openai: { url: "${url}/named" }, workers-ai: { url: "${url}/named" } }
`,
    'second.yaml': `hostname: second.example.com\nauthentication: off\nproviders: { openai: { url: "${url}/second" } }\n`,
    'plain.yaml': `authentication: off\nproviders: { openai: { url: "${url}/plain" } }\n`,
  }),
  { env: { TOKEN: 'token' } },
)

const at = (host: string, path: string) =>
  call(`${gateway.url}${path}`, { headers: { host, 'cf-aig-authorization': 'Bearer token' } })
const arrived = () => upstream.requests.map(({ target }) => target)

describe('a host name of a gateway', () => {
  it.each([
    ['ai.example.com', '/openai/v1/models?x=1', '/named/models?x=1'],
    ['ai.example.com:8443', '/openai/models', '/named/models'],
    ['AI.Example.COM', '/openai/models', '/named/models'],
    ['ai.example.com.', '/openai/models', '/named/models'],
    ['second.example.com', '/openai/models', '/second/models'],
    ['ai.example.com', '/openai', '/named'],
  ])('%s%s', async (host, path, target) => {
    expect((await at(host, path)).status).toBe(200)
    expect(arrived()).toEqual([target])
  })

  it('asks for the token of its own gateway', async () => {
    const answer = await call(`${gateway.url}/openai/models`, { headers: { host: 'ai.example.com' } })
    expectEnvelope(answer, { status: 401, code: 2009, message: 'Unauthorized' })
  })

  it('knows the providers of its own gateway only', async () => {
    expect((await at('second.example.com', '/workers-ai/@cf/a/b')).status).toBe(400)
    expect(arrived()).toEqual([])
  })
})

describe('any other host name', () => {
  it.each([
    'other.example.com',
    'localhost',
    '127.0.0.1:1',
    '[::1]:8787',
    'x.ai.example.com',
    'ai.example.co',
    '@',
    'plain',
  ])('%s serves /v1 paths and nothing else', async (host) => {
    expect((await at(host, '/v1/acct/plain/openai/models')).status).toBe(200)
    expect(arrived()).toEqual(['/plain/models'])
    expectEnvelope(await at(host, '/openai/models'), { status: 404, code: 7002 })
  })
})

it("keeps a gateway's id out of the way of its host name", async () => {
  for (const id of ['ai.example.com', '@ai.example.com'])
    expectEnvelope(await at('localhost', `/v1/acct/${id}/openai/models`), {
      status: 400,
      code: 2001,
      message: 'Gateway does not exist',
    })
})
