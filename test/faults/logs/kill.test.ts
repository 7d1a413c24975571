// Twenty thousand requests and a kill in their midst, three times over: whose answer was seen to its end has its row, at once where the
// gateway is strict and 50 ms later where it is not; no row is there twice, and none is missing where the process ended by itself.

import { expect, it } from 'vitest'
import { startDurably } from '../../support/worker.ts'
import { flood, type Seen } from './flood.ts'
import { readLog } from './kept.ts'

const REQUESTS = 20_000
const ROUNDS = 3
const LATE_MS = 50

const requests = [true, false].map((stream) => {
  const body = JSON.stringify({ stream, model: 'm', messages: [{ role: 'user', content: 'Hi' }] })
  return `POST /v1/acct/demo/echo/v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`
})

const startGateway = (durability: 'strict' | 'batched') =>
  startDurably({
    'demo.yaml': `{ authentication: off, cache: off, logs: { durability: ${durability} }, providers: { echo: {} } }`,
  })

it.each(['strict', 'batched'] as const)(
  '%s, killed',
  async (durability) => {
    const gateway = await startGateway(durability)
    const seen: Seen[] = []
    const killedAtMs: number[] = []
    for (let round = 0; round < ROUNDS; round++) {
      const killAfter = Math.floor(REQUESTS * (0.1 + 0.8 * Math.random()))
      let killed: Promise<void> | null = null
      const before = await flood(gateway.url(), requests, REQUESTS, (count) => {
        if (count < killAfter || killed !== null) return
        killedAtMs.push(Date.now())
        killed = gateway.kill()
      })
      await killed
      seen.push(...before)
      await gateway.start()
    }
    seen.push(...(await flood(gateway.url(), requests, 1000)))
    await gateway.terminate()
    const { ids, count, lost } = readLog(gateway.stateFolder)
    const rows = new Set(ids)
    const missing = seen.filter(({ id }) => !rows.has(id))
    const late = (endedAtMs: number) => killedAtMs.some((atMs) => endedAtMs > atMs - LATE_MS && endedAtMs <= atMs + 5)
    expect(seen.length).toBeGreaterThan(ROUNDS * REQUESTS * 0.1)
    expect(killedAtMs).toHaveLength(ROUNDS)
    expect(rows.size).toBe(ids.length)
    expect(count).toBe(ids.length)
    expect(lost).toBe(0)
    expect(missing.filter(({ endedAtMs }) => durability === 'strict' || !late(endedAtMs))).toEqual([])
    await gateway.stop()
  },
  240_000,
)

it('batched, asked to end', async () => {
  const gateway = await startGateway('batched')
  const seen: Seen[] = []
  for (let round = 0; round < ROUNDS; round++) {
    let ended: Promise<void> | null = null
    const answered = await flood(gateway.url(), requests, 3000, (count) => {
      if (count >= 2000 && ended === null) ended = gateway.terminate()
    })
    await ended
    seen.push(...answered)
    await gateway.start()
  }
  await gateway.terminate()
  const rows = new Set(readLog(gateway.stateFolder).ids)
  expect(seen.length).toBeGreaterThan(ROUNDS * 1900)
  expect(seen.filter(({ id }) => !rows.has(id))).toEqual([])
  await gateway.stop()
}, 120_000)
