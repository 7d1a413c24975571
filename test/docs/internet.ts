// The internet, as far as pages need it: one server on loopback that gets every fetch of a gateway with the whole URL in its request line.
// aimock plays the vendors; without a key they refuse, as they do. Promises that nothing leaves the machine.

import { createServer, type IncomingMessage, request as open, type ServerResponse } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { LLMock } from '@copilotkit/aimock'

/** What every vendor answers. */
export const answer = 'Hello from behind the gateway.'

/** A running internet. */
export interface Internet {
  readonly port: number
  stop(): Promise<void>
}

const slots = ['authorization', 'x-api-key', 'api-key', 'x-goog-api-key']
const refused = { error: { message: 'You did not provide an API key.', type: 'invalid_request_error' } }
const workersAi = {
  result: { response: answer, usage: { prompt_tokens: 4, completion_tokens: 6, total_tokens: 10 } },
  success: true,
  errors: [],
  messages: [],
}

/** Starts it on a free port. */
export async function startInternet(): Promise<Internet> {
  const vendor = new LLMock({ port: 0, host: '127.0.0.1', logLevel: 'silent', chunkSize: 8 })
  vendor.onMessage(/./, { content: answer })
  vendor.onEmbedding(/./, { embedding: [0.5, -0.25, 0.125] })
  const { port } = new URL(await vendor.start())
  const sockets = new Set<Socket>()
  // A request line with a whole URL in it comes without a Host header.
  const server = createServer({ requireHostHeader: false }, (request, response) => meet(request, response, port))
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  server.on('upgrade', (request, socket, head) => {
    const through = connect(Number(port), '127.0.0.1', () => {
      const lines = Object.entries({ host: 'vendor', ...request.headers }).map(([name, value]) => `${name}: ${value}`)
      through.write(`GET ${pathAtVendor(urlOf(request))} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`)
      through.write(head)
      through.pipe(socket).pipe(through)
    })
    for (const end of [through, socket]) end.on('error', () => [through, socket].map((each) => each.destroy()))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    stop: async () => {
      const closed = new Promise((resolve) => server.close(resolve))
      for (const socket of sockets) socket.destroy()
      await closed
      await vendor.stop()
    },
  }
}

function meet(request: IncomingMessage, response: ServerResponse, vendorPort: string): void {
  const url = urlOf(request)
  const hasKey = slots.some((slot) => request.headers[slot] !== undefined) || url.searchParams.has('key')
  const own = ownAnswer(url, hasKey)
  if (own === null) pass(request, response, vendorPort)
  else {
    request.resume().on('end', () => {
      response.writeHead(own.status, { 'content-type': 'application/json' })
      response.end(JSON.stringify(own.body))
    })
  }
}

/** What aimock does not play; `null`: it does. */
function ownAnswer({ hostname, pathname }: URL, hasKey: boolean): { status: number; body: object } | null {
  if (hostname.startsWith('otel.')) return { status: 200, body: {} }
  if (!hasKey) return { status: 401, body: refused }
  return /\/ai\/run\/@cf\//.test(pathname) ? { status: 200, body: workersAi } : null
}

function pass(request: IncomingMessage, response: ServerResponse, port: string): void {
  const { method, headers } = request
  const path = pathAtVendor(urlOf(request))
  const passing = open({ host: '127.0.0.1', port, method, headers, path, agent: false })
  passing.on('response', (answered) => {
    response.writeHead(answered.statusCode ?? 502, answered.headers)
    answered.pipe(response)
  })
  passing.on('error', () => response.destroy())
  response.on('close', () => passing.destroy())
  request.pipe(passing)
}

function urlOf({ url = '/' }: IncomingMessage): URL {
  return new URL(url, 'http://nowhere')
}

/** aimock has each API at its own root, and Gemini's in one version; many vendors have OpenAI's below a path of theirs. */
function pathAtVendor({ pathname, search }: URL): string {
  return `${pathname.replace(/^.*(?=\/v\d[^/]*\/)/, '').replace(/^\/v1(?=\/models\/)/, '/v1beta')}${search}`
}
