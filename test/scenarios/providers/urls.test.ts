// Every row and every path shape: what is sent below the gateway becomes exactly this request to this public URL, with
// the stored key where the provider looks for it and nothing beside it.

import { describe, expect, it } from 'vitest'
import { call } from '../../support/call.ts'
import { setScene } from '../../support/scene.ts'
import { cases } from './cases.ts'

const providers = Object.keys(cases).map((slug) => `  ${slug}: { key: { secret: KEY } }`)
const { gateway, upstream } = await setScene(
  () => ({ 'all.yaml': `authentication: off\nproviders:\n${providers.join('\n')}\n` }),
  { env: { KEY: 'stored-key' }, capture: true },
)
const base = gateway.base('all')
const body = '{"model":"m", "naïve": true}'

/** Headers a row adds of its own accord because the provider insists on them. */
const insisted: { readonly [slug: string]: { readonly [name: string]: string } } = {
  anthropic: { 'anthropic-version': '2023-06-01' },
  cartesia: { 'cartesia-version': '2024-06-10' },
}

describe.each(Object.entries(cases))('%s', (slug, { key, paths }) => {
  it.each(paths)('%s', async (sent, url) => {
    const answer = await call(`${base}/${slug}${sent}`, { headers: { 'content-type': 'application/json' }, body })
    expect(answer.status).toBe(200)
    expect(upstream.requests).toHaveLength(1)
    const [arrival] = upstream.requests
    expect(arrival?.method).toBe('POST')
    expect(arrival?.target).toBe(url)
    expect(arrival?.body.toString()).toBe(body)
    expect({ ...arrival?.headers, host: '' }).toEqual({
      host: '',
      'content-length': String(Buffer.byteLength(body)),
      'content-type': 'application/json',
      ...insisted[slug],
      [key[0]]: key[1],
    })
  })
})

it("gives parallel's chat API the key as a Bearer token, and no x-api-key", async () => {
  for (const path of ['/chat/completions', '/v1beta/chat/completions']) {
    upstream.reset()
    await call(`${base}/parallel${path}`, { body })
    const [arrival] = upstream.requests
    expect(arrival?.target).toBe(`https://api.parallel.ai${path}`)
    expect(arrival?.headers.authorization).toBe('Bearer stored-key')
    expect(arrival?.headers).not.toHaveProperty('x-api-key')
  }
})

it("gives bedrock-mantle a Bedrock API key as x-api-key, on mantle's own host", async () => {
  await call(`${base}/aws-bedrock/bedrock-mantle/us-east-1/anthropic/v1/messages`, { body })
  const [arrival] = upstream.requests
  expect(arrival?.target).toBe('https://bedrock-mantle.us-east-1.api.aws/anthropic/v1/messages')
  expect(arrival?.headers['x-api-key']).toBe('stored-key')
  expect(arrival?.headers).not.toHaveProperty('authorization')
})

it('passes HEAD on the bare provider, which Claude Code begins with', async () => {
  const answer = await call(`${base}/anthropic`, { method: 'HEAD' })
  expect(answer.status).toBe(200)
  expect(answer.body).toHaveLength(0)
  const [arrival] = upstream.requests
  expect(arrival?.method).toBe('HEAD')
  expect(arrival?.target).toMatch(/^https:\/\/api\.anthropic\.com\/(v1\/?)?$/)
})

it('refuses a provider that the gateway does not have, before any request leaves', async () => {
  const answer = await call(`${base}/nonesuch/chat/completions`, { body })
  expect(answer.status).toBe(400)
  expect(upstream.requests).toHaveLength(0)
})
