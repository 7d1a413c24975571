// The client's socket in Node: many requests at once on one connection to a real gateway, and on scripted ones what happens when it is lost.

import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Names } from '../../runtime/client/names.ts'
import type { Socket } from '../../runtime/client/socket/socket.ts'
import { hang, reply, streamed } from '../support/answers.ts'
import { byTarget } from '../support/by-target.ts'
import { all, chunk, completion, failureOf, saying, setClientScene, token } from './scene.ts'

const { upstream, demo, gateway, createClient, GatewayError } = await setClientScene()
const endpoint = 'chat/completions'
const open = new Set<Pick<Socket<Names>, 'close'>>()
afterEach(() => {
  for (const socket of open) socket.close()
  open.clear()
})

/** A socket that ends with the test. */
function socketOf(client = demo) {
  const socket = client.socket()
  open.add(socket)
  return socket
}

function echoed(content: string, stream = false) {
  return { provider: 'echo', endpoint, query: { ...saying(content, 'm'), stream } } as const
}

describe('with a gateway', () => {
  it('answers many at once, each with its own', async () => {
    const socket = socketOf()
    const names = Array.from({ length: 40 }, (_, index) => `request ${index}`)
    const answers = await Promise.all(names.map((name) => socket.universal([echoed(name)])))
    const texts = await Promise.all(answers.map(async (answer) => (await answer.json()).choices[0]?.message.content))
    expect(texts).toEqual(names)
    expect(new Set(answers.map(({ meta }) => meta.eventId)).size).toBe(40)
    expect(answers[0]?.meta).toMatchObject({ provider: 'echo', step: 0, cacheStatus: 'MISS' })
  })

  it('streams several at once, event by event', async () => {
    const socket = socketOf()
    const texts = await Promise.all(
      ['one two', 'three four five'].map(async (name) => {
        const answer = await socket.universal([echoed(name, true)])
        return (await all(answer.events())).map(({ choices }) => choices[0]?.delta.content ?? '').join('')
      }),
    )
    expect(texts).toEqual(['one two', 'three four five'])
  })

  it('falls back, and takes options and the caller’s event id', async () => {
    upstream.answer(byTarget({ '/openai/': reply({ status: 500 }), '/groq/': reply({ body: completion('Hi') }) }))
    const steps = ['openai', 'groq'].map((provider) => ({ provider, endpoint, query: saying('a') }) as const)
    const options = { eventId: 'mine', extraHeaders: { 'x-tried': 'yes' }, retries: { maxAttempts: 1 } } as const
    const answer = await socketOf().universal(steps, options)
    expect(answer.meta).toMatchObject({ provider: 'groq', step: 1, eventId: 'mine' })
    expect(upstream.requests.map(({ headers }) => headers['x-tried'])).toEqual(['yes', 'yes'])
  })

  it('rejects what fails, and goes on', async () => {
    const error = { message: 'Bad key.', code: 'invalid_api_key' }
    upstream.answer(reply({ status: 401, body: { error } }))
    const socket = socketOf()
    const failure = await failureOf(socket.universal([{ provider: 'openai', endpoint, query: saying('b') }]))
    expect(failure).toBeInstanceOf(GatewayError)
    expect(failure).toMatchObject({ status: 401, provider: 'openai', step: 0 })
    expect((failure as Error).message).toContain('Bad key.')
    const own = await failureOf(socket.universal([{ provider: 'nobody', endpoint, query: {} }] as never))
    expect(own).toMatchObject({ status: 400, code: 2008 })
    expect((own as Error).message).toContain("has no provider 'nobody'. It has: anthropic, echo, groq, openai.")
    expect(await (await socket.universal([echoed('still here')])).json()).toMatchObject({ object: 'chat.completion' })
  })

  it('takes a request back by its signal, and tells the gateway', async () => {
    upstream.answer(hang())
    const controller = new AbortController()
    const reason = new Error('never mind')
    const socket = socketOf()
    const steps = [{ provider: 'openai', endpoint, query: saying('c') }] as const
    const asked = failureOf(socket.universal(steps, { signal: controller.signal, eventId: 'c' }))
    const arrival = await upstream.next()
    controller.abort(reason)
    expect(await asked).toBe(reason)
    expect(await arrival.over).toBe('aborted')
    expect(await failureOf(socket.universal(steps, { signal: controller.signal }))).toBe(reason)
  })

  it('takes a stream back when its reader leaves', async () => {
    async function* forever() {
      for (;;) {
        yield `data: ${JSON.stringify(chunk({ content: 'a' }))}\n\n`
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
    }
    upstream.answer(streamed(forever()))
    const query = { ...saying('d'), stream: true }
    const answer = await socketOf().universal([{ provider: 'openai', endpoint, query }])
    const arrival = await upstream.next()
    for await (const event of answer.events()) {
      expect(event).toEqual(chunk({ content: 'a' }))
      break
    }
    expect(await arrival.over).toBe('aborted')
  })

  it('a stream that breaks off throws what the gateway says of it', async () => {
    upstream.answer((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(`data: ${JSON.stringify(chunk({ content: 'a' }))}\n\n`, () => response.socket?.destroy())
    })
    const query = { ...saying('e'), stream: true }
    const answer = await socketOf().universal([{ provider: 'openai', endpoint, query }])
    const failure = await failureOf(all(answer.events()))
    expect(failure).toBeInstanceOf(GatewayError)
    expect(failure).toMatchObject({ status: 502, code: 2005 })
  })

  it('says so where the token opens nothing', { timeout: 20_000 }, async () => {
    const other = createClient({ url: gateway.url, token: 'another' }).gateway('demo')
    const failure = await failureOf(socketOf(other).universal([echoed('a')]))
    expect(failure).toBeInstanceOf(GatewayError)
    expect((failure as Error).message).toMatch(/^No socket to ws:.*takes the token\.$/)
    expect((failure as Error).message).not.toContain('another')
  })
})

it('a token that no subprotocol may hold is refused at once, and not told', async () => {
  const failure = await failureOf(
    socketOf(createClient({ url: gateway.url, token: 'a/secret==' }).gateway('demo')).universal([echoed('a')]),
  )
  expect(failure).toBeInstanceOf(GatewayError)
  expect((failure as Error).message).toMatch(/^A socket's token goes as a subprotocol/)
  expect((failure as Error).message).not.toContain('secret')
})

interface Scripted {
  readonly url: string
  readonly connections: { readonly socket: WebSocket; readonly protocol: string; readonly atMs: number }[]
}

/** A server that hands each connection's frames to `hear`. */
async function scripted(
  hear: (frame: { readonly eventId: string }, socket: WebSocket, index: number) => void,
): Promise<Scripted> {
  const connections: Scripted['connections'] = []
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  server.on('connection', (socket) => {
    const index = connections.push({ socket, protocol: socket.protocol, atMs: performance.now() }) - 1
    socket.on('message', (message) => hear(JSON.parse(String(message)), socket, index))
  })
  await once(server, 'listening')
  servers.push(server)
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, connections }
}

const servers: WebSocketServer[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    for (const socket of server.clients) socket.terminate()
    server.close()
  }
})

const created = ({ eventId }: { readonly eventId: string }) =>
  JSON.stringify({ type: 'universal.created', metadata: { eventId, step: '0' }, response: { said: eventId } })

describe('a socket that is lost', () => {
  it('fails what is in flight, and the next request opens another', async () => {
    const { url, connections } = await scripted((frame, socket, index) => {
      if (index === 0) socket.terminate()
      else socket.send(created(frame))
    })
    const socket = socketOf(createClient({ url, token }).gateway('demo'))
    const failures = await Promise.all(['a', 'b'].map((name) => failureOf(socket.universal([echoed(name)]))))
    for (const failure of failures) expect(failure).toBeInstanceOf(GatewayError)
    expect((failures[0] as Error).message).toMatch(/^The socket to ws:.* ended before the answer did.*Ask again\.$/)
    const answer = await socket.universal([echoed('c')], { eventId: 'c' })
    expect(await answer.json()).toEqual({ said: 'c' })
    expect(connections.map(({ protocol }) => protocol)).toEqual(Array(2).fill(`cf-aig-authorization.${token}`))
  })

  it('is opened again ever more slowly while that fails, and at once after it had worked', async () => {
    let isBroken = true
    const { url, connections } = await scripted((frame, socket) =>
      isBroken ? socket.terminate() : socket.send(created(frame)),
    )
    const socket = socketOf(createClient({ url, token }).gateway('demo'))
    for (const name of ['a', 'b', 'c', 'd']) await failureOf(socket.universal([echoed(name)]))
    const gapsMs = connections.slice(1).map(({ atMs }, index) => atMs - (connections[index]?.atMs ?? 0))
    for (const [index, gapMs] of gapsMs.entries()) expect(gapMs).toBeGreaterThan(90 * 2 ** index)
    isBroken = false
    await socket.universal([echoed('e')])
    connections.at(-1)?.socket.terminate()
    await new Promise((resolve) => setTimeout(resolve, 50))
    const startedMs = performance.now()
    await socket.universal([echoed('f')])
    expect(performance.now() - startedMs).toBeLessThan(600)
  })

  it('fails a stream after what had come of it', async () => {
    const { url } = await scripted(({ eventId }, socket) => {
      socket.send(JSON.stringify({ type: 'universal.created', metadata: { eventId, step: '0' } }))
      socket.send(JSON.stringify({ type: 'universal.stream', metadata: { eventId }, response: { said: 1 } }), () =>
        socket.close(1011),
      )
    })
    const answer = await socketOf(createClient({ url, token }).gateway('demo')).universal([echoed('a', true)])
    const seen: unknown[] = []
    const read = async () => {
      for await (const event of answer.events()) seen.push(event)
    }
    expect(await failureOf(read())).toBeInstanceOf(GatewayError)
    expect(seen).toEqual([{ said: 1 }])
  })

  it('is not opened again once its owner has closed it', async () => {
    const { url, connections } = await scripted(() => {})
    const socket = createClient({ url, token }).gateway('demo').socket()
    const asked = failureOf(socket.universal([echoed('a')]))
    while (connections.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    socket.close()
    expect(await asked).toBeInstanceOf(GatewayError)
    const failure = await failureOf(socket.universal([echoed('b')]))
    expect((failure as Error).message).toMatch(/was closed by its owner/)
    expect(connections).toHaveLength(1)
  })

  it('two requests of one event id are refused before they are mixed up', async () => {
    const { url } = await scripted(() => {})
    const socket = socketOf(createClient({ url, token }).gateway('demo'))
    void socket.universal([echoed('a')], { eventId: 'same' }).catch(() => {})
    expect(await failureOf(socket.universal([echoed('b')], { eventId: 'same' }))).toBeInstanceOf(GatewayError)
  })
})
