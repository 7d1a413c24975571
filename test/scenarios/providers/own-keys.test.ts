// A caller's own key, in whatever slot the provider has, goes to the provider as it came; the stored one then stays home.

import { describe, expect, it } from 'vitest'
import { call } from '../../support/call.ts'
import { setScene } from '../../support/scene.ts'
import { cases } from './cases.ts'

const providers = Object.keys(cases).map((slug) => `  ${slug}: { key: { secret: KEY } }`)
const { gateway, upstream } = await setScene(
  () => ({
    'all.yaml': `authentication: off\nproviders:\n${providers.join('\n')}\n`,
    'keyless.yaml': 'authentication: off\nproviders: { openai: {}, anthropic: {} }\n',
  }),
  { env: { KEY: 'stored-key' }, capture: true },
)

/** The slots of a provider: its own header, and `Authorization`, which SDKs of every kind send. */
const slots = Object.entries(cases).flatMap(([slug, { key, paths }]) => {
  const path = `/${slug}${paths[0]?.[0] ?? ''}`
  const own = key[0] === 'authorization' ? key[1].replace('stored-key', 'mine') : 'mine'
  const names = new Map([
    [key[0], own],
    ['authorization', 'Bearer mine'],
  ])
  return [...names].map(([name, value]) => ({ path, name, value: key[0] === name ? own : value }))
})

describe('a key in a header', () => {
  it.each(slots)('$path with $name', async ({ path, name, value }) => {
    await call(`${gateway.base('all')}${path}`, { headers: { [name]: value }, body: '{}' })
    const [arrival] = upstream.requests
    expect(arrival?.headers[name]).toBe(value)
    expect(JSON.stringify(arrival?.rawHeaders)).not.toContain('stored-key')
  })
})

it.each([
  'google-ai-studio/v1beta/models/m:generateContent',
  'google-vertex-ai/v1/publishers/google/models/m:rawPredict',
])('a key in the query of %s', async (path) => {
  await call(`${gateway.base('all')}/${path}?alt=sse&key=mine%2B1`, { body: '{}' })
  const [arrival] = upstream.requests
  expect(arrival?.target.endsWith('?alt=sse&key=mine%2B1')).toBe(true)
  expect(JSON.stringify(arrival?.rawHeaders)).not.toContain('stored-key')
})

it('both of them at once, as @anthropic-ai/sdk does with two keys set', async () => {
  const headers = { 'x-api-key': 'mine', authorization: 'Bearer mine-too', 'anthropic-version': '2026-10-21' }
  await call(`${gateway.base('all')}/anthropic/v1/messages`, { headers, body: '{}' })
  const [arrival] = upstream.requests
  expect(arrival?.headers).toMatchObject(headers)
})

it('no key at all where none is stored: the provider answers for itself', async () => {
  await call(`${gateway.base('keyless')}/openai/models`)
  const [arrival] = upstream.requests
  expect(arrival?.headers).not.toHaveProperty('authorization')
})

it('the case and spacing of what the caller sent', async () => {
  await call(`${gateway.base('keyless')}/openai/models`, { headers: { AUTHORIZATION: 'bearer  mine' } })
  const [arrival] = upstream.requests
  expect(arrival?.headers.authorization).toBe('bearer  mine')
})
