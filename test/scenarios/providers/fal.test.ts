// Fal's client names the whole upstream URL in x-fal-target-url. It may name Fal's hosts and no other: the stored key goes there.

import { describe, expect, it } from 'vitest'
import { call } from '../../support/call.ts'
import { expectEnvelope } from '../../support/envelope.ts'
import { setScene } from '../../support/scene.ts'

const { gateway, upstream } = await setScene(
  () => ({ 'demo.yaml': 'authentication: off\nproviders: { fal: { key: { secret: KEY } }, openai: {} }\n' }),
  { env: { KEY: 'stored-key' }, capture: true },
)

const sent = (target: string) =>
  call(`${gateway.base('demo')}/fal/anything`, { headers: { 'x-fal-target-url': target }, body: '{}' })

describe("Fal's hosts", () => {
  it.each([
    'https://queue.fal.run/fal-ai/fast-sdxl?fal_webhook=https%3A%2F%2Fa.example%2F',
    'https://queue.fal.run/fal-ai/fast-sdxl/requests/1/status?logs=1',
    'https://fal.run/fal-ai/fast-sdxl',
    'https://rest.alpha.fal.ai/storage/upload/initiate',
    'https://fal.ai/x',
  ])('%s', async (target) => {
    expect((await sent(target)).status).toBe(200)
    const [arrival] = upstream.requests
    expect(arrival?.target).toBe(target)
    expect(arrival?.headers.authorization).toBe('Key stored-key')
    expect(arrival?.headers).not.toHaveProperty('x-fal-target-url')
  })
})

describe('anyone else', () => {
  it.each([
    'https://evil.example/',
    'https://evilfal.run/x',
    'https://fal.run.evil.example/x',
    'https://fal.run@evil.example/x',
    'https://user:pass@queue.fal.run/x',
    'https://queue.fal.run:8443/x',
    'https://evil.example#.fal.run',
    'https://evil.example\\.fal.run/x',
    'http://queue.fal.run/x',
    'ftp://queue.fal.run/x',
    '//queue.fal.run/x',
    'queue.fal.run/x',
    'https://127.0.0.1/x',
    '',
  ])('%s', async (target) => {
    expectEnvelope(await sent(target), {
      status: 400,
      code: 7001,
      description: /x-fal-target-url takes an https URL/,
    })
    expect(upstream.requests).toHaveLength(0)
  })
})

it("means nothing to another provider, for which it is one of the caller's headers", async () => {
  await call(`${gateway.base('demo')}/openai/models`, { headers: { 'x-fal-target-url': 'https://evil.example/' } })
  expect(upstream.requests.map(({ target }) => target)).toEqual(['https://api.openai.com/v1/models'])
})
