// What is known of a session when it is over, where somebody takes note: once, with what passed and what the provider says it used.

import { afterAll, describe, expect, it } from 'vitest'
import { type Asking, open, refused } from './client.ts'
import { setRealtimeScene } from './scene.ts'

const { upstream, by } = await setRealtimeScene(
  ({ url }) => ({
    'demo.yaml': `
authentication: { tokens: [{ name: t, secret: TOKEN }] }
providers:
  openai: { url: "${url}/v1" }
  google-ai-studio: { url: "${url}" }
  cartesia: { url: "${url}" }
`,
    'limited.yaml': `
authentication: off
rate_limit: { requests: 2, per: 1h }
providers: { openai: { url: "${url}/v1" } }
`,
  }),
  { env: { TOKEN: 'gateway-token' } },
)
const { base, sessions, workerd } = by.gateway
const asking: Asking = { protocols: ['cf-aig-authorization.gateway-token'] }
afterAll(() => expect(workerd.stderr().replaceAll(/^noted: .*\n/gm, '')).toBe(''))

/** The one session more than there were. */
async function recorded(known: number) {
  await expect.poll(() => sessions().length).toBe(known + 1)
  return sessions().at(-1)
}

describe('a session', () => {
  it('is noted with what passed each way', async () => {
    const known = sessions().length
    const startedAtMs = Date.now()
    upstream.meet({
      open: (socket) => {
        socket.on('message', () => socket.send(Buffer.alloc(1000)))
      },
    })
    const { socket, received } = await open(`${base}/openai?model=gpt-realtime&a=1`, asking)
    for (const frame of ['Grüße 🌍', '', Buffer.alloc(70_000)]) socket.send(frame)
    await received(3)
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(sessions()).toHaveLength(known)
    socket.close(4002, 'enough')
    const session = await recorded(known)
    expect(session).toEqual({
      provider: 'openai',
      model: 'gpt-realtime',
      startedAtMs: expect.any(Number),
      durationMs: expect.any(Number),
      sent: { frames: 3, bytes: Buffer.byteLength('Grüße 🌍') + 70_000 },
      received: { frames: 3, bytes: 3000 },
      closeCode: 4002,
      closedBy: 'client',
      usage: null,
    })
    expect(Math.abs((session?.startedAtMs ?? 0) - startedAtMs)).toBeLessThan(5000)
    expect(session?.durationMs).toBeGreaterThanOrEqual(100)
    expect(session?.durationMs).toBeLessThan(10_000)
  })

  it.each([
    ['closes', 4005, 'provider'],
    ['breaks off', 1006, 'provider'],
  ] as const)('whose provider %s', async (how, closeCode, closedBy) => {
    const known = sessions().length
    upstream.meet({ open: (socket, _, stream) => (how === 'closes' ? socket.close(4005) : stream.destroy()) })
    await (await open(`${base}/cartesia`, asking)).closed
    expect(await recorded(known)).toMatchObject({ provider: 'cartesia', model: null, closeCode, closedBy })
  })

  it('whose client breaks off', async () => {
    const known = sessions().length
    const { socket } = await open(`${base}/openai`, asking)
    socket.terminate()
    expect(await recorded(known)).toMatchObject({ closeCode: 1006, closedBy: 'client' })
  })

  it('is over for a client that closes, also when its provider does not answer that', async () => {
    const known = sessions().length
    upstream.meet({ open: (socket) => socket.pause() })
    const { socket, closed } = await open(`${base}/openai`, asking)
    const closingAtMs = Date.now()
    socket.close(4004)
    expect((await closed).code).toBe(4004)
    expect(Date.now() - closingAtMs).toBeLessThan(5000)
    expect(await recorded(known)).toMatchObject({ closeCode: 4004, closedBy: 'client' })
  })

  it('that was none is not noted', async () => {
    const known = sessions().length
    upstream.meet({ refusal: 'HTTP/1.1 429 Too Many Requests\r\ncontent-length: 0\r\n\r\n' })
    await refused(`${base}/openai`, asking)
    upstream.reset()
    const { socket } = await open(`${base}/openai`, asking)
    socket.close(4003)
    expect(await recorded(known)).toMatchObject({ closeCode: 4003 })
  })
})

describe('usage', () => {
  it("is the sum of OpenAI's responses and transcriptions", async () => {
    const known = sessions().length
    upstream.meet({
      open: (socket) => {
        const usage = {
          total_tokens: 30,
          input_tokens: 10,
          output_tokens: 20,
          input_token_details: { audio_tokens: 4 },
        }
        for (const event of [
          { type: 'response.created', response: { usage: null } },
          { type: 'response.done', response: { id: 'r-1', usage } },
          { type: 'response.output_text.delta', delta: 'the "usage" of words' },
          {
            type: 'response.done',
            response: { id: 'r-2', usage: { ...usage, input_token_details: { audio_tokens: 6 } } },
          },
          { type: 'conversation.item.input_audio_transcription.completed', usage: { type: 'duration', seconds: 5 } },
        ]) {
          socket.send(JSON.stringify(event))
        }
        socket.close(1000)
      },
    })
    await (await open(`${base}/openai?model=m`, asking)).closed
    expect((await recorded(known))?.usage).toEqual({
      total_tokens: 60,
      input_tokens: 20,
      output_tokens: 40,
      input_token_details: { audio_tokens: 10 },
      seconds: 5,
    })
  })

  it("is read from Gemini's messages, which are bytes", async () => {
    const known = sessions().length
    upstream.meet({
      open: (socket) => {
        socket.send(Buffer.from('{"serverContent":{"modelTurn":{}}}'))
        socket.send(Buffer.from('{"usageMetadata":{"promptTokenCount":7,"totalTokenCount":9}}'))
        socket.send(Buffer.from('{"serverContent":{},"usageMetadata":{"promptTokenCount":1,"totalTokenCount":2}}'))
        socket.close(1000)
      },
    })
    await (await open(`${base}/google`, asking)).closed
    expect((await recorded(known))?.usage).toEqual({ promptTokenCount: 8, totalTokenCount: 11 })
  })

  it('is not what the client says, nor what others say who have none', async () => {
    const known = sessions().length
    const said = JSON.stringify({ usage: { total_tokens: 1 } })
    const { socket, received } = await open(`${base}/cartesia`, asking)
    socket.send(said)
    await received(1)
    socket.close(1000)
    expect((await recorded(known))?.usage).toBeNull()
    upstream.meet({ open: (open) => open.on('message', () => open.close(1000)) })
    const openai = await open(`${base}/openai`, asking)
    openai.socket.send(said)
    expect((await recorded(known + 1))?.usage).toBeNull()
  })
})

it('counts as one request against a limit, however much passes', async () => {
  for (const way of [by.platform, by.gateway]) {
    const limited = `${way.base.replace('/demo', '/limited')}/openai`
    const first = await open(limited)
    expect(first.headers).toMatchObject({ 'ratelimit-limit': '2', 'ratelimit-remaining': '1' })
    for (let index = 0; index < 10; index++) first.socket.send('more')
    await first.received(10)
    const second = await open(limited)
    second.socket.send('fits')
    await second.received(1)
    const third = await refused(limited)
    expect([third.status, JSON.parse(third.body).error[0].code]).toEqual([429, 2003])
    first.socket.send('still')
    await first.received(11)
    first.socket.close()
    second.socket.close()
  }
})
