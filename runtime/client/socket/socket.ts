// The universal endpoint over a WebSocket: many requests at once, each told apart by its event id. Requests in flight end with the socket, as
// a GatewayError; the next one opens another. Source: the wire contract, "endpoints" 1.6 F.

import { GatewayError } from '../error.ts'
import type { Names } from '../names.ts'
import { headersOf, type Options } from '../options.ts'
import type { Place } from '../place.ts'
import type { Answer, AnswerAt, EventAt, Paths, Steps } from '../universal/steps.ts'
import { type AnyStep, slugsOf } from '../universal/universal.ts'
import { type Exchange, exchangeOf, type SocketFrame } from './exchange.ts'
import { linkTo } from './link.ts'

/** Of a gateway with the universal endpoint over a WebSocket. */
export interface Sockets<N extends Names, U = never> {
  /** Opens with the first request. Needs a platform with WebSockets: browsers, Workers, Deno, Bun, Node from 22 on. */
  socket(): Socket<N, U>
}

/** A socket of one gateway. */
export interface Socket<N extends Names, U = never> {
  /** As over HTTP. What a stream says is kept until it is read. Throws a GatewayError. */
  universal<const P extends Paths>(
    steps: Steps<N, U, P>,
    options?: Options<N>,
  ): Promise<Answer<N, AnswerAt<P[number]>, EventAt<P[number]>>>
  /** Ends it, and what is in flight. */
  close(): void
}

/** {@link Sockets} of one gateway. */
export function socketAt({ base, token }: Place) {
  return () => {
    const requests = new Map<string, Exchange>()
    const prefix = Math.random().toString(36).slice(2)
    let count = 0
    const link = linkTo(base.replace(/^http/, 'ws'), token, {
      hear(text) {
        const frame: SocketFrame = JSON.parse(text)
        requests.get(frame.metadata.eventId)?.hear(frame)
      },
      lose(error) {
        for (const request of [...requests.values()]) request.fail(error)
      },
    })

    async function universal(
      steps: readonly (AnyStep & { readonly headers?: object | undefined })[],
      { signal, eventId = `${prefix}-${count++}`, ...options }: Options = {},
    ): Promise<Answer<Names, unknown, unknown>> {
      if (requests.has(eventId)) throw new GatewayError(`A request with the event id '${eventId}' is in flight here.`)
      signal?.throwIfAborted()
      let send = (_: object) => {}
      const abort = () => exchange.fail(signal?.reason)
      const exchange = exchangeOf(
        slugsOf(steps).map((slug) => (slug === 'compat' ? null : slug)),
        (isTold) => {
          requests.delete(eventId)
          signal?.removeEventListener('abort', abort)
          if (!isTold) send({ type: 'universal.cancel', eventId })
        },
      )
      requests.set(eventId, exchange)
      signal?.addEventListener('abort', abort)
      // Headers of the opening are for all requests: what is said of this one goes into its steps.
      const headers = headersOf(options)
      const request = steps.map((step) => ({ ...step, headers: { ...headers, ...step.headers } }))
      link.open().then(
        (write) => {
          if (requests.get(eventId) !== exchange) return
          send = (frame) => write(JSON.stringify(frame))
          send({ type: 'universal.create', eventId, request })
        },
        (reason) => exchange.fail(reason),
      )
      return exchange.answer
    }

    return { universal, close: link.close }
  }
}
