// A gateway token in the provider's own key slot, where SDKs that know one key only put it: it opens the gateway, goes no
// further, and the stored key takes its place.

import { describe, expect, it } from 'vitest'
import { call } from '../../support/call.ts'
import { setScene } from '../../support/scene.ts'

const slugs = [
  'openai',
  'anthropic',
  'google-ai-studio',
  'azure-openai',
  'fal',
  'deepgram',
  'elevenlabs',
  'aws-bedrock',
]
const { gateway, upstream } = await setScene(
  ({ url }) => ({
    'demo.yaml': `
authentication: { tokens: [{ name: bot, secret: BOT_TOKEN }] }
providers:
${slugs.map((slug) => `  ${slug}: { url: "${url}", key: { secret: KEY } }`).join('\n')}
  mistral: { url: "${url}" }
`,
    // No `url`: it would replace the base that such a path has.
    'mantle.yaml': `
authentication: { tokens: [{ name: bot, secret: BOT_TOKEN }] }
providers: { aws-bedrock: { key: { secret: KEY } } }
`,
  }),
  { env: { KEY: 'stored-key', BOT_TOKEN: 'bot-token' }, capture: true },
)

const ask = (path: string, headers: { readonly [name: string]: string } = {}) =>
  call(`${gateway.base('demo')}/${path}`, { headers })

describe('the token in a slot', () => {
  it.each([
    ['openai/models', 'authorization', 'Bearer bot-token', 'authorization', 'Bearer stored-key'],
    ['anthropic/v1/models', 'x-api-key', 'bot-token', 'x-api-key', 'stored-key'],
    ['anthropic/v1/models', 'authorization', 'Bearer bot-token', 'x-api-key', 'stored-key'],
    ['google-ai-studio/v1/models', 'x-goog-api-key', 'bot-token', 'x-goog-api-key', 'stored-key'],
    ['google-ai-studio/v1/models', 'authorization', 'Bearer bot-token', 'x-goog-api-key', 'stored-key'],
    ['azure-openai/r/d/chat', 'api-key', 'bot-token', 'api-key', 'stored-key'],
    ['fal/fal-ai/x', 'authorization', 'Key bot-token', 'authorization', 'Key stored-key'],
    ['deepgram/v1/projects', 'authorization', 'Token bot-token', 'authorization', 'Token stored-key'],
    ['elevenlabs/v1/voices', 'xi-api-key', 'bot-token', 'xi-api-key', 'stored-key'],
    ['aws-bedrock/model/m/invoke', 'authorization', 'Bearer bot-token', 'authorization', 'Bearer stored-key'],
  ])('%s, %s: %s', async (path, slot, value, keyHeader, key) => {
    expect((await ask(path, { [slot]: value })).status).toBe(200)
    const [arrival] = upstream.requests
    expect(arrival?.headers[keyHeader]).toBe(key)
    if (slot !== keyHeader) expect(arrival?.headers).not.toHaveProperty(slot)
    expect(JSON.stringify(arrival?.rawHeaders)).not.toContain('bot-token')
  })

  it.each([
    ['?key=bot-token', ''],
    ['?alt=sse&key=bot-token', '?alt=sse'],
    ['?key=bot-token&alt=sse&x=a%2Bb+c', '?alt=sse&x=a%2Bb+c'],
    ['?a=1&key=bot%2Dtoken&b=%3D', '?a=1&b=%3D'],
    ['?key=another&key=bot-token&b', '?b'],
  ])('the query %s', async (query, left) => {
    expect((await ask(`google-ai-studio/v1/models${query}`)).status).toBe(200)
    const [arrival] = upstream.requests
    expect(arrival?.target).toBe(`${upstream.url}/v1/models${left}`)
    expect(arrival?.headers['x-goog-api-key']).toBe('stored-key')
  })
})

describe("the token beside the caller's own key", () => {
  it('in the header of its own: the key goes up', async () => {
    await ask('openai/models', { 'cf-aig-authorization': 'Bearer bot-token', authorization: 'Bearer sk-mine' })
    expect(upstream.requests[0]?.headers.authorization).toBe('Bearer sk-mine')
  })

  it('in one slot, the key in another: the key goes up and the token does not', async () => {
    await ask('anthropic/v1/models', { authorization: 'Bearer bot-token', 'x-api-key': 'sk-mine' })
    expect(upstream.requests[0]?.headers['x-api-key']).toBe('sk-mine')
    expect(upstream.requests[0]?.headers).not.toHaveProperty('authorization')
  })

  it('in every slot at once: none of them goes up', async () => {
    await ask('anthropic/v1/models', {
      'cf-aig-authorization': 'bot-token',
      authorization: 'Bearer bot-token',
      'x-api-key': 'bot-token',
    })
    const [arrival] = upstream.requests
    expect(arrival?.headers['x-api-key']).toBe('stored-key')
    expect(JSON.stringify(arrival?.rawHeaders)).not.toContain('bot-token')
  })
})

it('is found in the slot of a path that has one of its own', async () => {
  const path = `${gateway.base('mantle')}/aws-bedrock/bedrock-mantle/us-east-1/anthropic/v1/messages`
  expect((await call(path, { headers: { 'x-api-key': 'bot-token' } })).status).toBe(200)
  const [arrival] = upstream.requests
  expect(arrival?.headers['x-api-key']).toBe('stored-key')
  expect(JSON.stringify(arrival?.rawHeaders)).not.toContain('bot-token')
})

it('leaves the slot empty where no key is stored', async () => {
  expect((await ask('mistral/models', { authorization: 'Bearer bot-token' })).status).toBe(200)
  expect(upstream.requests[0]?.headers).not.toHaveProperty('authorization')
})

it("does not look for tokens in other providers' slots", async () => {
  const answer = await ask('openai/models', { 'x-goog-api-key': 'bot-token' })
  expect(answer.status).toBe(401)
  expect((await ask('openai/models?key=bot-token')).status).toBe(401)
  expect(upstream.requests).toHaveLength(0)
})
