// What a client does on any platform, in one go, as plain JSON: it asks, streams, leaves, falls back, fails and opens a socket. Runs where
// the client runs, so it knows no test.

import type { ClientModule } from './emitted.ts'

/** What the gateway is to have: `echo`, and `openai` that fails, or streams without an end; `groq` that answers. */
export async function tour({ createClient, GatewayError }: ClientModule, url: string, token: string) {
  const demo = createClient({ url, token }).gateway('demo')
  const messages = [{ role: 'user', content: 'Hello there' }] as const
  const endpoint = 'chat/completions'

  const chat = await demo.chat({ model: 'echo/echo-1', messages }, { metadata: { team: 'grün' }, eventId: 'tour' })
  const chunks: string[] = []
  const stream = demo.chat.stream({ model: 'echo/echo-1', messages })
  for await (const { choices } of stream) chunks.push(choices[0]?.delta.content ?? '')
  const whole = await stream.final()

  let left = 0
  for await (const _ of demo.chat.stream({ model: 'openai/endless', messages })) if (++left === 2) break
  const controller = new AbortController()
  const reason = await read(
    demo.chat.stream({ model: 'openai/endless', messages }, { signal: controller.signal }),
    () => controller.abort(new Error('taken back')),
  ).catch((thrown: Error) => thrown.message)

  const route = await demo.chat({ model: 'dynamic/chat', messages })
  const failure = await demo.chat({ model: 'openai/fails', messages }).catch((thrown) => thrown)
  const refusal = await createClient({ url, token: 'another' })
    .gateway('demo')
    .chat({ model: 'echo/echo-1', messages })
    .catch((thrown) => thrown)

  const socket = demo.socket()
  const [first, second] = await Promise.all(
    [false, true].map((stream) =>
      socket.universal([{ provider: 'echo', endpoint, query: { model: 'm', messages, stream } }]),
    ),
  )
  let overSocket = ''
  for await (const event of second?.events() ?? []) {
    overSocket += event.choices[0]?.delta.content ?? ''
  }
  const answer = await first?.json()
  socket.close()

  return {
    chat: [chat.choices[0]?.message.content, chat.meta.provider, chat.meta.eventId],
    stream: [chunks.join(''), chunks.length > 2, whole.choices[0]?.message.content],
    left,
    reason,
    route: [route.choices[0]?.message.content, route.meta.provider, route.meta.step],
    failure: [failure instanceof GatewayError, failure.status, failure.provider],
    refusal: [refusal instanceof GatewayError, refusal.status, refusal.code],
    socket: [answer?.choices[0]?.message.content, overSocket],
  }
}

async function read(stream: AsyncIterable<unknown>, onChunk: () => void): Promise<string> {
  for await (const _ of stream) onChunk()
  return 'it ended by itself'
}
