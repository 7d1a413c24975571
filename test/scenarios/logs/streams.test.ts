// Observing an answer changes nothing of it: its bytes, when they come, how fast it may be read, who may leave it. What leaves early is a
// row too.

import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { PassThrough } from 'node:stream'
import { scheduler } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { type Answer, reply, streamed } from '../../support/answers.ts'
import { begin, call } from '../../support/call.ts'
import { exchange } from '../../support/raw.ts'
import { setLogScene } from './scene.ts'

const yaml =
  (durability: string) =>
  ({ url }: { readonly url: string }) =>
    `{ authentication: off, logs: { durability: ${durability} }, providers: { openai: { url: "${url}/v1" } } }`
const batched = await setLogScene(yaml('batched'))
const strict = await setLogScene(yaml('strict'))
const PATH = '/v1/acct/demo/openai/chat/completions'
const body = '{"model":"gpt-4o-mini","stream":true}'
const headers = { 'content-type': 'application/json' }
const chunk = (index: number) =>
  `data: {"object":"chat.completion.chunk","choices":[{"delta":{"content":"${index} é"}}],"usage":null}\n\n`
const usage = 'data: {"object":"chat.completion.chunk","usage":{"prompt_tokens":5,"completion_tokens":6}}\n\n'
const last = 'data: [DONE]\n\n'

/** A client that has sent its request. */
function client(scene: typeof batched): Socket {
  const socket = connect(Number(new URL(scene.url).port), '127.0.0.1')
  socket.on('error', () => {})
  socket.write(
    `POST ${PATH} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  )
  return socket
}

async function received(socket: Socket, text: string): Promise<void> {
  let all = ''
  while (!all.includes(text)) all += String((await once(socket, 'data'))[0])
}

async function nextRow(scene: typeof batched, known: number) {
  await expect.poll(() => scene.rows().length).toBe(known + 1)
  return scene.rows().at(-1)
}

describe.each([
  ['batched', batched],
  ['strict', strict],
] as const)('%s', (_, scene) => {
  it('passes a stream of 10,000 chunks byte for byte', async () => {
    const source = new PassThrough()
    scene.upstream.answer(streamed(source))
    const sent = createHash('sha256')
    const write = async () => {
      for (let index = 0; index < 10_000; index++) {
        const text = index === 9998 ? usage : index === 9999 ? last : chunk(index)
        sent.update(text)
        if (!source.write(text)) await once(source, 'drain')
        if (index % 500 === 0) await scheduler.wait(1)
      }
      source.end()
    }
    const [answer] = await Promise.all([call(scene.url + PATH, { headers, body }), write()])
    expect(createHash('sha256').update(answer.body).digest('hex')).toBe(sent.digest('hex'))
    const [row] = await scene.rowsOf(answer.headers['cf-aig-log-id'] ?? '')
    expect(row).toMatchObject({
      responseSize: answer.body.length,
      usage: { inputTokens: 5, outputTokens: 6 },
      isComplete: true,
      error: null,
    })
  }, 30_000)

  it('passes each event when it comes', async () => {
    const source = new PassThrough()
    scene.upstream.answer(streamed(source))
    const known = scene.rows().length
    const socket = client(scene)
    await scene.upstream.next()
    for (const index of [1, 2, 3]) {
      source.write(chunk(index))
      // Nothing more is sent before this has come.
      await received(socket, `"${index} é"`)
    }
    expect(scene.rows()).toHaveLength(known)
    await scheduler.wait(100)
    source.end(`${usage}${last}`)
    await received(socket, '[DONE]')
    const row = await nextRow(scene, known)
    expect(row?.durationMs).toBeGreaterThanOrEqual(100)
    expect(row?.timeToFirstByteMs).toBeLessThan(row?.durationMs ?? 0)
    socket.destroy()
  })

  it.each(['resetAndDestroy', 'destroy'] as const)('ends the upstream when the client leaves (%s)', async (leave) => {
    const source = new PassThrough()
    scene.upstream.answer(streamed(source))
    const known = scene.rows().length
    const socket = client(scene)
    const arrival = await scene.upstream.next()
    source.write(`${chunk(1)}${usage}`)
    await received(socket, 'prompt_tokens')
    socket[leave]()
    const ticking = setInterval(() => source.write(chunk(2)), 10)
    expect(await arrival.over).toBe('aborted')
    clearInterval(ticking)
    expect(await nextRow(scene, known)).toMatchObject({
      status: 200,
      isComplete: false,
      isServed: true,
      error: 'The client left before the answer was over.',
      usage: { inputTokens: 5, outputTokens: 6 },
    })
  })

  it.each(['{"model":"m","cho', ''])('lets its client see JSON that breaks off (after "%s")', async (sent) => {
    const broken: Answer = (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' })
      response.flushHeaders()
      response.write(sent, () => response.socket?.destroy())
    }
    scene.upstream.answer(broken)
    const known = scene.rows().length
    const request = `POST ${PATH} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n${body}`
    const answer = await exchange(scene.url, request)
    expect(answer).toMatchObject({ status: 200, whole: false })
    expect(answer.body).toContain(sent)
    expect(await nextRow(scene, known)).toMatchObject({
      isComplete: false,
      error: 'The provider broke its answer off.',
      responseSize: sent.length,
    })
  })

  it.each([
    ['that comes at once', 0, { error: 'The client left before the answer was over.' }],
    [
      'whose beginning came event by event',
      3,
      { responseSize: null, error: 'The answer is larger than 25 MB: the rest of it was not looked at.' },
    ],
  ])('holds no more of a stream %s than its client reads', async (_, events, expected) => {
    const most = 200 * 1024 * 1024
    const block = Buffer.alloc(64 * 1024, `data: ${'x'.repeat(250)}\n\n`)
    let sent = 0
    scene.upstream.answer(async (_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      for (let event = 0; event < events; event++) {
        response.write('data: x\n\n')
        await scheduler.wait(50)
      }
      for (; sent < most && !response.destroyed; sent += block.length) {
        if (!response.write(block))
          await new Promise((resolve) => response.once('drain', resolve).once('close', resolve))
      }
      response.end()
    })
    const known = scene.rows().length
    const response = await begin(scene.url + PATH, { headers, body })
    await once(response, 'readable')
    await scheduler.wait(700)
    const before = sent
    await scheduler.wait(500)
    // What is watched, and what the connections hold.
    expect(before).toBeLessThan(60 * 1024 * 1024)
    expect(sent - before).toBeLessThan(1024 * 1024)
    expect(residentMb(scene.workerd.pid)).toBeLessThan(400)
    response.destroy()
    expect(await nextRow(scene, known)).toMatchObject({ isComplete: false, usage: null, ...expected })
  })
})

it('tells of the size of what is announced, and keeps it announced', async () => {
  batched.upstream.answer(reply({ headers: { 'content-type': 'video/mp4' }, body: new Uint8Array(3_000_000) }))
  const answer = await call(batched.url + PATH, { headers, body })
  expect(answer.headers['content-length']).toBe('3000000')
  const [row] = await batched.rowsOf(answer.headers['cf-aig-log-id'] ?? '')
  expect(row).toMatchObject({ responseSize: 3_000_000, isComplete: true, response: null })
})

it.each([
  [
    'at its end',
    (filler: string) => `{"data":[{"b64_json":"${filler}"}],"usage":{"input_tokens":7,"output_tokens":8}}`,
  ],
  [
    'at its beginning',
    (filler: string) => `{"usage":{"input_tokens":7,"output_tokens":8},"data":[{"b64_json":"${filler}"}]}`,
  ],
])('finds what a large answer says %s', async (_, text) => {
  const large = text('QUJD'.repeat(1_000_000))
  batched.upstream.answer(reply({ headers: { 'content-type': 'application/json' }, body: large }))
  const answer = await call(`${batched.url}/v1/acct/demo/openai/images/generations`, { headers, body })
  expect(answer.text).toBe(large)
  const [row] = await batched.rowsOf(answer.headers['cf-aig-log-id'] ?? '')
  expect(row).toMatchObject({
    usage: { inputTokens: 7, outputTokens: 8 },
    modelType: 'image',
    responseSize: large.length,
    isComplete: true,
    response: { isWhole: false },
  })
})

function residentMb(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024
}
