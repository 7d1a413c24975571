// Takes note of each attempt: a row when its answer is over, with what was asked, what came, what it used and what that cost. Promises
// that the answer passes as it would without, that its head names the row, and that no failure of taking note is one of the request.

import type { Call, Exchange, Layer, Outcome } from '../exchange.ts'
import { answered } from '../logs/answered.ts'
import { marked, note, withHeaders } from '../logs/noted.ts'
import type { Observing } from '../logs/observing.ts'
import { openingOf } from '../logs/opening.ts'
import { awaitSession } from '../logs/session.ts'
import { GatewayError, problems } from '../problem.ts'

/** The outermost {@link Layer}. It costs nothing where nothing is taken note of. */
export function observe(parts: Observing): Layer {
  return (call, exchange, next) => (exchange.gateway.observed === null ? next() : observed(parts, call, exchange, next))
}

async function observed(parts: Observing, call: Call, exchange: Exchange, next: () => Promise<Outcome>) {
  const opening = await openingOf(call.attempt, exchange)
  if (opening === null) return next()
  const noted = note(parts, call, exchange, opening)
  const { close, unexpect } = noted
  try {
    const outcome = await next()
    const { response, verdict, problem } = outcome
    const isServed = verdict !== 'try on' || !call.hasNext || isOver(exchange)
    if (response.webSocket) {
      unexpect()
      awaitSession(exchange, {
        attempt: call.attempt,
        close: (closing) => exchange.waitUntil(close({ ...closing, isServed })),
      })
      const { status, headers, webSocket } = response
      return { ...outcome, response: marked(new Response(null, { status, headers, webSocket }), noted) }
    }
    if (problem === null) return { ...outcome, response: marked(await answered(response, isServed, noted), noted) }
    await close({ isServed, status: response.status, error: problem.description, ...OWN })
    return { ...outcome, response: marked(response, noted), problem: withHeaders(problem, noted) }
  } catch (thrown) {
    const own = thrown instanceof GatewayError ? thrown : new GatewayError('internal', 'The gateway failed.')
    const isServed = own.isFinal || !call.hasNext || isOver(exchange)
    await close({ isServed, status: problems[own.problem].status, error: own.description, ...OWN })
    throw own === thrown ? withHeaders(own, noted) : thrown
  }
}

/** The gateway's own answers. */
const OWN = { responseContentType: 'application/json', isComplete: true } as const

function isOver({ endsAtMs }: Exchange): boolean {
  return endsAtMs !== null && Date.now() >= endsAtMs
}
