// How long is waited between attempts, by the upstream's clock: of each delay up to a fifth is chance, and a provider's
// `retry-after` counts where the request has that long.

import { describe, expect, it } from 'vitest'
import { inTurn, reply } from '../../support/answers.ts'
import { call } from '../../support/call.ts'
import { setScene } from '../../support/scene.ts'
import { clocked } from './clock.ts'

const { gateway, upstream } = await setScene(({ url }) => ({
  'demo.yaml': `
authentication: off
cache: off
providers:
  openai: { url: "${url}", retries: { attempts: 4, delay: 100, backoff: constant } }
  mistral: { url: "${url}", retries: { attempts: 4, delay: 100, backoff: linear } }
  groq: { url: "${url}", retries: { attempts: 4, delay: 100ms, backoff: exponential } }
  grok: { url: "${url}", retries: { attempts: 2, delay: 100 } }
`,
  'hasty.yaml': `
authentication: off
cache: off
deadline: 1s
providers: { openai: { url: "${url}", retries: { attempts: 3, delay: 10 } } }
`,
}))
/** How much later than planned a busy machine may be. */
const SLACK_MS = 150
const failing = (headers: { readonly [name: string]: string } = {}) => clocked(reply({ status: 503, headers }))
async function gapsOf(slug: string, headers: { readonly [name: string]: string } = {}) {
  const { answer, gaps } = failing()
  upstream.answer(answer)
  expect((await call(`${gateway.base('demo')}/${slug}/x`, { headers, body: '{}' })).status).toBe(503)
  return gaps()
}
function expectGaps(gaps: readonly number[], planned: readonly number[]): void {
  expect(gaps).toHaveLength(planned.length)
  for (const [index, ms] of planned.entries()) {
    // The clocks of the two processes tick in whole milliseconds.
    expect(gaps[index]).toBeGreaterThanOrEqual(ms * 0.8 - 2)
    expect(gaps[index]).toBeLessThan(ms + SLACK_MS)
  }
}

describe('delays', () => {
  it('constant', async () => expectGaps(await gapsOf('openai'), [100, 100, 100]))
  it('linear', async () => expectGaps(await gapsOf('mistral'), [100, 200, 300]))
  it('exponential', async () => expectGaps(await gapsOf('groq'), [100, 200, 400]))
  it('exponential where nothing is said', async () => {
    expectGaps(await gapsOf('grok', { 'cf-aig-max-attempts': '3' }), [100, 200])
  })

  it('are the request’s where it says so, also none at all', async () => {
    expectGaps(await gapsOf('groq', { 'cf-aig-retry-delay': '250', 'cf-aig-backoff': 'constant' }), [250, 250, 250])
    expectGaps(await gapsOf('groq', { 'cf-aig-retry-delay': '0' }), [0, 0, 0])
  })

  it('are up to a fifth shorter, by chance', async () => {
    const headers = { 'cf-aig-retry-delay': '200', 'cf-aig-max-attempts': '5', 'cf-aig-backoff': 'constant' }
    const gaps = [...(await gapsOf('openai', headers)), ...(await gapsOf('mistral', headers))]
    expect(gaps).toHaveLength(8)
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(158)
    expect(Math.min(...gaps)).toBeLessThan(195)
  })
})

describe('retry-after', () => {
  const failingOnce = (value: string) =>
    clocked(inTurn(reply({ status: 429, headers: { 'retry-after': value } }), reply()))
  const ask = (id: string, headers = {}) => call(`${gateway.base(id)}/openai/x`, { headers, body: '{}' })

  it('in seconds is waited out', async () => {
    const { answer, gaps } = failingOnce('1')
    upstream.answer(answer)
    expect((await ask('demo')).status).toBe(200)
    expect(gaps()[0]).toBeGreaterThanOrEqual(995)
    expect(gaps()[0]).toBeLessThan(1000 + SLACK_MS)
  })

  it('as a date is waited out', async () => {
    const { answer, gaps } = failingOnce(new Date(Date.now() + 2000).toUTCString())
    upstream.answer(answer)
    expect((await ask('demo')).status).toBe(200)
    // A date has no milliseconds.
    expect(gaps()[0]).toBeGreaterThanOrEqual(800)
    expect(gaps()[0]).toBeLessThan(2000 + SLACK_MS)
  })

  it.each(['0', 'Sat, 21 Nov 2020 20:00:00 GMT', 'soon', '-5'])('%s does not shorten the delay', async (value) => {
    const { answer, gaps } = failingOnce(value)
    upstream.answer(answer)
    expect((await ask('demo')).status).toBe(200)
    expectGaps(gaps(), [100])
  })

  it.each(['61', '86400'])('of more than a minute is the client’s to wait out: %s', async (value) => {
    upstream.answer(failingOnce(value).answer)
    const answer = await ask('demo')
    expect([answer.status, answer.headers['retry-after']]).toEqual([429, value])
    expect(upstream.requests).toHaveLength(1)
  })

  it('that does not fit the deadline is the client’s to wait out, at once', async () => {
    upstream.answer(failingOnce('2').answer)
    const start = performance.now()
    const answer = await ask('hasty')
    expect([answer.status, answer.headers['retry-after']]).toEqual([429, '2'])
    expect(performance.now() - start).toBeLessThan(500)
    expect(upstream.requests).toHaveLength(1)
  })

  it('lets the next step try at once where it does not fit', async () => {
    upstream.answer(failingOnce('61').answer)
    const steps = [
      { provider: 'openai', endpoint: 'x' },
      { provider: 'grok', endpoint: 'x' },
    ]
    const answer = await call(gateway.base('demo'), { body: JSON.stringify(steps) })
    expect([answer.status, answer.headers['cf-aig-step']]).toEqual([200, '1'])
    expect(upstream.requests).toHaveLength(2)
  })
})
