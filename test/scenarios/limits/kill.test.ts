// SIGKILL in the midst of load: what was let through before it still counts after it, so a window never lets more through than its
// limit; what a kill can cost is the block that was begun, and nothing once the object has been idle for a second.

import { scheduler } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { atOnce, type Limited, nextWindow, startLimited, tally } from './limited.ts'

let limited: Limited
afterEach(() => limited.stop())

const LIMIT = 400
const BLOCK = LIMIT / 50
const KILLS = 3

/** A limiter too slow to answer must not let anyone pass here: the machine may be busy. */
function gateway(limit: string): (url: string) => string {
  return (url) => `
authentication: off
cache: off
rate_limit: { ${limit}, on_failure: deny }
providers:
  custom-up: { dialect: openai, url: ${url} }
`
}

describe.each(['fixed', 'sliding'])('%s', (technique) => {
  it('never lets more than the limit through, and at most a block less for each kill', async () => {
    limited = await startLimited(gateway(`requests: ${LIMIT}, per: 30d, technique: ${technique}`))
    for (let kill = 1; kill <= KILLS; kill++) {
      const load = keepAsking(12)
      await expect.poll(() => limited.upstream.requests.length, { interval: 1 }).toBeGreaterThan(kill * 90)
      await limited.restart()
      await load.stop()
    }
    const last = await atOnce(LIMIT, () => limited.ask())
    expect(Object.keys(tally(last))).toContain('429')
    expect(limited.upstream.requests.length).toBeLessThanOrEqual(LIMIT)
    // Those that were decided on but had not left when it was killed are lost with it.
    expect(limited.upstream.requests.length).toBeGreaterThanOrEqual(LIMIT - KILLS * (BLOCK + 12))
  })
})

it('loses nothing to a kill when it was idle before', async () => {
  limited = await startLimited(gateway(`requests: ${LIMIT}, per: 30d`))
  for (let round = 0; round < 2; round++) {
    await atOnce(3, () => limited.ask())
    await scheduler.wait(1500)
    await limited.restart()
  }
  expect((await limited.ask()).headers['ratelimit-remaining']).toBe(String(LIMIT - 7))
})

it('knows the last window of a sliding limit after a kill', async () => {
  limited = await startLimited(gateway('requests: 10, per: 4s, technique: sliding'))
  await nextWindow(4000)
  await atOnce(10, () => limited.ask())
  await nextWindow(4000)
  await scheduler.wait(1000)
  // 7 of the last window still count, and no less than 4 while this one is killed and asked again.
  expect((await limited.ask()).status).toBe(200)
  await limited.restart()
  const { 200: passed = 0 } = tally(await atOnce(10, () => limited.ask()))
  expect(passed).toBeGreaterThanOrEqual(2)
  expect(passed).toBeLessThanOrEqual(6)
})

/** Some clients that ask again as soon as they are answered, or cut off, until they are stopped. */
function keepAsking(clients: number): { stop(): Promise<void> } {
  let over = false
  const running = Array.from({ length: clients }, async () => {
    while (!over) await limited.ask().catch(() => scheduler.wait(5))
  })
  return {
    stop: async () => {
      over = true
      await Promise.all(running)
    },
  }
}
