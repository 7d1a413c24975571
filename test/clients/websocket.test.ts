// The hosted service's own example of the universal WebSocket, word for word but for the address, with the `ws` package: it prints the
// message that is documented. And what other clients of that package do.

import { once } from 'node:events'
import { expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { events, reply } from '../support/answers.ts'
import { setScene } from '../support/scene.ts'

const { gateway, upstream } = await setScene(
  () => ({
    'my-gateway.yaml': `
authentication: { tokens: [{ name: t, secret: TOKEN }] }
providers: { workers-ai: {}, openai: { key: { secret: KEY } } }
`,
  }),
  { env: { TOKEN: 'AI_GATEWAY_TOKEN', KEY: 'stored-key' }, capture: true },
)
const DOCUMENTED = 'wss://gateway.ai.cloudflare.com/v1/my-account-id/my-gateway/'
const ours = `${gateway.base('my-gateway', 'my-account-id').replace('http', 'ws')}/`
const example = `
const ws = new WebSocket(
"wss://gateway.ai.cloudflare.com/v1/my-account-id/my-gateway/",
{
headers: {
"cf-aig-authorization": "Bearer AI_GATEWAY_TOKEN",
},
},
);
ws.send(
JSON.stringify({
type: "universal.create",
request: {
eventId: "my-request",
provider: "workers-ai",
endpoint: "@cf/meta/llama-3.1-8b-instruct",
headers: {
Authorization: "Bearer WORKERS_AI_TOKEN",
"Content-Type": "application/json",
},
query: {
prompt: "tell me a joke",
},
},
}),
);
ws.on("message", function incoming(message) {
console.log(message.toString());
});
`

const opened: WebSocket[] = []

/** `new WebSocket`, ours. The example sends before the socket is open, which the package refuses and a person would put right. */
function Patient(address: string, options: object): WebSocket {
  const socket = new WebSocket(address.replace(DOCUMENTED, ours), options)
  const send = socket.send.bind(socket)
  socket.send = (data: string) => void socket.once('open', () => send(data))
  opened.push(socket)
  return socket
}

it('the example prints the documented message', async () => {
  const answer = { result: { response: 'Why did the chicken …' }, success: true, errors: [], messages: [] }
  upstream.answer(reply({ body: answer }))
  const printed = await new Promise<string>((log) => new Function('WebSocket', 'console', example)(Patient, { log }))
  for (const socket of opened) socket.close()
  expect(JSON.parse(printed)).toEqual({
    type: 'universal.created',
    metadata: {
      cacheStatus: 'MISS',
      eventId: 'my-request',
      logId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      step: '0',
      contentType: 'application/json',
    },
    response: answer,
  })
  expect(
    upstream.requests.map(({ method, target, headers, body }) => [method, target, headers.authorization, String(body)]),
  ).toEqual([
    [
      'POST',
      'https://api.cloudflare.com/client/v4/accounts/my-account-id/ai/run/@cf/meta/llama-3.1-8b-instruct',
      'Bearer WORKERS_AI_TOKEN',
      '{"prompt":"tell me a joke"}',
    ],
  ])
  expect(upstream.requests[0]?.headers).not.toHaveProperty('cf-aig-authorization')
})

it('two streams at once, on a socket that is compressed or not, with the gateway’s key', async () => {
  upstream.answer(events({ choices: [{ delta: { content: 'a' } }] }, { choices: [{ delta: { content: 'b' } }] }))
  for (const perMessageDeflate of [true, false]) {
    const headers = { 'cf-aig-authorization': 'Bearer AI_GATEWAY_TOKEN' }
    const socket = new WebSocket(ours, { headers, perMessageDeflate })
    await once(socket, 'open')
    const texts: { [eventId: string]: string } = { one: '', two: '' }
    let left = 2
    const done = new Promise<void>((resolve) => {
      socket.on('message', (message) => {
        const { type, metadata, response } = JSON.parse(String(message))
        if (type === 'universal.stream') texts[metadata.eventId] += response.choices?.[0].delta.content ?? ''
        if (type === 'universal.done' && --left === 0) resolve()
      })
    })
    for (const eventId of ['one', 'two']) {
      const query = { model: 'gpt-4o-mini', stream: true, messages: [{ role: 'user', content: 'hi' }] }
      const request = { eventId, provider: 'openai', endpoint: 'chat/completions', query }
      socket.send(JSON.stringify({ type: 'universal.create', request }))
    }
    await done
    expect(texts).toEqual({ one: 'ab', two: 'ab' })
    const closed = once(socket, 'close')
    socket.close(1000, 'thanks')
    expect((await closed)[0]).toBe(1000)
  }
  expect(upstream.requests.map(({ headers }) => headers.authorization)).toEqual(Array(4).fill('Bearer stored-key'))
  expect(gateway.stderr()).toBe('')
})
