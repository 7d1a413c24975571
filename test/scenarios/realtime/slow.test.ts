// A side that does not read: where the platform passes the frames the other side is held back, and loses nothing; where the gateway does
// that cannot be, so that the session ends before what waits takes much memory. Other sessions go on either way.

import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Session } from '../../../runtime/endpoints/realtime-record.ts'
import { type Frame, open } from './client.ts'
import { setRealtimeScene } from './scene.ts'

const { upstream, by } = await setRealtimeScene(({ url }) => ({
  'demo.yaml': `authentication: off\nproviders: { openai: { url: "${url}/v1" } }\n`,
}))

const MEGABYTE = 1024 * 1024
const FRAMES = 400
/** No compression makes them smaller. */
const large = Array.from({ length: 8 }, () => randomBytes(MEGABYTE))
const frameAt = (index: number) => large[index % large.length] ?? Buffer.alloc(0)
/** Each is of other bytes. */
const small = randomBytes(32 * MEGABYTE)
const areInOrder = (came: readonly Frame[]) => came.every((frame, index) => frameAt(index).equals(Buffer.from(frame)))

function isTooSlow({ closeCode, closedBy }: Session): boolean {
  return closeCode === 1013 && closedBy === 'gateway'
}

/** Resident memory of a process, in megabytes. */
function residentOf(pid: number): number {
  const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kilobytes) / 1024
}

/** The most that it takes while this goes on. */
async function mostWhile(pid: number, work: Promise<unknown>): Promise<number> {
  let most = 0
  const timer = setInterval(() => {
    most = Math.max(most, residentOf(pid))
  }, 20)
  await work
  clearInterval(timer)
  return most
}

describe('a client that does not read', () => {
  it('holds its provider back where the platform passes the frames', async () => {
    const { base, workerd } = by.platform
    const before = residentOf(workerd.pid)
    let waiting = 0
    upstream.meet({
      open: (socket) => {
        for (let index = 0; index < FRAMES; index++) socket.send(frameAt(index))
        setTimeout(() => {
          waiting = socket.bufferedAmount
        }, 900)
      },
    })
    const { socket, received, closed } = await open(`${base}/openai`)
    socket.pause()
    const most = await mostWhile(workerd.pid, new Promise((resolve) => setTimeout(resolve, 1000)))
    expect(waiting).toBeGreaterThan((FRAMES / 2) * MEGABYTE)
    expect(most - before).toBeLessThan(40)
    socket.resume()
    expect(areInOrder(await received(FRAMES))).toBe(true)
    socket.close()
    await closed
  }, 30_000)

  it('ends its session where the gateway does, and no other', async () => {
    const { base, workerd, sessions } = by.gateway
    const other = await open(`${base}/openai`)
    upstream.reset()
    const before = residentOf(workerd.pid)
    upstream.meet({
      open: (socket) => {
        for (let index = 0; index < FRAMES; index++) socket.send(frameAt(index))
      },
    })
    const { socket, closed } = await open(`${base}/openai`)
    socket.pause()
    const most = await mostWhile(workerd.pid, upstream.closed())
    expect(most - before).toBeLessThan(200)
    expect(sessions().filter(isTooSlow)).toHaveLength(1)
    await new Promise((resolve) => setTimeout(resolve, 2500))
    socket.resume()
    expect((await closed).code).toBe(1006)
    other.socket.send('still here')
    expect(await other.received(1)).toEqual(['still here'])
    other.socket.close()
  }, 30_000)

  it('ends it for many small frames too', async () => {
    const { base, workerd, sessions } = by.gateway
    const known = sessions().filter(isTooSlow).length
    upstream.meet({
      open: (socket) => {
        for (let at = 0; at < small.length; at += 64) socket.send(small.subarray(at, at + 64))
      },
    })
    const before = residentOf(workerd.pid)
    const { socket, frames, closed } = await open(`${base}/openai`)
    socket.pause()
    const most = await mostWhile(workerd.pid, upstream.closed())
    expect(most - before).toBeLessThan(200)
    expect(sessions().filter(isTooSlow)).toHaveLength(known + 1)
    // What waited for it is let go, too.
    await new Promise((resolve) => setTimeout(resolve, 2500))
    socket.resume()
    expect((await closed).code).toBe(1006)
    expect(frames.length * 64).toBeLessThan(small.length / 2)
  }, 30_000)
})

it('a provider that does not read ends the session where the gateway passes the frames', async () => {
  const { base, sessions } = by.gateway
  const known = sessions().filter(isTooSlow).length
  upstream.meet({ open: (socket) => socket.pause() })
  const { socket, closed } = await open(`${base}/openai`)
  for (let index = 0; index < FRAMES; index++) socket.send(frameAt(index))
  expect((await closed).code).toBe(1013)
  expect(sessions().filter(isTooSlow)).toHaveLength(known + 1)
}, 30_000)

it('a slow reader who reads loses nothing, by either', async () => {
  for (const { base } of [by.platform, by.gateway]) {
    upstream.meet({
      open: (socket) => {
        for (let index = 0; index < 24; index++) socket.send(frameAt(index))
      },
    })
    const { socket, received } = await open(`${base}/openai`)
    socket.pause()
    setTimeout(() => socket.resume(), 500)
    expect(areInOrder(await received(24))).toBe(true)
    socket.close()
  }
}, 30_000)
