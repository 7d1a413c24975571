// A client that does not read: the provider is held back for it alone, the gateway's memory does not grow, and all of it comes once it reads.

import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { type Answer, reply } from '../../support/answers.ts'
import { setScene } from '../../support/scene.ts'
import { openSocket } from './client.ts'

const { gateway, upstream } = await setScene(({ url }) => ({
  'demo.yaml': `authentication: off\ncache: off\nproviders: { custom-one: { dialect: openai, url: "${url}" } }\n`,
}))
/** 50 MB, in events of 1 KB each. */
const EVENTS = 50_000
const EVENT = `data: {"text":"${'y'.repeat(984)}"}\n\n`
const step = { provider: 'custom-one', endpoint: 'x', query: {} }

/** Sends as fast as it is read, and counts the events that were taken. */
function flood(taken: { count: number }): Answer {
  return async (_, response) => {
    const closed = once(response, 'close')
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    for (; taken.count < EVENTS && !response.destroyed; taken.count++) {
      if (!response.write(EVENT)) await Promise.race([once(response, 'drain'), closed])
    }
    response.end()
  }
}

it('50 MB that nobody reads wait with the provider', { timeout: 60_000 }, async () => {
  // Compressed, they would all fit into the buffers of the connection.
  const client = await openSocket(gateway.base('demo'), { compressed: false })
  upstream.answer(flood({ count: 0 }))
  // As much memory as it takes to pass them on.
  expect(await client.ask('read', step)).toHaveLength(EVENTS + 2)
  const usual = residentMib()

  const taken = { count: 0 }
  upstream.answer(flood(taken))
  client.socket.pause()
  client.send({ type: 'universal.create', request: { eventId: 'unread', ...step } })
  let peak = 0
  for (const endMs = Date.now() + 2000; Date.now() < endMs; await sleep(20)) peak = Math.max(peak, residentMib())
  const held = taken.count
  expect(held).toBeLessThan(EVENTS / 2)
  expect(peak - usual).toBeLessThan(16)

  upstream.answer(reply())
  const other = await openSocket(gateway.base('demo'))
  expect(await other.ask('quick', step)).toMatchObject([{ type: 'universal.created' }])
  other.socket.close()

  await sleep(500)
  expect(taken.count).toBe(held)
  client.socket.resume()
  const frames = await client.whole('unread')
  expect(frames).toHaveLength(EVENTS + 2)
  expect(frames.at(-1)?.type).toBe('universal.done')
  client.socket.close()
  expect(gateway.stderr()).toBe('')
})

function residentMib(): number {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${gateway.pid}/status`, 'utf8'))?.[1]) / 1024
}
