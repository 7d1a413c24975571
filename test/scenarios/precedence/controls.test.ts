// The controls at their four levels, told apart by what the gateway then does: how often it asks, and how long it waits.

import { describe, expect, it } from 'vitest'
import { hang, reply } from '../../support/answers.ts'
import { call } from '../../support/call.ts'
import { setScene } from '../../support/scene.ts'

const { gateway, upstream } = await setScene(({ url }) => ({
  'demo.yaml': `
authentication: off
cache: off
timeout: 150
retries: { attempts: 2, delay: 1 }
providers:
  openai: { url: "${url}/openai", timeout: 300, retries: { attempts: 3 } }
  mistral: { url: "${url}/mistral" }
routes:
  chat: [{ model: openai/a, timeout: 450, retries: { attempts: 4 } }]
  plain: [openai/a]
`,
}))
type Headers = { readonly [name: string]: string | number }
interface Levels {
  readonly request?: Headers
  readonly step?: Headers
  readonly config?: { readonly [key: string]: number }
}
const universal = (provider: string, { request = {}, step = {}, config }: Levels) =>
  call(gateway.base('demo'), {
    headers: texts(request),
    body: JSON.stringify([{ provider, endpoint: 'x', headers: step, ...(config && { config }), query: {} }]),
  })
const native = (slug: string, request: Headers = {}) =>
  call(`${gateway.base('demo')}/${slug}/x`, { headers: texts(request), body: '{}' })
const route = (name: string, request: Headers = {}) =>
  call(`${gateway.base('demo')}/dynamic/${name}/x`, { headers: texts(request), body: '{}' })
const texts = (headers: Headers) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, `${value}`]))
const attempts = (count: number) => ({ 'cf-aig-max-attempts': count })
const timeout = (ms: number) => ({ 'cf-aig-request-timeout': ms, 'cf-aig-max-attempts': 1 })

describe('attempts', () => {
  it.each<[what: string, ask: () => Promise<unknown>, times: number]>([
    ["the gateway's", () => native('mistral'), 2],
    ["the provider's", () => native('openai'), 3],
    ["the request's over the provider's", () => native('openai', attempts(1)), 1],
    ["the step's over the request's", () => universal('openai', { request: attempts(5), step: attempts(1) }), 1],
    [
      "the config's over the request's",
      () => universal('openai', { request: attempts(5), config: { maxAttempts: 2 } }),
      2,
    ],
    ["the step's over its config's", () => universal('openai', { step: attempts(4), config: { maxAttempts: 2 } }), 4],
    ["the route step's over the request's", () => route('chat', attempts(1)), 4],
    ["the request's where the route's step says nothing", () => route('plain', attempts(1)), 1],
    ["the provider's where nobody says anything", () => route('plain'), 3],
  ])('%s', async (_, ask, times) => {
    upstream.answer(reply({ status: 503 }))
    await ask()
    expect(upstream.requests).toHaveLength(times)
  })
})

describe('the time to the first byte', () => {
  it.each<[what: string, ask: () => Promise<unknown>, ms: number]>([
    ["the gateway's", () => native('mistral', attempts(1)), 150],
    ["the provider's", () => native('openai', attempts(1)), 300],
    ["the request's over the provider's", () => native('openai', timeout(600)), 600],
    ["the step's over the request's", () => universal('openai', { request: timeout(150), step: timeout(450) }), 450],
    [
      "the config's over the request's",
      () => universal('openai', { request: timeout(150), config: { requestTimeout: 450 } }),
      450,
    ],
  ])('%s', async (_, ask, ms) => {
    upstream.answer(hang())
    const start = performance.now()
    expect(await ask()).toMatchObject({ status: 504 })
    const took = performance.now() - start
    expect(took).toBeGreaterThanOrEqual(ms - 5)
    expect(took).toBeLessThan(ms + 140)
  })

  it.each<[what: string, ask: () => Promise<unknown>]>([
    ["the request's 0 over the provider's", () => native('openai', timeout(0))],
    ["the step's 0 over the request's", () => universal('openai', { request: timeout(100), step: timeout(0) })],
    [
      "the config's 0 over all below",
      () => universal('openai', { request: attempts(1), config: { requestTimeout: 0 } }),
    ],
  ])('%s: no limit', async (_, ask) => {
    upstream.answer(async (_, response) => {
      await new Promise((resolve) => setTimeout(resolve, 500))
      response.writeHead(200).end()
    })
    expect(await ask()).toMatchObject({ status: 200 })
  })
})
