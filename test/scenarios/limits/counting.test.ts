// A limit lets exactly its number through, says how much is left, and begins anew with its next window.

import { scheduler } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { atOnce, type Limited, nextWindow, startLimited, tally } from './limited.ts'

let limited: Limited
afterEach(() => limited.stop())

function gateway(limit: string): (url: string) => string {
  return (url) => `
authentication: off
cache: off
rate_limit: ${limit}
providers:
  custom-up: { dialect: openai, url: ${url} }
`
}

describe.each(['fixed', 'sliding'])('%s', (technique) => {
  it('lets exactly 100 of 160 simultaneous requests through', async () => {
    limited = await startLimited(gateway(`{ requests: 100, per: 30d, technique: ${technique} }`))
    const answers = await atOnce(160, () => limited.ask())
    expect(tally(answers)).toEqual({ 200: 100, 429: 60 })
    expect(limited.upstream.requests).toHaveLength(100)
  })

  it('lets exactly 1 of 20 through', async () => {
    limited = await startLimited(gateway(`{ requests: 1, per: 30d, technique: ${technique} }`))
    expect(tally(await atOnce(20, () => limited.ask()))).toEqual({ 200: 1, 429: 19 })
  })
})

it('begins anew with the next window', async () => {
  limited = await startLimited(gateway('{ requests: 5, per: 2s }'))
  await limited.ask()
  for (let window = 0; window < 2; window++) {
    await nextWindow(2000)
    expect(tally(await atOnce(8, () => limited.ask()))).toEqual({ 200: 5, 429: 3 })
  }
})

it('counts the last window by what a sliding one still covers of it', async () => {
  limited = await startLimited(gateway('{ requests: 10, per: 4s, technique: sliding }'))
  await nextWindow(4000)
  expect(tally(await atOnce(12, () => limited.ask()))).toEqual({ 200: 10, 429: 2 })
  await nextWindow(4000)
  await scheduler.wait(1900)
  // From 1.9 s to 2.8 s into the window 5 to 3 whole requests of the last one still count.
  const { 200: passed } = tally(await atOnce(10, () => limited.ask()))
  expect(passed).toBeGreaterThanOrEqual(5)
  expect(passed).toBeLessThanOrEqual(7)
})

it('says what is left, and on a refusal when to return', async () => {
  limited = await startLimited(gateway('{ requests: 2, per: 1h }'))
  const leftSeconds = 3600 - (Math.floor(Date.now() / 1000) % 3600)
  const [first, second, third] = [await limited.ask(), await limited.ask(), await limited.ask()]
  expect(first.headers).toMatchObject({ 'ratelimit-limit': '2', 'ratelimit-remaining': '1' })
  expect(second.headers).toMatchObject({ 'ratelimit-limit': '2', 'ratelimit-remaining': '0' })
  expect(first.headers).not.toHaveProperty('retry-after')
  expect(third.status).toBe(429)
  expect(third.headers).toMatchObject({ 'ratelimit-limit': '2', 'ratelimit-remaining': '0' })
  expect(third.headers['retry-after']).toBe(third.headers['ratelimit-reset'])
  const waitSeconds = Number(third.headers['retry-after'])
  expect(waitSeconds).toBeGreaterThan(leftSeconds - 20)
  expect(waitSeconds).toBeLessThanOrEqual(leftSeconds)
  expect(third.json).toEqual({
    success: false,
    result: [],
    messages: [],
    error: [{ code: 2003, message: 'Rate limited' }],
    name: 'AiGatewayError',
    httpCode: 429,
    internalCode: 2003,
    message: 'Rate limited',
    description: `The limit of gateway 'demo' is 2 requests per 3600 s. Ask again in ${waitSeconds} s.`,
  })
})

it('leaves alone what a provider says of limits of its own, and answers that failed', async () => {
  limited = await startLimited(gateway('{ requests: 5, per: 30d }'))
  limited.upstream.answer((_, response) => {
    response.writeHead(200, { 'ratelimit-limit': '77', 'ratelimit-remaining': '3' }).end('{}')
  })
  const own = await limited.ask()
  expect(own.headers).toMatchObject({ 'ratelimit-limit': '77', 'ratelimit-remaining': '3' })
  expect(own.headers).not.toHaveProperty('ratelimit-reset')
  limited.upstream.answer((_, response) => {
    response.writeHead(429, { 'retry-after': '9' }).end('{}')
  })
  const failed = await limited.ask()
  expect(failed.status).toBe(429)
  expect(failed.headers['retry-after']).toBe('9')
  expect(failed.headers).not.toHaveProperty('ratelimit-limit')
})
