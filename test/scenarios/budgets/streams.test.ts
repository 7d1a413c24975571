// Streams hold their estimate until they are over, however that is: at their end, cut short, or left by their client.

import { scheduler } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { cut, streamed } from '../../support/answers.ts'
import { begin } from '../../support/call.ts'
import { type Spender, settled, startSpender, used } from './spender.ts'

let spender: Spender
beforeEach(async () => {
  spender = await startSpender(
    (url) => `
authentication: off
cache: off
budgets: [{ usd: 0.1, per: 30d }]
prices:
  "custom-up/*": { input: 0, output: 5000 }
providers:
  custom-up: { dialect: openai, url: ${url} }
`,
  )
})
afterEach(() => spender.stop())

const DELTA = event({ choices: [{ index: 0, delta: { content: 'hi' } }] })
/** One token: half a cent. */
const END = `${event({ choices: [], usage: { prompt_tokens: 5, completion_tokens: 1, total_tokens: 6 } })}data: [DONE]\n\n`

function event(data: object): string {
  return `data: ${JSON.stringify(data)}\n\n`
}

/** A stream whose end is the test's to say. */
function paced() {
  const { promise, resolve } = Promise.withResolvers<void>()
  async function* chunks() {
    yield DELTA
    await promise
    yield END
  }
  spender.upstream.answer(streamed(chunks()))
  return resolve
}

/** A client that has read the beginning of its stream. */
async function reading(signal?: AbortSignal) {
  const body = JSON.stringify({ model: 'gpt', stream: true, max_tokens: 20 })
  const answer = await begin(`${spender.base()}/custom-up/chat/completions`, { body }, signal)
  const chunks = answer[Symbol.asyncIterator]()
  expect(String((await chunks.next()).value)).toBe(DELTA)
  return chunks
}

it('settles a stream when it ends, for what it says that it used', async () => {
  const end = paced()
  const chunks = await reading()
  expect((await spender.ask()).json).toMatchObject({
    description: expect.stringContaining(
      "Spent by gateway 'demo': 0 USD; held for calls in flight: 0.1 USD. Ask again in 1 s.",
    ),
  })
  end()
  expect(String((await chunks.next()).value)).toBe(END)
  expect((await chunks.next()).done).toBe(true)
  await settled()
  expect((await spender.ask()).status).toBe(200)
})

it('settles a stream that breaks off', async () => {
  spender.upstream.answer(cut('chunked', DELTA))
  await expect(spender.ask({ body: JSON.stringify({ model: 'gpt', stream: true, max_tokens: 20 }) })).rejects.toThrow()
  await settled()
  spender.upstream.answer(used(1, 1))
  expect((await spender.ask()).status).toBe(200)
})

it('settles a stream that its client leaves', async () => {
  const end = paced()
  const leaving = new AbortController()
  const chunks = await reading(leaving.signal)
  expect((await spender.ask()).status).toBe(429)
  leaving.abort()
  await chunks.next().catch(() => null)
  await scheduler.wait(300)
  end()
  await expect.poll(async () => (await spender.ask()).status, { timeout: 5000, interval: 200 }).toBe(200)
})
