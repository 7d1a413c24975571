// Vertex AI with a stored service account: a token is minted with a signed JWT, used for many requests, and renewed in
// time. Every fetch of the gateway reaches the test's upstream, which plays Google's token endpoint and Vertex.

import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { type Answer, reply } from '../../support/answers.ts'
import { call } from '../../support/call.ts'
import { setScene } from '../../support/scene.ts'

const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
const privateKey = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const account = (email: string, more: object = {}) =>
  JSON.stringify({
    type: 'service_account',
    client_email: email,
    private_key: privateKey,
    private_key_id: 'kid-1',
    ...more,
  })

const google = 'https://oauth2.googleapis.com/token'
const own = 'https://tokens.acme.example/mint'
const env = {
  PLAIN: account('plain@p.iam'),
  OWN: account('own@p.iam', { token_uri: own }),
  SHORT: account('short@p.iam', { token_uri: `${own}/short` }),
  CONCURRENT: account('concurrent@p.iam', { token_uri: own }),
  REFUSED: account('refused@p.iam', { token_uri: `${own}/refused` }),
  BROKEN: '{"client_email": "x@p.iam", "private_key": "-----BEGIN',
  BAD_PEM: account('bad@p.iam', { private_key: 'no pem' }),
  API_KEY: 'AIzaStoredKey',
}
const keys = Object.keys(env).map((name) => `${name.toLowerCase()}: { secret: ${name} }`)
const { gateway, upstream } = await setScene(
  () => ({
    'demo.yaml': `authentication: off\nproviders: { google-vertex-ai: { keys: { ${keys.join(', ')} } }, openai: {} }\n`,
  }),
  { env, capture: true },
)

let mints = 0
/** The token endpoint and Vertex in one: every token has a number. */
const asGoogle: Answer = (request, response) => {
  if (request.method === 'POST' && request.target.endsWith('/refused'))
    return reply({ status: 401, body: { error: 'invalid_grant' } })(request, response)
  if (request.target !== google && !request.target.startsWith(own)) return reply()(request, response)
  mints += 1
  const seconds = request.target.endsWith('/short') ? 30 : 3600
  return reply({ body: { access_token: `token-${mints}`, expires_in: seconds, token_type: 'Bearer' } })(
    request,
    response,
  )
}
beforeEach(() => {
  mints = 0
  upstream.answer(asGoogle)
})

const path = '/v1/projects/p/locations/us-central1/publishers/google/models/m:generateContent'
const ask = (headers: { readonly [name: string]: string }) =>
  call(`${gateway.base('demo')}/google-vertex-ai${path}`, { headers, body: '{}' })
const askWith = (alias: string) => ask({ 'cf-aig-byok-alias': alias })
const targets = () => upstream.requests.map(({ target }) => target)
const vertexUrl = `https://us-central1-aiplatform.googleapis.com${path}`
const tokensUsed = () =>
  upstream.requests.filter(({ target }) => target === vertexUrl).map((arrival) => arrival.headers.authorization)

describe('minting', () => {
  it('exchanges an RS256 assertion as RFC 7523 has it', async () => {
    expect((await askWith('own')).status).toBe(200)
    expect(targets()).toEqual([own, vertexUrl])
    const [minting, request] = upstream.requests
    expect(request?.headers.authorization).toBe('Bearer token-1')
    const form = new URLSearchParams(minting?.body.toString())
    expect(minting?.headers['content-type']).toBe('application/x-www-form-urlencoded')
    expect(form.get('grant_type')).toBe('urn:ietf:params:oauth:grant-type:jwt-bearer')
    const [head = '', claims = '', signature = ''] = (form.get('assertion') ?? '').split('.')
    expect(decode(head)).toEqual({ alg: 'RS256', typ: 'JWT', kid: 'kid-1' })
    expect(decode(claims)).toEqual({
      iss: 'own@p.iam',
      aud: own,
      scope: 'https://www.googleapis.com/auth/cloud-platform',
      iat: expect.any(Number),
      exp: expect.any(Number),
    })
    const { iat, exp } = decode(claims) as { iat: number; exp: number }
    expect(exp - iat).toBe(3600)
    expect(Math.abs(iat - Date.now() / 1000)).toBeLessThan(60)
    const signed = Buffer.from(`${head}.${claims}`)
    const publicKey = createPublicKey(pair.publicKey.export({ type: 'spki', format: 'pem' }))
    expect(verify('RSA-SHA256', signed, publicKey, Buffer.from(signature, 'base64url'))).toBe(true)
  })

  it("asks Google's endpoint where the account names none, and once for many requests", async () => {
    for (let count = 0; count < 3; count++) await askWith('plain')
    expect(targets()).toEqual([google, vertexUrl, vertexUrl, vertexUrl])
    expect(tokensUsed()).toEqual(['Bearer token-1', 'Bearer token-1', 'Bearer token-1'])
  })

  it('happens once for requests at the same time', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => askWith('concurrent')))
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200))
    expect(mints).toBe(1)
    expect(new Set(tokensUsed())).toEqual(new Set(['Bearer token-1']))
  })

  it('happens again for a token about to expire', async () => {
    await askWith('short')
    await askWith('short')
    expect(mints).toBe(2)
    expect(tokensUsed()).toEqual(['Bearer token-1', 'Bearer token-2'])
  })
})

describe('what goes wrong', () => {
  it("says that Google gave no token, without the account's secrets", async () => {
    const answer = await askWith('refused')
    expect(answer.status).toBe(502)
    expect(answer.text).toContain('refused@p.iam')
    expect(targets()).toEqual([`${own}/refused`])
  })

  it.each(['broken', 'bad_pem'])('says that the stored key is unusable: %s', async (alias) => {
    const answer = await askWith(alias)
    expect(answer.status).toBe(500)
    expect(answer.text + gateway.stderr()).not.toMatch(/BEGIN|no pem/)
    expect(upstream.requests).toHaveLength(0)
  })
})

it('puts a stored API key into x-goog-api-key', async () => {
  await askWith('api_key')
  const [arrival] = upstream.requests
  expect(arrival?.headers['x-goog-api-key']).toBe('AIzaStoredKey')
  expect(arrival?.headers).not.toHaveProperty('authorization')
})

describe("a caller's own credential", () => {
  const base64 = (text: string) => Buffer.from(text).toString('base64')

  it('is exchanged when it is a service account, and at Google only', async () => {
    const mine = account('caller@p.iam', { region: 'us-central1', token_uri: 'https://evil.example/steal' })
    expect((await ask({ authorization: `Bearer ${base64(mine)}` })).status).toBe(200)
    expect(targets()).toEqual([google, vertexUrl])
    expect(tokensUsed()).toEqual(['Bearer token-1'])
  })

  it('passes as it came when it is an access token', async () => {
    await ask({ authorization: 'Bearer ya29.mine' })
    expect(tokensUsed()).toEqual(['Bearer ya29.mine'])
  })

  it('passes as it came when it only looks like one', async () => {
    const authorization = `Bearer ${base64('x'.repeat(200))}`
    await ask({ authorization })
    expect(tokensUsed()).toEqual([authorization])
  })

  it('is an access token to every other provider', async () => {
    const authorization = `Bearer ${base64(account('caller@p.iam'))}`
    await call(`${gateway.base('demo')}/openai/models`, { headers: { authorization } })
    expect(targets()).toEqual(['https://api.openai.com/v1/models'])
    expect(upstream.requests[0]?.headers.authorization).toBe(authorization)
  })
})

function decode(part: string): unknown {
  return JSON.parse(Buffer.from(part, 'base64url').toString())
}
