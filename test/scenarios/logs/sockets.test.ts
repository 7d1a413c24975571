// What comes in over WebSockets: each request on the universal one is a row that its frames name; a realtime session is one row, which the
// handshake's answer names, and a refused one is an attempt as any other.

import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { events, reply } from '../../support/answers.ts'
import { startWebSocketUpstream } from '../../support/websocket-upstream.ts'
import { open } from '../realtime/client.ts'
import { openSocket } from '../websocket/client.ts'
import { setLogScene } from './scene.ts'

const realtime = await startWebSocketUpstream()
const scene = await setLogScene(
  ({ url }) => `
authentication: { tokens: [{ name: app, secret: TOKEN }] }
logs: on
endpoints: { realtime: on, websocket: on }
providers:
  openai: { url: "${realtime.url}/v1", key: { secret: OPENAI_KEY } }
  google-ai-studio: { url: "${realtime.url}" }
  custom-up: { dialect: openai, url: "${url}" }
`,
  { env: { TOKEN: 'a-gateway-token', OPENAI_KEY: 'sk-stored-key-1' } },
)
const base = `${scene.url}/v1/acct/demo`
const headers = { 'cf-aig-authorization': 'Bearer a-gateway-token' }
beforeEach(() => realtime.reset())
afterAll(() => realtime.stop())

describe('the universal WebSocket', () => {
  const step = { provider: 'custom-up', endpoint: 'chat/completions', query: { model: 'm' } }

  it.each([
    ['an answer', reply({ body: { usage: { prompt_tokens: 1, completion_tokens: 2 } } }), 200],
    ['a stream', events({ object: 'chat.completion.chunk', usage: { prompt_tokens: 1, completion_tokens: 2 } }), 200],
    ['a failure', reply({ status: 500, body: {} }), 500],
  ])('%s names its row', async (name, answer, status) => {
    scene.upstream.answer(answer)
    const client = await openSocket(base, { headers })
    const [frame] = await client.ask(name, step)
    const logId = String(frame?.metadata.logId)
    expect(await scene.rowsOf(logId)).toMatchObject([
      {
        id: logId,
        requestType: 'websocket',
        eventId: name,
        status,
        token: 'app',
        isServed: true,
        provider: 'custom-up',
      },
    ])
    client.socket.close()
  })

  it('a request that is taken back is a row that ended early', async () => {
    scene.upstream.answer((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write('data: {"object":"chat.completion.chunk"}\n\n')
    })
    const client = await openSocket(base, { headers })
    client.send({ type: 'universal.create', request: { ...step, eventId: 'taken' } })
    await client.until((frames) => frames.some(({ type }) => type === 'universal.stream'))
    client.send({ type: 'universal.cancel', eventId: 'taken' })
    await expect
      .poll(() => scene.rows().find(({ eventId }) => eventId === 'taken'))
      .toMatchObject({ isComplete: false })
    client.socket.close()
  })
})

describe('a realtime session', () => {
  it('is one row, with what passed and what it used', async () => {
    realtime.meet({
      open: (socket) => {
        socket.on('message', () => {
          const usage = { input_tokens: 100, output_tokens: 50, input_token_details: { audio_tokens: 80 } }
          socket.send(JSON.stringify({ type: 'response.done', response: { usage } }))
        })
      },
    })
    const {
      socket,
      headers: answered,
      received,
    } = await open(`${base.replace('http', 'ws')}/openai?model=gpt-realtime`, {
      headers: { ...headers, 'cf-aig-metadata': '{"team":"voice"}', 'cf-aig-event-id': 'call-1' },
    })
    const id = answered['cf-aig-log-id'] ?? ''
    expect(id).toBe(answered['cf-aig-request-id'])
    socket.send('hear me')
    socket.send('and me')
    const frames = await received(2)
    expect(scene.rows().filter((row) => row.id === id)).toEqual([])
    socket.close(1000)
    const rows = await scene.rowsOf(id)
    expect(rows).toMatchObject([
      {
        id,
        eventId: 'call-1',
        requestType: 'realtime',
        provider: 'openai',
        model: 'gpt-realtime',
        status: 101,
        isSuccess: true,
        isComplete: true,
        isServed: true,
        isStoredKey: true,
        isKept: true,
        metadata: { team: 'voice' },
        requestSize: 'hear meand me'.length,
        responseSize: String(frames[0]).length * 2,
        usage: { inputTokens: 200, outputTokens: 100, inputAudioTokens: 160 },
        error: null,
        session: { framesSent: 2, framesReceived: 2, closeCode: 1000, closedBy: 'client' },
      },
    ])
    expect(rows[0]?.cost).toBeGreaterThan(0)
    expect(JSON.stringify(rows)).not.toMatch(/sk-stored-key-1|a-gateway-token/)
  })

  it('that its provider ends with an error says so', async () => {
    realtime.meet({ open: (socket) => socket.close(1011, 'out of order') })
    const { headers: answered, closed } = await open(`${base.replace('http', 'ws')}/google-ai-studio/ws/x`, { headers })
    await closed
    expect(await scene.rowsOf(answered['cf-aig-log-id'] ?? '')).toMatchObject([
      {
        isSuccess: false,
        error: 'The session was ended by the provider, with code 1011.',
        usage: null,
        session: { closeCode: 1011, closedBy: 'provider' },
      },
    ])
  })

  it('that is refused is an attempt as any other', async () => {
    realtime.meet({
      refusal:
        'HTTP/1.1 403 Forbidden\r\nContent-Type: application/json\r\nContent-Length: 32\r\n\r\n{"error":{"message":"not here"}}',
    })
    const refused = await open(`${base.replace('http', 'ws')}/openai`, { headers }).catch((refusal) => refusal)
    expect(refused).toMatchObject({ status: 403 })
    const rows = await scene.rowsOf(refused.headers['cf-aig-log-id'] ?? '')
    expect(rows).toMatchObject([
      { status: 403, requestType: 'realtime', session: null, error: 'not here', isServed: true },
    ])
  })

  it('that nobody wants to log passes through the platform', async () => {
    const known = scene.rows().length
    const {
      socket,
      headers: answered,
      received,
    } = await open(`${base.replace('http', 'ws')}/openai`, {
      headers: { ...headers, 'cf-aig-collect-log': 'false' },
    })
    expect(answered).not.toHaveProperty('cf-aig-log-id')
    socket.send('echo')
    await received(1)
    socket.close()
    // A later one is the next row.
    const next = await open(`${base.replace('http', 'ws')}/openai`, { headers })
    next.socket.close()
    await scene.rowsOf(next.headers['cf-aig-log-id'] ?? '')
    expect(scene.rows()).toHaveLength(known + 1)
  })
})
