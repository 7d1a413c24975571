// Stored keys by alias: which one goes up, and what is said when there is none of that name or the secret has no value.

import { describe, expect, it } from 'vitest'
import { call } from '../../support/call.ts'
import { expectEnvelope } from '../../support/envelope.ts'
import { setScene } from '../../support/scene.ts'

const { gateway, upstream } = await setScene(
  ({ url }) => ({
    'demo.yaml': `
authentication: off
providers:
  openai:
    url: ${url}
    keys: { default: { secret: KEY_A }, batch: { secret: KEY_B } }
  mistral:
    url: ${url}
    headers: { cf-aig-byok-alias: batch }
    keys: { default: { secret: KEY_A }, batch: { secret: KEY_B } }
  groq: { url: "${url}", key: { secret: KEY_A } }
  grok: { url: "${url}", key: { secret: KEY_UNSET } }
  cerebras: { url: "${url}", keys: { batch: { secret: KEY_B } } }
`,
  }),
  { env: { KEY_A: 'key-a', KEY_B: 'key-b' } },
)

const at = (slug: string, headers: { readonly [name: string]: string } = {}) =>
  call(`${gateway.base('demo')}/${slug}/models`, { headers })
const keySent = () => upstream.requests.map(({ headers }) => headers.authorization)

describe('the key that goes up', () => {
  it.each([
    ['openai', undefined, 'key-a'],
    ['openai', 'default', 'key-a'],
    ['openai', 'batch', 'key-b'],
    ['mistral', undefined, 'key-b'],
    ['mistral', 'default', 'key-a'],
    ['groq', 'default', 'key-a'],
    ['cerebras', 'batch', 'key-b'],
  ])('%s, alias %s: %s', async (slug, alias, key) => {
    await at(slug, alias === undefined ? {} : { 'cf-aig-byok-alias': alias })
    expect(keySent()).toEqual([`Bearer ${key}`])
  })

  it('is none where none has the default alias', async () => {
    await at('cerebras')
    expect(keySent()).toEqual([undefined])
  })
})

describe('an alias that no key has', () => {
  it.each([
    ['openai', 'nightly', "'batch, default'"],
    ['groq', 'batch', "'default'"],
    ['openai', '__proto__', "'batch, default'"],
    ['openai', 'constructor', "'batch, default'"],
  ])('%s, alias %s', async (slug, alias, configured) => {
    const message = `Provider '${slug}' has no BYOK credential named '${alias}'. Configured aliases: ${configured}`
    expectEnvelope(await at(slug, { 'cf-aig-byok-alias': alias }), {
      status: 400,
      code: 2040,
      message,
      description: message,
    })
    expect(upstream.requests).toHaveLength(0)
  })
})

describe('a secret that is not set', () => {
  it('is named in a clear error, and the gateway goes on', async () => {
    const answer = await at('grok')
    expect(answer.status).toBe(500)
    expect((answer.json as { description: string }).description).toMatch(/secret KEY_UNSET.*grok.*not set/)
    expect(upstream.requests).toHaveLength(0)
    expect((await at('openai')).status).toBe(200)
  })

  it('is no obstacle to callers with keys of their own', async () => {
    await at('grok', { authorization: 'Bearer mine' })
    expect(keySent()).toEqual(['Bearer mine'])
  })
})
