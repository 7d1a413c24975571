// What of a client's headers reaches a provider, exactly: what was said to the gateway, to the connection or to a proxy
// stays here, and everything else arrives as it was sent.

import { describe, expect, it } from 'vitest'
import { call } from '../../support/call.ts'
import { exchange } from '../../support/raw.ts'
import { setScene } from '../../support/scene.ts'

const { gateway, upstream } = await setScene(({ url }) => ({
  'demo.yaml': `authentication: off\nproviders: { custom-up: { url: "${url}", dialect: openai } }\n`,
}))
const target = `${gateway.base('demo')}/custom-up/x`

describe('kept back', () => {
  it.each([
    'cf-aig-authorization',
    'cf-aig-cache-key',
    'cf-aig-collect-log',
    'cf-aig-collect-log-payload',
    'cf-aig-metadata',
    'cf-aig-custom-cost',
    'cf-aig-event-id',
    'cf-aig-no-wholesale',
    'cf-aig-zdr',
    'cf-aig-otel-trace-id',
    'cf-aig-otel-parent-span-id',
    'cf-aig-session-id',
    'cf-aig-allowed-models',
    'cf-aig-gateway-id',
    'cf-aig-anything-yet-to-come',
    'CF-AIG-Metadata',
    'cf-connecting-ip',
    'cf-ipcountry',
    'cf-ray',
    'cf-visitor',
    'cf-worker',
    'cf-access-jwt-assertion',
    'cf-access-client-id',
    'cf-access-client-secret',
    'cdn-loop',
    'true-client-ip',
    'x-real-ip',
    'x-forwarded-for',
    'x-forwarded-host',
    'x-forwarded-proto',
    'forwarded',
    'via',
    'cookie',
    'te',
    'keep-alive',
    'proxy-authorization',
    'proxy-connection',
  ])('%s', async (name) => {
    await call(target, { headers: { [name]: 'tell-tale' } })
    expect(upstream.requests).toHaveLength(1)
    expect(JSON.stringify(upstream.requests[0]?.rawHeaders)).not.toContain('tell-tale')
  })

  it.each([
    ['cf-aig-request-timeout', '5000'],
    ['cf-aig-byok-alias', 'default'],
    ['cf-aig-skip-cache', 'true'],
    ['cf-aig-cache-ttl', '60'],
    ['cf-aig-max-attempts', '2'],
    ['cf-aig-retry-delay', '10'],
    ['cf-aig-backoff', 'linear'],
    ['cf-skip-cache', 'true'],
    ['cf-cache-ttl', '60'],
  ])('%s, which has a meaning here', async (name, value) => {
    // A path of its own: what one of them has cached must not answer for another.
    await call(`${target}/${name}`, { headers: { [name]: value } })
    expect(upstream.requests).toHaveLength(1)
    expect(upstream.requests[0]?.headers).not.toHaveProperty(name)
  })

  it('what Connection names', async () => {
    const lines = ['Connection: close, X-Hop, x-hop-2', 'X-Hop: a', 'X-Hop-2: b', 'X-Stays: c', 'Upgrade: h2c', '', '']
    const head = `GET ${new URL(target).pathname} HTTP/1.1\r\nHost: gateway\r\n`
    expect((await exchange(gateway.url, `${head}${lines.join('\r\n')}`)).status).toBe(200)
    expect({ ...upstream.requests[0]?.headers }).toEqual({ host: new URL(upstream.url).host, 'x-stays': 'c' })
  })
})

describe('passed on', () => {
  it('everything else, byte for byte, and nothing added', async () => {
    const headers = {
      accept: 'text/event-stream, */*;q=0.1',
      'accept-encoding': 'gzip;q=0.5, identity',
      'anthropic-beta': 'a,b',
      'content-type': 'application/json; charset="utf-8"',
      'idempotency-key': 'k',
      'openai-organization': 'org-1',
      prefer: 'wait=5',
      range: 'bytes=0-1',
      'user-agent': 'OpenAI/JS 7.57.0',
      'x-stainless-retry-count': '1',
      'x-empty': '',
      'x-latin-1': 'café',
      // The bytes of UTF-8, written one by one.
      'x-utf-8': Buffer.from('grüße 👋').toString('latin1'),
      'xcf-aig': 'not ours',
    }
    await call(target, { headers, body: '{}' })
    const host = new URL(upstream.url).host
    expect({ ...upstream.requests[0]?.headers }).toEqual({ ...headers, host, 'content-length': '2' })
  })

  it('a header that came twice', async () => {
    await call(target, { headers: { 'x-twice': ['one', 'two'] } })
    expect(upstream.requests[0]?.headers['x-twice']).toBe('one, two')
  })

  it('no accept-encoding or user-agent of the gateway where the client has none', async () => {
    await call(target)
    expect({ ...upstream.requests[0]?.headers }).toEqual({ host: new URL(upstream.url).host })
  })
})
