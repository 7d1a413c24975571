// The limits of time: the deadline bounds a whole request, attempts, delays, steps and stream; the idle timeout ends a stream that
// stalls, visibly, and leaves a slow one that lives alone.

import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { type Answer, drip, hang, late, reply, streamed } from '../../support/answers.ts'
import { byTarget } from '../../support/by-target.ts'
import { begin, call } from '../../support/call.ts'
import { expectEnvelope } from '../../support/envelope.ts'
import { get } from '../../support/raw.ts'
import { setScene } from '../../support/scene.ts'

const { gateway, upstream } = await setScene(({ url }) => ({
  'demo.yaml': `
authentication: off
cache: off
deadline: 600ms
providers:
  custom-one: { dialect: openai, url: "${url}/one", retries: { attempts: 5, delay: 100, backoff: constant } }
  custom-two: { dialect: openai, url: "${url}/two", timeout: 200 }
  custom-three: { dialect: openai, url: "${url}/three" }
`,
  'idle.yaml': `
authentication: off
cache: off
idle_timeout: 300ms
providers:
  custom-one: { dialect: openai, url: "${url}/one" }
  custom-two: { dialect: openai, url: "${url}/two", idle_timeout: 5s }
  custom-retry: { dialect: openai, url: "${url}/retry", retries: { attempts: 2, delay: 1 } }
`,
}))
const steps = (...names: readonly string[]) =>
  JSON.stringify(names.map((name) => ({ provider: `custom-${name}`, endpoint: 'x', query: {} })))
async function timed<T>(work: Promise<T>): Promise<{ readonly value: T; readonly ms: number }> {
  const start = performance.now()
  const value = await work
  return { value, ms: performance.now() - start }
}
/** Nobody is early by more than a tick, and late by no more than a busy machine may be. */
function expectBetween(ms: number, least: number, most: number): void {
  expect(ms).toBeGreaterThanOrEqual(least - 5)
  expect(ms).toBeLessThan(most + 250)
}
const timedOut = { status: 504, code: 2005, message: 'Failed to get response from provider' } as const
/** Says this and then nothing more. */
const stalling = (text: string): Answer =>
  streamed(
    (async function* () {
      yield text
      await new Promise(() => {})
    })(),
  )

describe('the deadline', () => {
  it('ends the wait for an answer', async () => {
    upstream.answer(hang())
    const { value, ms } = await timed(call(`${gateway.base('demo')}/custom-three/x`))
    expectEnvelope(value, { ...timedOut, description: /did not begin to answer within \d+ ms/ })
    expect(value.headers['cf-aig-error']).toBe('timeout')
    expectBetween(ms, 600, 600)
    expect(await upstream.requests[0]?.over).toBe('aborted')
  })

  it('wins over a timeout that is longer, or none', async () => {
    upstream.answer(hang())
    for (const asked of ['0', '5000']) {
      const headers = { 'cf-aig-request-timeout': asked }
      const { value, ms } = await timed(call(`${gateway.base('demo')}/custom-three/x`, { headers }))
      expect(value.status).toBe(504)
      expectBetween(ms, 600, 600)
    }
  })

  it('bounds all attempts with their delays', async () => {
    upstream.answer(late(150, { status: 503, body: { error: 'busy' } }))
    const { value, ms } = await timed(call(`${gateway.base('demo')}/custom-one/x`, { body: '{}' }))
    expect([503, 504]).toContain(value.status)
    expect(ms).toBeLessThan(850)
    expect(upstream.requests.length).toBeGreaterThanOrEqual(2)
    expect(upstream.requests.length).toBeLessThanOrEqual(3)
  })

  it('bounds all steps: none begins after it', async () => {
    upstream.answer(hang())
    const { value, ms } = await timed(call(gateway.base('demo'), { body: steps('two', 'two', 'three', 'three') }))
    expectEnvelope(value, timedOut)
    expect(value.headers['cf-aig-step']).toBe('2')
    expectBetween(ms, 600, 600)
    expect(upstream.requests.map(({ target }) => target)).toEqual(['/two/x', '/two/x', '/three/x'])
  })

  it('leaves a later step what is left of it', async () => {
    upstream.answer(byTarget({ '/two': hang(), '/three': late(200) }))
    const { value, ms } = await timed(call(gateway.base('demo'), { body: steps('two', 'three') }))
    expect([value.status, value.headers['cf-aig-step']]).toEqual([200, '1'])
    expectBetween(ms, 400, 400)
  })

  it('breaks a stream off that lives longer', async () => {
    upstream.answer(drip('abcdefghijklmnopqrst', 100))
    const { value, ms } = await timed(get(gateway.url, `${new URL(gateway.base('demo')).pathname}/custom-three/x`))
    expect(value).toMatchObject({ status: 200, whole: false })
    expect(value.body).toContain('a')
    expectBetween(ms, 600, 600)
    expect(await upstream.requests[0]?.over).toBe('aborted')
  })

  it('leaves alone what is done in time', async () => {
    upstream.answer(drip('abc', 100))
    expect((await call(`${gateway.base('demo')}/custom-three/x`)).text).toBe('abc')
  })
})

describe('the idle timeout', () => {
  const path = (slug: string) => `${new URL(gateway.base('idle')).pathname}/custom-${slug}/x`

  it('breaks a stream off that stalls, visibly, and hangs up', async () => {
    upstream.answer(stalling('data: {"n":0}\n\n'))
    const { value, ms } = await timed(get(gateway.url, path('one')))
    expect(value).toMatchObject({ status: 200, body: expect.stringContaining('data: {"n":0}\n\n'), whole: false })
    expectBetween(ms, 300, 300)
    expect(await upstream.requests[0]?.over).toBe('aborted')
  })

  it('is an error to a client that reads it', async () => {
    upstream.answer(stalling('data: {"n":0}\n\n'))
    const response = await fetch(gateway.url + path('one'))
    await expect(response.text()).rejects.toThrow()
  })

  it('does not touch a slow stream that lives', async () => {
    upstream.answer(drip('abcdefgh', 150))
    const { value, ms } = await timed(call(gateway.url + path('one')))
    expect(value.text).toBe('abcdefgh')
    expect(ms).toBeGreaterThan(1000)
  })

  it('gives every byte when it comes', async () => {
    const source = new PassThrough()
    upstream.answer(streamed(source))
    const response = await begin(gateway.url + path('one'))
    for (const chunk of ['a', 'bc', 'é'.repeat(1000)]) {
      source.write(chunk)
      expect(String((await once(response, 'data'))[0])).toBe(chunk)
    }
    source.end()
    response.resume()
    await once(response, 'end')
    expect(response.complete).toBe(true)
  })

  it('passes many bytes through unchanged', async () => {
    const bytes = Buffer.from(Uint8Array.from({ length: 5_000_000 }, (_, index) => (index * 7919) % 251))
    upstream.answer(reply({ headers: { 'content-type': 'application/octet-stream' }, body: bytes }))
    const answer = await call(gateway.url + path('one'))
    expect(answer.body.equals(bytes)).toBe(true)
  })

  it("is the provider's where it has one of its own", async () => {
    const source = new PassThrough()
    upstream.answer(streamed(source))
    const response = await begin(gateway.url + path('two'))
    source.write('a')
    await once(response, 'data')
    await new Promise((resolve) => setTimeout(resolve, 600))
    source.end('b')
    expect(String((await once(response, 'data'))[0])).toBe('b')
  })

  it('says nothing of the time to the first byte of an answer', async () => {
    upstream.answer(late(600))
    expect((await call(gateway.url + path('one'))).status).toBe(200)
  })

  it('before anything was said lets the next step answer', async () => {
    upstream.answer(byTarget({ '/one': stalling(''), '/two': reply({ body: { from: 'two' } }) }))
    const { value, ms } = await timed(call(gateway.base('idle'), { body: steps('one', 'two') }))
    expect([value.json, value.headers['cf-aig-step']]).toEqual([{ from: 'two' }, '1'])
    expectBetween(ms, 300, 300)
  })

  it('before anything was said hangs up, while the next step answers', async () => {
    const source = new PassThrough()
    upstream.answer(byTarget({ '/one': stalling(''), '/two': streamed(source) }))
    const answering = call(gateway.base('idle'), { body: steps('one', 'two') })
    expect(await (await upstream.next()).over).toBe('aborted')
    source.end('data: {}\n\n')
    expect((await answering).headers['cf-aig-step']).toBe('1')
  })

  it('before anything was said is a failure that is tried again, and told as a timeout', async () => {
    upstream.answer(stalling(': ping\n\n'))
    const answer = await call(gateway.url + path('retry'), { body: '{}' })
    expectEnvelope(answer, timedOut)
    expect(answer.headers['cf-aig-error']).toBe('timeout')
    expect(await Promise.all(upstream.requests.map(({ over }) => over))).toEqual(['aborted', 'aborted'])
  })
})
