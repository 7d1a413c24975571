// What takes too long to wait for with a real socket: an end that is stuck, and a socket on which nothing happens. On a clock of the test's own.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { serveSocket } from '../../runtime/endpoints/websocket-session.ts'
import { outletOf } from '../../runtime/streams/socket.ts'

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS

/** A socket that reads as the test says. */
function openEnds() {
  const sent: string[] = []
  const closed: (readonly [number, string])[] = []
  const ends = Object.assign(new EventTarget(), {
    bufferedAmount: 0,
    isClosed: false,
    onSend: () => {},
    sent,
    closed,
    send(frame: string) {
      if (ends.isClosed) throw new TypeError("Can't call WebSocket send() after close().")
      sent.push(frame)
      ends.onSend()
    },
    close: (code: number, reason: string) => void closed.push([code, reason]),
  })
  return ends
}

const aborted: string[] = []
const context = { waitUntil: () => {}, abort: (reason: string) => void aborted.push(reason) }
let ends: ReturnType<typeof openEnds>
let socket: WebSocket

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('scheduler', { wait: (ms: number) => new Promise((resolve) => setTimeout(resolve, ms)) })
  aborted.length = 0
  ends = openEnds()
  socket = ends as unknown as WebSocket
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('an outlet', () => {
  it('waits while more than 1 MiB is queued, and keeps the order', async () => {
    const outlet = outletOf(socket, context)
    ends.bufferedAmount = 1024 * 1024 + 1
    const one = outlet.send('one')
    await vi.advanceTimersByTimeAsync(SECOND_MS + 1)
    const two = outlet.send('two')
    await vi.advanceTimersByTimeAsync(1)
    expect(ends.sent).toEqual([])
    ends.bufferedAmount = 1024 * 1024
    await vi.advanceTimersByTimeAsync(SECOND_MS)
    expect(await Promise.all([one, two])).toEqual([true, true])
    expect(ends.sent).toEqual(['one', 'two'])
  })

  it('lets one frame through at a time', async () => {
    const outlet = outletOf(socket, context)
    ends.bufferedAmount = 2 * 1024 * 1024
    for (const frame of ['one', 'two', 'three']) void outlet.send(frame)
    ends.onSend = () => {
      ends.bufferedAmount += 1024 * 1024
    }
    await vi.advanceTimersByTimeAsync(SECOND_MS)
    ends.bufferedAmount = 1
    await vi.advanceTimersByTimeAsync(SECOND_MS)
    expect(ends.sent).toEqual(['one'])
    ends.bufferedAmount = 1
    await vi.advanceTimersByTimeAsync(SECOND_MS)
    expect(ends.sent).toEqual(['one', 'two'])
  })

  it('waits with thousands of small frames on their way', async () => {
    const outlet = outletOf(socket, context)
    ends.bufferedAmount = 10
    for (let index = 0; index < 8193; index++) await outlet.send('x')
    void outlet.send('one more')
    await vi.advanceTimersByTimeAsync(SECOND_MS)
    expect(ends.sent).toHaveLength(8193)
    ends.bufferedAmount = 0
    await vi.advanceTimersByTimeAsync(SECOND_MS)
    expect(ends.sent).toHaveLength(8194)
  })

  it('cuts an end off that reads nothing for a minute, and nobody earlier', async () => {
    const outlet = outletOf(socket, context)
    ends.bufferedAmount = 8 * 1024 * 1024
    const sent = outlet.send('one')
    await vi.advanceTimersByTimeAsync(59 * SECOND_MS)
    ends.bufferedAmount -= 1
    await vi.advanceTimersByTimeAsync(59 * SECOND_MS)
    expect(aborted).toEqual([])
    await vi.advanceTimersByTimeAsync(2 * SECOND_MS)
    expect(aborted).toEqual([expect.stringContaining('60 s')])
    expect(await sent).toBe(false)
    expect(await outlet.send('two')).toBe(false)
    expect(ends.sent).toEqual([])
  })

  it('stops waiting when the other end leaves', async () => {
    const outlet = outletOf(socket, context)
    ends.bufferedAmount = 8 * 1024 * 1024
    const sent = outlet.send('one')
    outlet.end()
    await vi.advanceTimersByTimeAsync(SECOND_MS)
    expect(await sent).toBe(false)
    expect(aborted).toEqual([])
  })

  it('does not throw when the socket does', async () => {
    const outlet = outletOf(socket, context)
    ends.isClosed = true
    expect(await outlet.send('one')).toBe(false)
  })
})

describe('a socket on which nothing happens', () => {
  const frame = JSON.stringify({ type: 'universal.create', request: { eventId: 'a' } })
  let answer: (response: Response) => void
  const say = (data: string) => ends.dispatchEvent(new MessageEvent('message', { data }))

  beforeEach(() => {
    const ask = () => new Promise<Response>((resolve) => (answer = resolve))
    const request = new Request('http://gateway.test/v1/a/g')
    serveSocket(socket, { context, ask, request })
  })

  it('is closed after ten minutes', async () => {
    await vi.advanceTimersByTimeAsync(10 * MINUTE_MS - 1)
    expect(ends.closed).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(ends.closed).toEqual([[1001, expect.stringContaining('10 minutes')]])
  })

  it('begins to be idle anew with each frame, whatever it says', async () => {
    await vi.advanceTimersByTimeAsync(9 * MINUTE_MS)
    say('nonsense')
    await vi.advanceTimersByTimeAsync(9 * MINUTE_MS)
    expect(ends.closed).toEqual([])
    await vi.advanceTimersByTimeAsync(MINUTE_MS)
    expect(ends.closed).toHaveLength(1)
  })

  it('is not idle while a request is in flight, and is from its end on', async () => {
    say(frame)
    await vi.advanceTimersByTimeAsync(60 * MINUTE_MS)
    expect(ends.closed).toEqual([])
    answer(Response.json({}))
    await vi.advanceTimersByTimeAsync(10 * MINUTE_MS - 1)
    expect(ends.closed).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(ends.closed).toHaveLength(1)
  })

  it('has no clock any more once the client left, in the middle of a request', async () => {
    say(frame)
    ends.dispatchEvent(new Event('close'))
    answer(Response.json({}))
    await vi.advanceTimersByTimeAsync(0)
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('requests that are taken back', () => {
  const answers: ((response: Response) => void)[] = []
  const say = (frame: object) => ends.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(frame) }))
  const create = (eventId: string, text = '') => say({ type: 'universal.create', request: { eventId, text } })
  const told = () =>
    ends.sent.map((frame) => JSON.parse(frame)).map(({ metadata, status }) => [metadata.eventId, status])

  beforeEach(() => {
    answers.length = 0
    const ask = () => new Promise<Response>((resolve) => void answers.push(resolve))
    serveSocket(socket, { context, ask, request: new Request('http://gateway.test/v1/a/g') })
  })

  it('give their eventId free at once, and do not take it from who has it next', async () => {
    create('a')
    say({ type: 'universal.cancel', eventId: 'a' })
    create('a')
    answers[0]?.(Response.json({}))
    await vi.advanceTimersByTimeAsync(0)
    create('a')
    await vi.advanceTimersByTimeAsync(0)
    expect(told()).toEqual([
      ['a', 499],
      ['a', 400],
    ])
    expect(answers).toHaveLength(2)
  })

  it('are not asked when they only waited, and leave their place to others', async () => {
    for (let index = 0; index < 32 + 256; index++) create(`r${index}`)
    say({ type: 'universal.cancel', eventId: 'r32' })
    create('late')
    await vi.advanceTimersByTimeAsync(0)
    expect(told()).toEqual([['r32', 499]])
    answers[0]?.(Response.json({}))
    await vi.advanceTimersByTimeAsync(0)
    expect(answers).toHaveLength(33)
    expect(told()).toEqual([
      ['r32', 499],
      ['r0', undefined],
    ])
  })

  it('and those that are over give their bytes free', async () => {
    const text = 'x'.repeat(20 * 1024 * 1024)
    for (const eventId of ['a', 'b', 'c']) create(eventId, text)
    create('d', text)
    say({ type: 'universal.cancel', eventId: 'a' })
    create('e', text)
    answers[1]?.(Response.json({}))
    await vi.advanceTimersByTimeAsync(0)
    create('f', text)
    await vi.advanceTimersByTimeAsync(0)
    expect(told()).toEqual([
      ['a', 499],
      ['d', 429],
      ['b', undefined],
    ])
  })
})
