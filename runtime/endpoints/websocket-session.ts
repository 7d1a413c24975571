// Everything on one WebSocket: frames in, each request to the gateway as over HTTP, its frames out; many at once, matched by their
// `eventId`. Promises that every request ends with one last frame, that what waits is bounded, and that nothing outlives the socket.

import { GatewayError } from '../problem.ts'
import { outletOf, type SocketContext } from '../streams/socket.ts'
import { PROTOCOLS } from './subprotocols.ts'
import { tell, tellProblem } from './websocket-answer.ts'
import { errorFrame } from './websocket-frames.ts'
import { readFrame } from './websocket-said.ts'

/** More requests at once wait for their turn. */
const MOST_RUNNING = 32
/** More that wait are refused. */
const MOST_WAITING = 256
/** Characters of all requests that run or wait, unless it is one alone: frames that come in cannot be held back. */
const MOST_CHARACTERS = 64 * 1024 * 1024
const MOST_IDLE_MS = 10 * 60_000
/** What nginx says where a client took its request back; HTTP has no status for it. */
const CANCELLED = 499
/** RFC 6455 7.4.1: an endpoint goes away. */
const GOING_AWAY = 1001

interface Request {
  readonly eventId: string
  readonly body: string
  readonly controller: AbortController
}

/** Who is served: what a socket's opening is known by. */
export interface Served {
  /** Its headers are those of each request. */
  readonly request: globalThis.Request
  readonly context: SocketContext
  /** Asks the gateway as over HTTP. */
  readonly ask: (request: globalThis.Request, signal: AbortSignal) => Promise<Response>
}

/** Serves an accepted socket until it is closed. */
export function serveSocket(socket: WebSocket, { request: opening, context, ask }: Served): void {
  const outlet = outletOf(socket, context)
  /** All that run or wait. */
  const requests = new Map<string, Request>()
  const waiting: Request[] = []
  let running = 0
  let characters = 0
  let hasLeft = false
  let idleTimer = startIdling()

  function hear(data: string | ArrayBuffer): void {
    keepAwake()
    const said = readFrame(data)
    if (said.kind === 'create') create(said.eventId, said.body)
    else if (said.kind === 'cancel') cancel(said.eventId)
    else complain(said.problem, said.eventId)
  }

  function create(eventId: string, body: string): void {
    const refusal = refusalOf(eventId, body)
    if (refusal !== null) {
      complain(refusal, eventId)
      return
    }
    const request = { eventId, body, controller: new AbortController() }
    requests.set(eventId, request)
    characters += body.length
    waiting.push(request)
    next()
  }

  function complain(problem: GatewayError, eventId: string | null): void {
    context.waitUntil(tellProblem(problem, { eventId }, outlet))
  }

  function refusalOf(eventId: string, body: string): GatewayError | null {
    if (requests.has(eventId)) {
      return new GatewayError('invalidRequest', `A request with the eventId '${eventId}' is in flight on this socket.`)
    }
    const isMore = waiting.length >= MOST_WAITING || (characters > 0 && characters + body.length > MOST_CHARACTERS)
    if (!isMore) return null
    const description = `This socket has ${running} requests in flight and ${waiting.length} that wait: wait for some of them, or open another.`
    return new GatewayError('rateLimited', description)
  }

  function next(): void {
    while (running < MOST_RUNNING) {
      const request = waiting.shift()
      if (request === undefined) return
      running++
      // Kept alive when the client leaves, so that what is aborted then comes to its end.
      context.waitUntil(run(request))
    }
  }

  async function run(request: Request): Promise<void> {
    const { eventId, controller } = request
    const { signal } = controller
    try {
      await tell(await ask(asHttp(request, opening), signal), eventId, outlet, signal)
    } catch (thrown) {
      if (!signal.aborted) await tellProblem(thrown, { eventId }, outlet)
    } finally {
      running--
      forget(request)
      next()
    }
  }

  /** It may have been taken back, and its `eventId` given to another. */
  function forget(request: Request): void {
    if (requests.get(request.eventId) !== request) return
    requests.delete(request.eventId)
    characters -= request.body.length
    keepAwake()
  }

  function cancel(eventId: string): void {
    const request = requests.get(eventId)
    if (request === undefined) {
      const description = `There is no request with the eventId '${eventId}' in flight on this socket.`
      complain(new GatewayError('notFound', description), eventId)
      return
    }
    request.controller.abort()
    forget(request)
    const place = waiting.indexOf(request)
    if (place !== -1) waiting.splice(place, 1)
    const error = [{ code: CANCELLED, message: 'Cancelled' }]
    context.waitUntil(outlet.send(errorFrame({ eventId }, { status: CANCELLED, error }, null)))
  }

  function leave(): void {
    hasLeft = true
    clearTimeout(idleTimer)
    outlet.end()
    waiting.length = 0
    for (const { controller } of requests.values()) controller.abort()
  }

  /** Nothing here can ping: a socket that says nothing for long, and is told nothing, is let go. */
  function startIdling(): ReturnType<typeof setTimeout> {
    return setTimeout(() => {
      if (requests.size === 0) outlet.close(GOING_AWAY, `no request for ${MOST_IDLE_MS / 60_000} minutes`)
    }, MOST_IDLE_MS)
  }

  function keepAwake(): void {
    clearTimeout(idleTimer)
    if (!hasLeft) idleTimer = startIdling()
  }

  socket.addEventListener('message', ({ data }) => hear(data))
  socket.addEventListener('close', leave)
  socket.addEventListener('error', leave)
}

/** The same as over HTTP, with what the socket's opening said to the gateway. */
function asHttp({ eventId, body }: Request, { url, headers: said }: globalThis.Request): globalThis.Request {
  const bytes = new TextEncoder().encode(body)
  const headers = new Headers(said)
  headers.delete(PROTOCOLS)
  headers.set('content-type', 'application/json')
  headers.set('content-length', String(bytes.byteLength))
  headers.set('cf-aig-event-id', eventId)
  return new globalThis.Request(url, { method: 'POST', headers, body: bytes })
}
