// Headers from the YAML: the gateway's below the provider's below the request's. What is there wins, also when it is empty.

import { describe, expect, it } from 'vitest'
import { call } from '../../support/call.ts'
import { setScene } from '../../support/scene.ts'

const { gateway, upstream } = await setScene(({ url }) => ({
  'demo.yaml': `
authentication: off
headers: { X-Team: support, x-level: gateway, x-number: 7, x-flag: false, cf-aig-request-timeout: 20000 }
providers:
  openai:
    url: "${url}"
    headers: { X-Level: provider, openai-organization: org-1 }
  anthropic: { url: "${url}", headers: { anthropic-version: 2026-10-21 } }
  grok: { url: "${url}" }
`,
}))

const sent = async (slug: string, headers: { readonly [name: string]: string } = {}) => {
  expect((await call(`${gateway.base('demo')}/${slug}/x`, { headers })).status).toBe(200)
  return upstream.requests[0]?.headers
}

describe('defaults', () => {
  it("fill in, the provider's before the gateway's", async () => {
    expect({ ...(await sent('openai')), host: '' }).toEqual({
      host: '',
      'x-team': 'support',
      'x-level': 'provider',
      'x-number': '7',
      'x-flag': 'false',
      'openai-organization': 'org-1',
    })
  })

  it("are the gateway's alone where the provider has none", async () => {
    expect(await sent('grok')).toMatchObject({ 'x-team': 'support', 'x-level': 'gateway' })
  })

  it("lose to the request's, also to an empty one", async () => {
    expect(await sent('openai', { 'x-level': 'request', 'OpenAI-Organization': 'org-2', 'x-team': '' })).toMatchObject({
      'x-level': 'request',
      'openai-organization': 'org-2',
      'x-team': '',
    })
  })

  it('win over what the row insists on', async () => {
    expect(await sent('anthropic')).toMatchObject({ 'anthropic-version': '2026-10-21' })
  })

  it('for the gateway stay in the gateway', async () => {
    expect(await sent('grok')).not.toHaveProperty('cf-aig-request-timeout')
  })
})
