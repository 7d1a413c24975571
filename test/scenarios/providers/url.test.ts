// `url` puts another base in place of a row's: the path rules and the key's place stay the row's. Custom providers are
// nothing but a `url`, and a dialect that says where the key goes.

import { describe, expect, it } from 'vitest'
import { call } from '../../support/call.ts'
import { setScene } from '../../support/scene.ts'
import type { PathCase } from './cases.ts'

const replaced: { readonly [slug: string]: readonly PathCase[] } = {
  openai: [
    ['v1/chat/completions', '/base/chat/completions'],
    ['chat/completions?a=1', '/base/chat/completions?a=1'],
  ],
  anthropic: [['v1/messages', '/base/messages']],
  groq: [['openai/v1/chat/completions', '/base/chat/completions']],
  'azure-openai': [
    ['res/dep/chat/completions?api-version=1', '/base/openai/deployments/dep/chat/completions?api-version=1'],
  ],
  'aws-bedrock': [['bedrock-runtime/us-east-1/model/m%3A0/converse', '/base/model/m%3A0/converse']],
  'google-vertex-ai': [
    [
      'v1/projects/p/locations/us-central1/publishers/google/models/m:rawPredict',
      '/base/v1/projects/p/locations/us-central1/publishers/google/models/m:rawPredict',
    ],
  ],
  fireworks: [['inference/v1/chat/completions', '/base/chat/completions']],
  'workers-ai': [['@cf/a/b', '/base/run/@cf/a/b']],
}

const dialects = {
  openai: { authorization: 'Bearer stored-key' },
  anthropic: { 'x-api-key': 'stored-key', 'anthropic-version': '2023-06-01' },
  gemini: { 'x-goog-api-key': 'stored-key' },
  bedrock: { authorization: 'Bearer stored-key' },
  cohere: { authorization: 'Bearer stored-key' },
  'workers-ai': { authorization: 'Bearer stored-key' },
} as const

const { gateway, upstream } = await setScene(
  ({ url }) => ({
    'replaced.yaml': `authentication: off\nproviders:\n${Object.keys(replaced)
      .map((slug) => `  ${slug}: { url: ${url}/base, key: { secret: KEY } }\n`)
      .join('')}`,
    'slash.yaml': `authentication: off\nproviders: { openai: { url: ${url}/base/ }, mistral: { url: "${url}" } }\n`,
    'custom.yaml': `authentication: off\nproviders:\n${Object.keys(dialects)
      .map((dialect) => `  custom-${dialect}: { url: ${url}/${dialect}, dialect: ${dialect}, key: { secret: KEY } }\n`)
      .join('')}`,
  }),
  { env: { KEY: 'stored-key' } },
)

describe.each(Object.entries(replaced))('%s', (slug, paths) => {
  it.each(paths)('%s', async (sent, target) => {
    expect((await call(`${gateway.base('replaced')}/${slug}/${sent}`, { body: '{}' })).status).toBe(200)
    expect(upstream.requests.map((arrival) => arrival.target)).toEqual([target])
    expect(JSON.stringify(upstream.requests[0]?.rawHeaders)).toContain('stored-key')
  })
})

it('makes no difference between a base with and without a slash at its end', async () => {
  await call(`${gateway.base('slash')}/openai/models`)
  await call(`${gateway.base('slash')}/mistral/v1/models`)
  expect(upstream.requests.map(({ target }) => target)).toEqual(['/base/models', '/models'])
})

describe.each(Object.entries(dialects))('custom, speaking %s', (dialect, headers) => {
  it('appends the path and query as they are and puts the key where the dialect has it', async () => {
    const path = 'v1/deep/path%3A0:op?a=b&a=%2F'
    await call(`${gateway.base('custom')}/custom-${dialect}/${path}`, { body: '{}' })
    const [arrival] = upstream.requests
    expect(arrival?.target).toBe(`/${dialect}/${path}`)
    expect(arrival?.headers).toMatchObject(headers)
  })

  it('reaches its base when the path ends with the slug', async () => {
    await call(`${gateway.base('custom')}/custom-${dialect}?x=1`, { body: '{}' })
    expect(upstream.requests[0]?.target).toBe(`/${dialect}?x=1`)
  })
})

it("does not let the path choose another of Bedrock's services past a replaced base", async () => {
  await call(`${gateway.base('replaced')}/aws-bedrock/bedrock-mantle/us-east-1/anthropic/v1/messages`, { body: '{}' })
  expect(upstream.requests.map(({ target }) => target)).toEqual([
    '/base/bedrock-mantle/us-east-1/anthropic/v1/messages',
  ])
})
