// A run's stream, taken up again: byte for byte from any event on, while it goes on and after it is over, also when the client left long ago.

import { once } from 'node:events'
import { scheduler } from 'node:timers/promises'
import { afterAll, describe, expect, it } from 'vitest'
import { streamed } from '../../support/answers.ts'
import type { Answered } from '../../support/call.ts'
import { startUpstream } from '../../support/upstream.ts'
import { startDurably } from '../../support/worker.ts'
import { ask, beginResume, beginRun, rest, run } from './http.ts'
import { token } from './scene.ts'

const llama = '@cf/meta/llama-3.1-8b-instruct'
const upstream = await startUpstream()
const open = `authentication: { tokens: [{ name: t, secret: TOKEN }] }
cache: off
endpoints: { binding: on }
providers: { workers-ai: { url: "${upstream.url}" } }
`
const worker = await startDurably(
  { '_worker.yaml': 'account: acct\n', 'my-gateway.yaml': open, 'other.yaml': open },
  { TOKEN: token },
)
afterAll(async () => {
  await worker.stop()
  await upstream.stop()
})
const gateway = { id: 'my-gateway' }
const resume = (id: string | undefined, from: number | string, other = 'my-gateway'): Promise<Answered> =>
  ask(worker.url(), `/ai-gateway/gateways/${other}/run/${id}/resume?from=${from}`)
const stream = () => run(worker.url(), llama, { prompt: 'hi', stream: true }, { gateway })

/** Events of many lengths, one of them without data, with letters of several bytes and an end that is none. */
const events = [
  'data: {"response":"Grüße"}\n\n',
  ': nothing\n\n',
  'event: x\ndata: 1\ndata: 2\n\n',
  `data: ${'雪'.repeat(30_000)}\n\n`,
  'data: 🦉\r\n\r\ndata: of another kind\n\n',
  'data: [DONE]\n\n',
  'data: cut of',
]
/** What clients count as events. */
const starts = events.map((_, index) => events.slice(0, index).join(''))
const whole = Buffer.from(events.join(''))
const from = (index: number) => whole.subarray(Buffer.byteLength(starts[index] ?? ''))

/** A stream that the test feeds. */
function fed() {
  const chunks: (string | Uint8Array)[] = []
  let wake = Promise.withResolvers<void>()
  let isOver = false
  const say = (chunk: string | Uint8Array) => {
    chunks.push(chunk)
    wake.resolve()
  }
  const end = () => {
    isOver = true
    wake.resolve()
  }
  async function* said() {
    for (;;) {
      const chunk = chunks.shift()
      if (chunk !== undefined) yield chunk
      else if (isOver) return
      else {
        await wake.promise
        wake = Promise.withResolvers()
      }
    }
  }
  upstream.answer(streamed(said()))
  return { say, end }
}

describe('a run that is over', () => {
  it('is there from every event on, byte for byte', async () => {
    const source = fed()
    for (const byte of [whole.subarray(0, 7), whole.subarray(7, 50_000), whole.subarray(50_000)]) source.say(byte)
    source.end()
    const answer = await stream()
    expect(answer.headers['cf-aig-run-id']).toBe(answer.headers['cf-aig-request-id'])
    expect(answer.body.equals(whole)).toBe(true)
    const id = answer.headers['cf-aig-run-id']
    // First from memory, then from the disk, then from the disk after its process was killed.
    for (const round of ['at once', 'written', 'after a restart']) {
      if (round === 'written') await scheduler.wait(700)
      if (round === 'after a restart') {
        await worker.kill()
        await worker.start()
      }
      for (const index of starts.keys()) {
        const again = await resume(id, index)
        const { 'content-type': type, 'cf-aig-run-id': run } = again.headers
        expect([again.status, type, run]).toEqual([200, 'text/event-stream', id])
        expect(again.body.equals(from(index)), `${round}, from ${index}`).toBe(true)
      }
      expect((await resume(id, 999)).text).toBe('')
    }
  })

  it('is cut in any way and is the same', async () => {
    const text = Buffer.from('data: a\n\ndata: b\n\n\n\ndata: c\n\n')
    for (let size = 1; size <= text.length; size += 3) {
      const source = fed()
      const answer = stream()
      for (let at = 0; at < text.length; at += size) {
        source.say(text.subarray(at, at + size))
        await scheduler.wait(1)
      }
      source.end()
      const id = (await answer).headers['cf-aig-run-id']
      const rests = await Promise.all([0, 1, 2, 3, 4].map((index) => resume(id, index)))
      expect(rests.map((again) => again.text)).toEqual([
        text.toString(),
        'data: b\n\n\n\ndata: c\n\n',
        '\n\ndata: c\n\n',
        'data: c\n\n',
        '',
      ])
    }
  })
})

describe('a run that goes on', () => {
  it('is there while it does, for several who ask at once', async () => {
    const source = fed()
    source.say('data: 1\n\n')
    const answer = await beginRun(worker.url(), llama, 'my-gateway')
    const id = answer.headers['cf-aig-run-id'] as string
    const rests = [0, 1, 3].map((index) => resume(id, index))
    await scheduler.wait(100)
    source.say('data: 2\n')
    await scheduler.wait(700)
    source.say('\ndata: 3\n\n')
    // What came before is on the disk by now, and the rest is not.
    rests.push(resume(id, 0), resume(id, 2))
    await scheduler.wait(100)
    source.say('data: 4\n\n')
    source.end()
    const all = 'data: 1\n\ndata: 2\n\ndata: 3\n\ndata: 4\n\n'
    expect(await rest(answer)).toEqual({ text: all, isWhole: true })
    expect((await Promise.all(rests)).map(({ text }) => text)).toEqual([
      ...[all, all.slice(9), all.slice(27)],
      ...[all, all.slice(18)],
    ])
  })

  it('tells each event when it comes, and not at the end', async () => {
    const source = fed()
    source.say('data: 1\n\n')
    const answer = await beginRun(worker.url(), llama, 'my-gateway')
    const again = await beginResume(worker.url(), 'my-gateway', answer.headers['cf-aig-run-id'], 0)
    for (const event of ['data: 1\n\n', 'data: 2\n\n', 'data: 3\n\n']) {
      if (event !== 'data: 1\n\n') source.say(event)
      for (const reader of [answer, again]) expect(String((await once(reader, 'data'))[0])).toBe(event)
    }
    source.end()
    await Promise.all([rest(answer), rest(again)])
  })

  it('goes on when the client has left', async () => {
    const source = fed()
    const leaving = new AbortController()
    source.say('data: 1\n\n')
    const answer = await beginRun(worker.url(), llama, 'my-gateway', leaving.signal)
    const id = answer.headers['cf-aig-run-id'] as string
    answer.on('error', () => {})
    leaving.abort()
    await scheduler.wait(200)
    source.say('data: 2\n\n')
    await scheduler.wait(200)
    source.say('data: 3\n\n')
    source.end()
    expect((await resume(id, 1)).text).toBe('data: 2\n\ndata: 3\n\n')
  })

  it('that breaks off is there up to there, and breaks off again', async () => {
    upstream.answer((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write('data: 1\n\ndata: 2\n\n')
      setTimeout(() => response.socket?.destroy(), 200)
    })
    const answer = await beginRun(worker.url(), llama, 'my-gateway')
    expect(await rest(answer)).toEqual({ text: 'data: 1\n\ndata: 2\n\n', isWhole: false })
    for (const waitMs of [0, 700]) {
      await scheduler.wait(waitMs)
      const again = await beginResume(worker.url(), 'my-gateway', answer.headers['cf-aig-run-id'], 1)
      expect(await rest(again)).toEqual({ text: 'data: 2\n\n', isWhole: false })
    }
  })
})

describe('what is not there', () => {
  it('is 404 in these words', async () => {
    const id = '01990000-0000-7000-8000-000000000000'
    for (const path of [id, 'x', '..%2f', '%00', `${id}'`]) {
      const answer = await resume(path, 0)
      expect([answer.status, answer.text], path).toEqual([404, '{"error":"Request not found"}'])
    }
  })

  it('another gateway’s run is none of this one’s', async () => {
    const source = fed()
    source.say('data: 1\n\n')
    source.end()
    const id = (await stream()).headers['cf-aig-run-id']
    expect((await resume(id, 0, 'other')).status).toBe(404)
    expect((await resume(id, 0)).status).toBe(200)
  })

  it.each(['-1', 'x', '1.5', '', '1e3'])('from=%s is refused', async (index) => {
    expect((await resume('x', index)).json).toMatchObject({ errors: [{ code: 7001 }] })
  })

  it('what is no stream of a run has no run’s id', async () => {
    upstream.reset()
    expect((await run(worker.url(), llama, { prompt: 'hi' }, { gateway })).headers).not.toHaveProperty('cf-aig-run-id')
    fed().end()
    const body = [{ provider: 'workers-ai', endpoint: llama, headers: {}, query: { stream: true } }]
    const universal = await ask(worker.url(), '/ai-gateway/universal/run/my-gateway', { body })
    expect(universal.headers['content-type']).toBe('text/event-stream')
    expect(universal.headers).not.toHaveProperty('cf-aig-run-id')
  })

  it('an answer that is too long to keep reaches the client whole, and cannot be taken up again', async () => {
    const event = `data: ${'x'.repeat(1_000_000)}\n\n`
    const source = fed()
    for (let count = 0; count < 20; count++) source.say(event)
    source.end()
    const answer = await stream()
    expect(answer.body.length).toBe(20 * event.length)
    expect((await resume(answer.headers['cf-aig-run-id'], 0)).status).toBe(404)
  })
})
