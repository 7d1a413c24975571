// Frames pass both ways untouched and in order, whoever passes them, and each side hears how the other one left.

import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { open } from './client.ts'
import { setRealtimeScene, ways } from './scene.ts'

const { upstream, by } = await setRealtimeScene(({ url }) => ({
  'demo.yaml': `authentication: off\nproviders: { openai: { url: "${url}/v1" } }\n`,
}))

describe.each(ways)('passed by the %s', (way) => {
  const url = `${by[way].base}/openai?model=gpt-realtime`

  it.each<readonly [what: string, frame: string | Buffer]>([
    ['text', '{"type":"response.create"}'],
    ['text beyond ASCII', 'Grüße, 世界 🌍 \u0000 \u2028'],
    ['nothing', ''],
    ['bytes', Buffer.from([0, 1, 127, 128, 255])],
    ['no bytes', Buffer.alloc(0)],
    ['1 MB of text', 'é'.repeat(512 * 1024)],
    ['1 MB of bytes', randomBytes(1024 * 1024)],
    ['30 MB of bytes', Buffer.alloc(30 * 1024 * 1024, 'sound')],
  ])('%s', async (_, frame) => {
    const { socket, received } = await open(url)
    socket.send(frame)
    const [echoed] = await received(1)
    expect(typeof echoed).toBe(typeof frame)
    expect(Buffer.compare(Buffer.from(echoed ?? 'none'), Buffer.from(frame))).toBe(0)
    socket.close()
  })

  it('keeps the order of many, text and bytes mixed', async () => {
    const frames = Array.from({ length: 2000 }, (_, index) => (index % 2 === 0 ? `${index}` : Buffer.from(`${index}`)))
    const { socket, received } = await open(url)
    for (const frame of frames) socket.send(frame)
    expect(await received(frames.length)).toEqual(frames)
    socket.close()
  })

  it('gives what the provider says before it is asked anything', async () => {
    upstream.meet({ open: (socket) => socket.send('{"type":"session.created"}') })
    const { socket, received } = await open(url)
    expect(await received(1)).toEqual(['{"type":"session.created"}'])
    socket.close()
  })

  it.each([
    [1000, 'done'],
    [1001, 'going away'],
    [1011, 'failed'],
    [3000, ''],
    [4999, 'r'.repeat(123)],
  ])('a client that closes with %i', async (code, reason) => {
    const { socket, closed } = await open(url)
    socket.close(code, reason)
    expect(await upstream.closed()).toEqual({ code, reason })
    expect(await closed).toEqual({ code, reason })
  })

  it.each([
    [1000, 'done'],
    [1001, 'session expired'],
    [1008, 'policy'],
    [4000, 'ß'.repeat(61)],
  ])('a provider that closes with %i', async (code, reason) => {
    upstream.meet({ open: (socket) => socket.on('message', () => socket.close(code, reason)) })
    const { socket, closed } = await open(url)
    socket.send('leave')
    expect(await closed).toEqual({ code, reason })
    expect(await upstream.closed()).toEqual({ code, reason })
  })

  it('no code stays no code, from either side', async () => {
    const leaving = await open(url)
    leaving.socket.close()
    expect(await upstream.closed()).toEqual({ code: 1005, reason: '' })
    upstream.meet({ open: (socket) => socket.close() })
    expect(await (await open(url)).closed).toEqual({ code: 1005, reason: '' })
  })

  it('what was said before the end arrives before the end', async () => {
    upstream.meet({
      open: (socket) => {
        for (let index = 0; index < 500; index++) socket.send(`${index}`.padEnd(1000))
        socket.close(4001, 'that was all')
      },
    })
    const { frames, closed } = await open(url)
    expect(await closed).toEqual({ code: 4001, reason: 'that was all' })
    expect(frames.map((frame) => Number(frame))).toEqual(Array.from({ length: 500 }, (_, index) => index))
  })

  it('tells a provider that the client is gone', async () => {
    const { socket } = await open(url)
    socket.terminate()
    expect((await upstream.closed()).code).toBe(way === 'gateway' ? 1011 : 1006)
  })

  it('tells a client that the provider is gone', async () => {
    upstream.meet({ open: (socket, _, stream) => socket.on('message', () => stream.destroy()) })
    const { socket, closed } = await open(url)
    socket.send('break')
    expect((await closed).code).toBe(way === 'gateway' ? 1011 : 1006)
  })

  it('keeps many sessions apart', async () => {
    const sessions = await Promise.all(Array.from({ length: 50 }, () => open(url)))
    for (const [index, { socket }] of sessions.entries()) {
      for (let count = 0; count < 20; count++) socket.send(`${index} ${count}`)
    }
    for (const [index, { socket, received }] of sessions.entries()) {
      expect(await received(20)).toEqual(Array.from({ length: 20 }, (_, count) => `${index} ${count}`))
      socket.close()
    }
  })
})
