// OpenAI's own client for the Realtime API, which speaks TLS only, and the documentation's raw `ws` form: through the gateway, to an
// independent mock of that API.

import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer } from 'node:tls'
import { LLMock } from '@copilotkit/aimock'
import OpenAI from 'openai'
import { OpenAIRealtimeWS } from 'openai/realtime/ws'
import { afterAll, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { startGateway } from '../support/gateway.ts'
import { startWebSocketUpstream } from '../support/websocket-upstream.ts'

const token = 'gateway-token'
const storedKey = 'stored-key'
const [question, answer] = ['say hello', 'Hello from behind the gateway.'] as const

const vendor = new LLMock({ port: 0, host: '127.0.0.1', logLevel: 'silent' })
vendor.onMessage(question, { content: answer })
const origin = (await vendor.start()).replace('http', 'ws')
// The upgrade is recorded on its way to the vendor, and its frames pass.
const recorder = await startWebSocketUpstream()
recorder.meet({ open: (socket, { target }) => pass(socket, new WebSocket(`${origin}${target}`)) })
const gateway = await startGateway(
  {
    'demo.yaml': `
authentication: { tokens: [{ name: t, secret: TOKEN }] }
providers: { openai: { url: "${recorder.url}/v1", key: { secret: KEY } } }
`,
  },
  { env: { TOKEN: token, KEY: storedKey } },
)
const base = gateway.base('demo')
const front = await startTlsFront(Number(new URL(base).port))
afterAll(async () => {
  await gateway.stop()
  await Promise.all([front.stop(), recorder.stop(), vendor.stop()])
})

it('OpenAIRealtimeWS', async () => {
  const client = new OpenAI({
    apiKey: token,
    baseURL: `${base.replace(/^http:\/\/[^/]+/, `https://localhost:${front.port}`)}/openai`,
  })
  const realtime = new OpenAIRealtimeWS({ model: 'gpt-realtime', options: { ca: front.certificate } }, client)
  const failed = new Promise<never>((_, reject) => realtime.on('error', reject))
  const types: string[] = []
  realtime.on('event', ({ type }) => types.push(type))
  realtime.socket.on('open', () => {
    realtime.send({
      type: 'conversation.item.create',
      item: { type: 'message', role: 'user', content: [{ type: 'input_text', text: question }] },
    })
    realtime.send({ type: 'response.create' })
  })
  const text = new Promise<string>((resolve) =>
    realtime.on('response.output_text.done', (event) => resolve(event.text)),
  )
  const done = new Promise<void>((resolve) => realtime.on('response.done', () => resolve()))
  expect(await Promise.race([text, failed])).toBe(answer)
  await Promise.race([done, failed])
  expect(types[0]).toBe('session.created')
  const knock = recorder.knocks.at(-1)
  expect(knock?.target).toBe('/v1/realtime?model=gpt-realtime')
  expect(knock?.headers.authorization).toBe(`Bearer ${storedKey}`)
  expect(JSON.stringify(knock?.headers)).not.toContain(token)
  const closed = new Promise<number>((resolve) => realtime.socket.on('close', resolve))
  realtime.close()
  expect(await closed).toBe(1000)
})

it('OpenAIRealtimeWS hears of a token that is none', async () => {
  const client = new OpenAI({
    apiKey: 'wrong',
    baseURL: `https://localhost:${front.port}${new URL(base).pathname}/openai`,
  })
  const realtime = new OpenAIRealtimeWS({ model: 'gpt-realtime', options: { ca: front.certificate } }, client)
  expect((await new Promise<Error>((resolve) => realtime.on('error', resolve))).message).toMatch(/401/)
})

it('the documented ws example', async () => {
  const ws = new WebSocket(`${base.replace('http', 'ws')}/openai?model=gpt-4o-realtime-preview-2024-12-17`, {
    headers: { 'cf-aig-authorization': token, Authorization: 'Bearer own-key', 'OpenAI-Beta': 'realtime=v1' },
  })
  const events: { readonly type: string }[] = []
  const done = new Promise<void>((resolve, reject) => {
    ws.on('error', reject)
    ws.on('message', (message) => {
      events.push(JSON.parse(message.toString()))
      if (events.at(-1)?.type === 'response.done') resolve()
    })
  })
  ws.on('open', () => {
    const item = { type: 'message', role: 'user', content: [{ type: 'input_text', text: question }] }
    ws.send(JSON.stringify({ type: 'conversation.item.create', item }))
    ws.send(JSON.stringify({ type: 'response.create', response: { modalities: ['text'] } }))
  })
  await done
  ws.close()
  expect(JSON.stringify(events)).toContain(answer)
  const knock = recorder.knocks.at(-1)
  expect(knock?.target).toBe('/v1/realtime?model=gpt-4o-realtime-preview-2024-12-17')
  expect(knock?.headers).toMatchObject({ authorization: 'Bearer own-key', 'openai-beta': 'realtime=v1' })
})

/** Frames from each to the other. */
function pass(near: WebSocket, far: WebSocket): void {
  const early: string[] = []
  near.on('message', (data) => (far.readyState === far.OPEN ? far.send(data.toString()) : early.push(data.toString())))
  far.on('open', () => early.forEach((data) => void far.send(data)))
  far.on('message', (data) => near.send(data.toString()))
  near.on('close', () => far.close())
}

/** TLS in front of the gateway, as an operator would have it: the bytes behind it pass as they are. */
async function startTlsFront(port: number) {
  const folder = mkdtempSync(join(tmpdir(), 'gatewright-tls-'))
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost']
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1']
  execFileSync('openssl', ['req', '-x509', ...kind, ...subject, '-keyout', key, '-out', cert], { stdio: 'ignore' })
  const certificate = readFileSync(cert)
  const server = createServer({ key: readFileSync(key), cert: certificate }, (outer) => {
    const inner = connect(port, '127.0.0.1')
    outer.pipe(inner).pipe(outer)
    for (const socket of [outer, inner]) {
      socket.on('error', () => {})
      socket.on('close', () => [outer, inner].forEach((one) => void one.destroy()))
    }
  })
  rmSync(folder, { recursive: true })
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    certificate,
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}
