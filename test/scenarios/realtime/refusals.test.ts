// What becomes of an upgrade that is not taken: the client gets the provider's answer, or the gateway's own error, as HTTP and at once.

import { afterAll, describe, expect, it } from 'vitest'
import { call } from '../../support/call.ts'
import { closedPort } from '../../support/closed-port.ts'
import { refusal } from '../../support/websocket-upstream.ts'
import { open, type Refused, refused } from './client.ts'
import { setRealtimeScene, ways } from './scene.ts'

const nowhere = await closedPort()
const { upstream, by } = await setRealtimeScene(({ url }) => ({
  'demo.yaml': `
authentication: off
providers:
  openai: { url: "${url}/v1" }
  elevenlabs: { url: "${url}", timeout: 300ms }
  grok: { url: "${url}/v1", retries: { attempts: 3, delay: 1ms } }
  deepgram: { url: "http://127.0.0.1:${nowhere}" }
  echo: {}
`,
  'hurried.yaml': `authentication: off\ndeadline: 300ms\nproviders: { openai: { url: "${url}/v1" } }\n`,
  'closed.yaml': `authentication: off\nendpoints: { realtime: off }\nproviders: { openai: { url: "${url}/v1" } }\n`,
}))
const base = by.platform.base
afterAll(() => {
  for (const way of ways) expect(by[way].workerd.stderr().replaceAll(/^noted: .*\n/gm, '')).toBe('')
})

/** What of the gateway's own errors counts. */
function own({ status, headers, body }: Refused) {
  const { error, description } = JSON.parse(body)
  return { status, code: error[0].code, error: headers['cf-aig-error'], description }
}

describe.each(ways)('a provider that refuses, %s', (way) => {
  it.each([
    ['401 Unauthorized', '{"error":{"message":"Incorrect API key provided"}}'],
    ['403 Forbidden', 'no'],
    ['404 Not Found', ''],
    ['429 Too Many Requests', '{"error":{"type":"rate_limit"}}'],
    ['500 Internal Server Error', 'x'.repeat(200_000)],
    ['503 Service Unavailable', 'busy'],
  ])('%s', async (status, body) => {
    upstream.meet({
      refusal: refusal(status, body, ['retry-after: 7', 'x-request-id: r-1', 'set-cookie: a=b', 'content-type: a/b']),
    })
    const answer = await refused(`${by[way].base}/openai?model=gpt-realtime`)
    expect([answer.status, answer.body]).toEqual([Number.parseInt(status, 10), body])
    expect(answer.headers).toMatchObject({ 'retry-after': '7', 'x-request-id': 'r-1', 'content-type': 'a/b' })
    expect(answer.headers).toMatchObject({
      'cf-aig-step': '0',
      'cf-aig-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
    })
    expect(answer.headers).not.toHaveProperty('set-cookie')
  })

  it('a redirect is not followed', async () => {
    upstream.meet({ refusal: refusal('302 Found', '', ['location: http://127.0.0.1:1/elsewhere']) })
    const answer = await refused(`${by[way].base}/openai?model=gpt-realtime`)
    expect([answer.status, answer.headers.location]).toEqual([302, 'http://127.0.0.1:1/elsewhere'])
  })

  it('an answer that is no WebSocket is given as it is', async () => {
    upstream.meet({ refusal: refusal('200 OK', '{"object":"list"}') })
    const answer = await refused(`${by[way].base}/openai?model=gpt-realtime`)
    expect([answer.status, answer.body]).toEqual([200, '{"object":"list"}'])
  })
})

describe('a provider that does not answer', () => {
  it('is 502 where nobody listens', async () => {
    const answer = own(await refused(`${base}/deepgram`))
    expect(answer).toMatchObject({ status: 502, code: 2005, error: 'unreachable' })
  })

  it('is 502 where the connection is closed', async () => {
    upstream.meet({ refusal: '' })
    expect(own(await refused(`${base}/openai`))).toMatchObject({ status: 502, code: 2005, error: 'reset' })
  })

  it('is 504 after the timeout', async () => {
    upstream.meet({ isSilent: true })
    const answer = own(await refused(`${base}/elevenlabs?agent_id=a`))
    expect(answer).toMatchObject({ status: 504, code: 2005, error: 'timeout' })
    expect(answer.description).toMatch(/did not begin to answer within 300 ms/)
  })

  it('is 504 after the deadline, which an open session outlives', async () => {
    upstream.meet({ isSilent: true })
    const hurried = base.replace('/demo', '/hurried')
    expect(own(await refused(`${hurried}/openai`))).toMatchObject({ status: 504, code: 2005 })
    upstream.reset()
    const { socket, received } = await open(`${hurried}/openai`)
    await new Promise((resolve) => setTimeout(resolve, 600))
    socket.send('still here')
    expect(await received(1)).toEqual(['still here'])
    socket.close()
  })

  it('outlives the timeout of its opening too', async () => {
    const { socket, received } = await open(`${base}/elevenlabs?agent_id=a`)
    await new Promise((resolve) => setTimeout(resolve, 600))
    socket.send('still here')
    expect(await received(1)).toEqual(['still here'])
    socket.close()
  })
})

it('asks again where the YAML says so, until the upgrade is taken', async () => {
  upstream.meet({ refusal: refusal('503 Service Unavailable', 'busy') })
  expect((await refused(`${base}/grok`)).status).toBe(503)
  expect(upstream.knocks).toHaveLength(3)
  upstream.reset()
  upstream.meet({ refusal: refusal('429 Too Many Requests', 'busy') })
  const opening = open(`${base}/grok`, { headers: { 'cf-aig-retry-delay': '200' } })
  while (upstream.knocks.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
  upstream.meet({})
  const { socket, received } = await opening
  socket.send('hello')
  expect(await received(1)).toEqual(['hello'])
  expect(upstream.knocks).toHaveLength(2)
  socket.close()
})

describe('the gateway', () => {
  it.each([
    ['/nobody', 400, 2008, /has no provider 'nobody'/],
    ['/google', 400, 2008, /has no provider 'google'/],
    ['/echo', 400, 7001, /has no WebSockets/],
  ])('refuses %s', async (path, status, code, description) => {
    const answer = own(await refused(`${base}${path}`))
    expect(answer).toMatchObject({ status, code, description: expect.stringMatching(description) })
    expect(upstream.knocks).toEqual([])
  })

  it.each(['/openai/../admin', '/openai/%2e%2e/admin', '/openai/%252e%252e/admin'])('refuses %s', async (path) => {
    // A WebSocket client would resolve the dots itself.
    const { status, json } = await call(`${base.replace('ws:', 'http:')}${path}`, {
      headers: {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
      },
    })
    expect([status, json]).toMatchObject([400, { description: expect.stringMatching(/dot segment/) }])
    expect(upstream.knocks).toEqual([])
  })

  it('refuses where the YAML turns sockets off', async () => {
    const answer = own(await refused(`${base.replace('/demo', '/closed')}/openai`))
    expect(answer).toMatchObject({
      status: 404,
      code: 7002,
      description: expect.stringMatching(/endpoints.realtime: off/),
    })
  })

  it.each([
    ['cf-aig-byok-alias', 'nobody', 2040],
    ['cf-aig-request-timeout', 'soon', 7001],
  ])('refuses a %s that says nothing', async (name, value, code) => {
    const answer = own(await refused(`${base}/openai`, { headers: { [name]: value } }))
    expect(answer).toMatchObject({ status: 400, code })
  })
})
