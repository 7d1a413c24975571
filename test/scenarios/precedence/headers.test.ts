// Forwarded headers at their four levels, most specific first: a step's, the request's, the YAML provider's, the YAML gateway's; in
// whatever case they are written. What is there wins, also when it is empty, 0 or false.

import { describe, expect, it } from 'vitest'
import { call } from '../../support/call.ts'
import { setScene } from '../../support/scene.ts'

const { gateway, upstream } = await setScene(({ url }) => ({
  'demo.yaml': `
authentication: off
cache: off
headers: { x-level: gateway, x-gateway: gateway }
providers:
  openai: { url: "${url}/openai", headers: { X-Level: provider, x-provider: provider } }
  mistral: { url: "${url}/mistral" }
routes:
  chat:
    - { model: openai/a, headers: { x-level: step, X-Step: step } }
    - { model: mistral/b, headers: { x-level: "" } }
`,
}))
type Headers = { readonly [name: string]: string }
/** What the provider got of the levels' headers. */
const received = (index = 0) => {
  const headers = upstream.requests[index]?.headers ?? {}
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith('x-')))
}
const universal = async (steps: readonly object[], headers: Headers = {}) => {
  const body = JSON.stringify(steps.map((step) => ({ endpoint: 'x', query: {}, ...step })))
  expect((await call(gateway.base('demo'), { headers, body })).status).toBe(200)
}

describe('a universal request', () => {
  it('has the YAML’s levels where it says nothing', async () => {
    await universal([{ provider: 'openai' }])
    expect(received()).toEqual({ 'x-level': 'provider', 'x-gateway': 'gateway', 'x-provider': 'provider' })
    upstream.requests.length = 0
    await universal([{ provider: 'mistral' }])
    expect(received()).toEqual({ 'x-level': 'gateway', 'x-gateway': 'gateway' })
  })

  it.each(['x-level', 'X-Level', 'X-LEVEL'])('wins over them for every step: %s', async (name) => {
    upstream.answer((request, response) => void response.writeHead(request.target === '/openai/x' ? 500 : 200).end())
    await universal([{ provider: 'openai' }, { provider: 'mistral' }], { [name]: 'request' })
    expect(received(0)).toMatchObject({ 'x-level': 'request', 'x-provider': 'provider' })
    expect(received(1)).toMatchObject({ 'x-level': 'request', 'x-gateway': 'gateway' })
  })

  it.each<[written: unknown, sent: string]>([
    ['step', 'step'],
    [0, '0'],
    [false, 'false'],
    ['', ''],
  ])('loses to a step that says %j, and only for that step', async (written, sent) => {
    upstream.answer((request, response) => void response.writeHead(request.target === '/openai/x' ? 500 : 200).end())
    const steps = [{ provider: 'openai', headers: { 'X-LEVEL': written } }, { provider: 'mistral' }]
    await universal(steps, { 'x-level': 'request' })
    expect([received(0)['x-level'], received(1)['x-level']]).toEqual([sent, 'request'])
  })
})

describe('a route', () => {
  const run = (headers: Headers = {}) =>
    call(`${gateway.base('demo')}/dynamic/chat/chat/completions`, { headers, body: '{"messages":[]}' })

  it('has its steps’ headers over the request’s, and theirs over the YAML’s defaults', async () => {
    upstream.answer((request, response) => void response.writeHead(request.target.includes('openai') ? 500 : 200).end())
    expect((await run({ 'x-level': 'request', 'x-step': 'request', 'x-provider': 'request' })).status).toBe(200)
    expect(received(0)).toEqual({
      'x-level': 'step',
      'x-step': 'step',
      'x-provider': 'request',
      'x-gateway': 'gateway',
    })
    expect(received(1)).toEqual({
      'x-level': '',
      'x-step': 'request',
      'x-provider': 'request',
      'x-gateway': 'gateway',
    })
  })
})
