// Realtime sessions hold their estimate until they are closed, and are settled for what they say that they used.

import { afterEach, beforeEach, expect, it } from 'vitest'
import { startWebSocketUpstream, type WebSocketUpstream } from '../../support/websocket-upstream.ts'
import { startDurably, type TestWorker } from '../../support/worker.ts'
import { open, type Refused } from '../realtime/client.ts'
import { settled } from './spender.ts'

let upstream: WebSocketUpstream
let worker: TestWorker
beforeEach(async () => {
  upstream = await startWebSocketUpstream()
  const yaml = `
authentication: off
cache: off
budgets: [{ usd: 0.009, per: 30d }]
prices:
  "openai/*": { input: 0, output: 5000 }
providers:
  openai: { url: ${upstream.url} }
`
  worker = await startDurably({ 'demo.yaml': yaml })
})
afterEach(async () => {
  await worker.stop()
  await upstream.stop()
})

/** One token of answer: half a cent. */
const DONE = JSON.stringify({
  type: 'response.done',
  response: { usage: { total_tokens: 6, input_tokens: 5, output_tokens: 1 } },
})

function session() {
  return open(`${worker.url().replace('http', 'ws')}/v1/acct/demo/openai/v1/realtime?model=gpt-realtime`)
}

it('lets no other pass until it is closed, and then counts what it used', async () => {
  upstream.meet({ open: (socket) => socket.send(DONE) })
  for (let round = 0; round < 2; round++) {
    const first = await session()
    await first.received(1)
    const refused = (await session().catch((thrown) => thrown)) as Refused
    expect(refused.status).toBe(429)
    expect(JSON.parse(refused.body)).toMatchObject({ internalCode: 2045 })
    first.socket.close()
    await first.closed
    await settled()
  }
  const spent = (await session().catch((thrown) => thrown)) as Refused
  expect(JSON.parse(spent.body)).toMatchObject({
    description: expect.stringContaining("Spent by gateway 'demo': 0.01 USD; held for calls in flight: 0 USD."),
  })
})
