// Bedrock with a stored AWS key: the gateway signs, and the signature is the one AWS would compute over what arrived.

import { describe, expect, it } from 'vitest'
import { readAuthorization, signatureOf } from '../../support/aws.ts'
import { call } from '../../support/call.ts'
import { expectEnvelope } from '../../support/envelope.ts'
import { setScene } from '../../support/scene.ts'
import type { Arrival } from '../../support/upstream.ts'

const key = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' }
const { gateway, upstream } = await setScene(
  ({ url }) => ({
    'demo.yaml': `
authentication: off
providers: { aws-bedrock: { keys: { default: { secret: KEY }, session: { secret: SESSION }, broken: { secret: BROKEN } } } }
`,
    'locked.yaml': `
authentication: { tokens: [{ name: bot, secret: BOT_TOKEN }] }
providers: { aws-bedrock: { key: { secret: KEY } } }
`,
    'pinned.yaml': `
authentication: off
providers: { aws-bedrock: { region: eu-west-1, url: "${url}/base", key: { secret: KEY } } }
`,
  }),
  {
    env: {
      BOT_TOKEN: 'bot-token',
      KEY: JSON.stringify(key),
      SESSION: JSON.stringify({ ...key, sessionToken: 'session/token+with==signs' }),
      BROKEN: '{"accessKeyId": "AKIDBROKEN", "secret',
    },
    capture: true,
  },
)
const runtime = `${gateway.base('demo')}/aws-bedrock/bedrock-runtime`
const json = { 'content-type': 'application/json' }

/** The one request that arrived. */
function only(): Arrival {
  const [arrival] = upstream.requests
  if (arrival === undefined || upstream.requests.length > 1) throw new Error(`${upstream.requests.length} arrived`)
  return arrival
}

describe('a signature', () => {
  it.each([
    ['/us-east-1/model/amazon.nova-lite-v1:0/converse', 'us-east-1', 'bedrock'],
    ['/us-east-1/model/anthropic.claude-3-haiku-20240307-v1%3A0/converse', 'us-east-1', 'bedrock'],
    ['/eu-west-3/model/arn%3Aaws%3Abedrock%3Aeu-west-3%3A1%3Aprofile%2Fx/invoke', 'eu-west-3', 'bedrock'],
    ['/us-east-1/model/m/converse-stream?b=2&a=1&a=%20x&flag', 'us-east-1', 'bedrock'],
    ["/us-east-1/model/we!rd'(name)*/invoke", 'us-east-1', 'bedrock'],
    ['/us-east-1/model/a%20b~c/invoke', 'us-east-1', 'bedrock'],
  ])('%s', async (path, region, service) => {
    const answer = await call(`${runtime}${path}`, { headers: json, body: '{"messages":[{"text":"grüße"}]}' })
    expect(answer.status).toBe(200)
    const arrival = only()
    expect(arrival.target).toBe(`https://bedrock-runtime.${path.replace(/^\/([^/]+)/, '$1.amazonaws.com')}`)
    const claimed = readAuthorization(arrival.headers.authorization)
    expect(claimed).toMatchObject({ accessKeyId: key.accessKeyId, region, service })
    expect(claimed.signedHeaders).toContain('host')
    expect(claimed.signedHeaders).toContain('x-amz-date')
    expect(claimed.signature).toBe(signatureOf(arrival, key.secretAccessKey))
    expect(arrival.body.toString()).toBe('{"messages":[{"text":"grüße"}]}')
  })

  it('covers a session token', async () => {
    await call(`${runtime}/us-east-1/model/m/invoke`, { headers: { 'cf-aig-byok-alias': 'session' }, body: '{}' })
    const arrival = only()
    expect(arrival.headers['x-amz-security-token']).toBe('session/token+with==signs')
    const claimed = readAuthorization(arrival.headers.authorization)
    expect(claimed.signedHeaders).toContain('x-amz-security-token')
    expect(claimed.signature).toBe(signatureOf(arrival, key.secretAccessKey))
  })

  it('covers a request without a body', async () => {
    await call(`${runtime}/us-east-1/foundation-models`)
    const arrival = only()
    expect(arrival.method).toBe('GET')
    const claimed = readAuthorization(arrival.headers.authorization)
    expect(claimed.signature).toBe(signatureOf(arrival, key.secretAccessKey))
  })

  it("covers a large body that came in chunks, and says the body's length", async () => {
    const body = Buffer.alloc(3_000_000, 'x')
    await call(`${runtime}/us-east-1/model/m/invoke`, { headers: { 'transfer-encoding': 'chunked' }, body })
    const arrival = only()
    expect(arrival.headers['content-length']).toBe('3000000')
    expect(readAuthorization(arrival.headers.authorization).signature).toBe(signatureOf(arrival, key.secretAccessKey))
  })

  it('is for the mantle service where the path says mantle', async () => {
    await call(`${gateway.base('demo')}/aws-bedrock/bedrock-mantle/us-east-1/anthropic/v1/messages`, { body: '{}' })
    const arrival = only()
    const claimed = readAuthorization(arrival.headers.authorization)
    expect(claimed).toMatchObject({ service: 'bedrock-mantle', region: 'us-east-1' })
    expect(claimed.signature).toBe(signatureOf(arrival, key.secretAccessKey))
  })

  it('is for the pinned region and the replaced host', async () => {
    await call(`${gateway.base('pinned')}/aws-bedrock/model/m%3A0/invoke`, { body: '{}' })
    const arrival = only()
    expect(arrival.target).toBe(`${upstream.url}/base/model/m%3A0/invoke`)
    const claimed = readAuthorization(arrival.headers.authorization)
    expect(claimed.region).toBe('eu-west-1')
    expect(claimed.signature).toBe(signatureOf(arrival, key.secretAccessKey))
  })
})

it("does not sign over a caller's own signature", async () => {
  const authorization =
    'AWS4-HMAC-SHA256 Credential=AKIDMINE/20261121/us-east-1/bedrock/aws4_request, SignedHeaders=host;x-amz-date, Signature=ab'
  const headers = { authorization, 'x-amz-date': '20261121T000000Z', 'x-amz-security-token': 'mine' }
  await call(`${runtime}/us-east-1/model/m/invoke`, { headers, body: '{}' })
  expect(upstream.requests[0]?.headers).toMatchObject(headers)
})

it("takes the gateway's token for an access key id, and signs anew what an SDK signed with it", async () => {
  const headers = {
    authorization: `AWS4-HMAC-SHA256 Credential=bot-token/20260101/us-east-1/bedrock/aws4_request, SignedHeaders=host, Signature=ab`,
    'x-amz-date': '20260101T000000Z',
    'x-amz-security-token': 'of another session',
    'x-amz-content-sha256': 'of another body',
    'amz-sdk-invocation-id': 'kept',
  }
  const answer = await call(`${gateway.base('locked')}/aws-bedrock/bedrock-runtime/us-east-1/model/m/invoke`, {
    headers,
    body: '{}',
  })
  expect(answer.status).toBe(200)
  const arrival = only()
  const claimed = readAuthorization(arrival.headers.authorization)
  expect(claimed).toMatchObject({ accessKeyId: key.accessKeyId, date: arrival.headers['x-amz-date']?.slice(0, 8) })
  expect(claimed.signature).toBe(signatureOf(arrival, key.secretAccessKey))
  expect(arrival.headers['amz-sdk-invocation-id']).toBe('kept')
  expect(arrival.headers).not.toHaveProperty('x-amz-security-token')
  expect(JSON.stringify(arrival.rawHeaders)).not.toMatch(/bot-token|20260101|of another body/)
})

it('says that a stored key is unusable without quoting it', async () => {
  const answer = await call(`${runtime}/us-east-1/model/m/invoke`, {
    headers: { 'cf-aig-byok-alias': 'broken' },
    body: '{}',
  })
  expect(answer.status).toBe(500)
  expect(answer.text).toMatch(/stored AWS key is not JSON/)
  expect(answer.text + gateway.stderr()).not.toContain('AKIDBROKEN')
  expect(upstream.requests).toHaveLength(0)
})

it('refuses what is too large to sign, and goes on', async () => {
  const answer = await call(`${runtime}/us-east-1/model/m/invoke`, { body: Buffer.alloc(26 * 1024 * 1024) })
  expectEnvelope(answer, { status: 413, code: 7001, description: /25 MB at most/ })
  expect(upstream.requests).toHaveLength(0)
  expect((await call(`${runtime}/us-east-1/model/m/invoke`, { body: '{}' })).status).toBe(200)
})
