// What is said over the universal WebSocket, and what comes back: the wire's frames, ours, and an answer for everything that is neither.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cut, events, hang, reply } from '../../support/answers.ts'
import { setScene } from '../../support/scene.ts'
import { openSocket, type SocketClient } from './client.ts'

const { gateway, upstream } = await setScene(({ url }) => ({
  'demo.yaml': `
authentication: off
providers:
  custom-one: { dialect: openai, url: "${url}/one" }
  custom-two: { dialect: openai, url: "${url}/two" }
`,
}))
const step = { provider: 'custom-one', endpoint: 'chat/completions', query: { prompt: 'x' } }
const UUID = /^[0-9a-f-]{36}$/
let client: SocketClient

beforeEach(async () => {
  client = await openSocket(gateway.base('demo'))
})
afterEach(async () => {
  upstream.reset()
  // Whatever was said before, the socket serves on.
  expect((await client.ask('afterwards', step)).map(({ type }) => type)).toEqual(['universal.created'])
  client.socket.close()
  expect(gateway.stderr()).toBe('')
})

describe('an answer', () => {
  it('that is whole: one frame', async () => {
    upstream.answer(reply({ body: { said: 'hello' } }))
    expect(await client.ask('my-request', step)).toEqual([
      {
        type: 'universal.created',
        metadata: {
          cacheStatus: 'MISS',
          eventId: 'my-request',
          logId: expect.stringMatching(UUID),
          step: '0',
          contentType: 'application/json',
        },
        response: { said: 'hello' },
      },
    ])
    expect(upstream.requests[0]?.body.toString()).toBe('{"prompt":"x"}')
  })

  it('that streams: a frame for its beginning, each event, and its end', async () => {
    upstream.answer(events({ n: 1 }, { n: 2 }))
    const metadata = {
      cacheStatus: 'MISS',
      eventId: 's',
      logId: expect.stringMatching(UUID),
      step: '0',
      contentType: 'text/event-stream',
    }
    expect(await client.ask('s', step)).toEqual([
      { type: 'universal.created', metadata },
      { type: 'universal.stream', metadata: { eventId: 's' }, response: { n: 1 } },
      { type: 'universal.stream', metadata: { eventId: 's' }, response: { n: 2 } },
      { type: 'universal.stream', metadata: { eventId: 's' }, response: '[DONE]' },
      { type: 'universal.done', metadata },
    ])
  })

  it('whose events have names: they are told', async () => {
    const body = 'event: ping\ndata: {}\n\n: a comment\n\ndata: two\ndata: lines\n\ndata: "last"'
    upstream.answer(reply({ headers: { 'content-type': 'text/event-stream' }, body }))
    const told = (await client.ask('s', step)).slice(1, -1)
    expect(told.map(({ metadata, response }) => [metadata.event, response])).toEqual([
      ['ping', {}],
      [undefined, 'two\nlines'],
      [undefined, 'last'],
    ])
  })

  it('keeps every digit of a number, both ways', async () => {
    const number = '12345678901234567890.10'
    upstream.answer(reply({ headers: { 'content-type': 'application/json' }, body: `{"n":${number}}` }))
    client.send(
      `{"type":"universal.create","request":{"eventId":"n","provider":"custom-one","endpoint":"","query":{"n":${number}}}}`,
    )
    await client.whole('n')
    expect(client.texts[0]).toContain(`"response":{"n":${number}}`)
    expect(upstream.requests[0]?.body.toString()).toBe(`{"n":${number}}`)
  })

  it.each([
    ['text/plain; charset=utf-8', '{"a":1}', '{"a":1}', ''],
    ['application/x-ndjson', '{"a":1}\n{"a":2}\n', '{"a":1}\n{"a":2}\n', ''],
    ['application/problem+json', '{"a":1}', { a: 1 }, ''],
    ['application/json', 'not quite', 'not quite', ''],
    ['audio/mpeg', Buffer.from([0xff, 0, 1]), '/wAB', ';base64'],
    ['application/octet-stream', 'text', 'dGV4dA==', ';base64'],
  ])('of type %s', async (type, body, response, mark) => {
    upstream.answer(reply({ headers: { 'content-type': type }, body }))
    const [frame] = await client.ask('t', step)
    expect(frame).toMatchObject({ metadata: { contentType: `${type}${mark}` }, response })
  })

  it('without a body', async () => {
    upstream.answer(reply({ status: 204, body: '' }))
    expect(await client.ask('t', step)).toMatchObject([{ type: 'universal.created', response: '' }])
  })
})

describe('a request', () => {
  it('without an eventId gets one, and is told', async () => {
    client.send({ type: 'universal.create', request: step })
    await client.until((frames) => frames.length === 1)
    expect(client.frames[0]?.metadata.eventId).toMatch(UUID)
  })

  it('that is a list of steps has its eventId beside it', async () => {
    upstream.answer((request, response) =>
      reply(request.target.startsWith('/one') ? { status: 500 } : {})(request, response),
    )
    client.send({ type: 'universal.create', eventId: 'list', request: [step, { ...step, provider: 'custom-two' }] })
    expect(await client.whole('list')).toMatchObject([{ type: 'universal.created', metadata: { step: '1' } }])
  })

  it('in bytes is read as in text', async () => {
    client.socket.send(Buffer.from(JSON.stringify({ type: 'universal.create', request: { eventId: 'b', ...step } })))
    expect(await client.whole('b')).toMatchObject([{ type: 'universal.created' }])
  })

  it('with the eventId of one in flight is refused, and the first goes on', async () => {
    upstream.answer(hang())
    client.send({ type: 'universal.create', request: { eventId: 'twice', ...step } })
    await upstream.next()
    client.send({ type: 'universal.create', request: { eventId: 'twice', ...step } })
    expect(await client.whole('twice')).toMatchObject([
      { type: 'universal.error', status: 400, error: [{ code: 7001 }] },
    ])
    expect(upstream.requests).toHaveLength(1)
  })

  it('may have the eventId of one that is over', async () => {
    await client.ask('again', step)
    await client.ask('again', step)
    await client.until((frames) => frames.length === 2)
    expect(client.frames.map(({ type }) => type)).toEqual(['universal.created', 'universal.created'])
  })
})

describe('a failure', () => {
  it('of the gateway’s own says the same as over HTTP', async () => {
    expect(await client.ask('e', { ...step, provider: 'openai' })).toEqual([
      {
        type: 'universal.error',
        metadata: { eventId: 'e', logId: expect.stringMatching(UUID), contentType: 'application/json' },
        status: 400,
        error: [{ code: 2008, message: 'Invalid provider' }],
        description: expect.stringContaining("no provider 'openai'"),
      },
    ])
  })

  it.each([
    [{ error: { message: 'No such model', type: 'x' } }, 'No such model'],
    [{ error: 'Too long' }, 'Too long'],
    ['<html>', 'The provider answered with status 422.'],
  ])('of the provider’s is told beside ours: %j', async (body, message) => {
    upstream.answer(reply({ status: 422, body }))
    expect(await client.ask('e', step)).toMatchObject([
      {
        type: 'universal.error',
        status: 422,
        error: [{ code: 2005, message }],
        metadata: { step: '0' },
        response: body,
      },
    ])
  })

  it('in the middle of a stream ends it', async () => {
    upstream.answer(cut('chunked', 'data: {"n":1}\n\n'))
    expect(await client.ask('e', step)).toMatchObject([
      { type: 'universal.created' },
      { type: 'universal.stream', response: { n: 1 } },
      {
        type: 'universal.error',
        metadata: { eventId: 'e', step: '0', cacheStatus: 'MISS' },
        status: 502,
        error: [{ code: 2005, message: 'Failed to get response from provider' }],
      },
    ])
  })
})

describe('what is no frame', () => {
  it.each([
    ['nothing', '', null],
    ['no JSON', 'hello', null],
    ['no object', '[1]', null],
    ['no type', '{"eventId":"x"}', 'x'],
    ['another type', '{"type":"universal.destroy","eventId":"x"}', 'x'],
    ['no request', '{"type":"universal.create","eventId":"x"}', 'x'],
    ['a request that is a text', '{"type":"universal.create","eventId":"x","request":"hi"}', 'x'],
    ['an eventId that is none', '{"type":"universal.create","request":{"eventId":7}}', null],
    ['an eventId that no header holds', '{"type":"universal.create","request":{"eventId":"a\\nb"}}', null],
    ['a cancel of nothing', '{"type":"universal.cancel"}', null],
    [
      'a depth that no stack holds',
      `{"type":"universal.create","eventId":"x","request":${'['.repeat(50_000)}${']'.repeat(50_000)}}`,
      'x',
    ],
  ])('%s', async (_, text, eventId) => {
    client.send(text)
    await client.until((frames) => frames.length === 1)
    const [frame] = client.frames
    expect(frame).toMatchObject({
      type: 'universal.error',
      metadata: { eventId },
      status: 400,
      error: [{ code: 7001 }],
    })
  })
})
