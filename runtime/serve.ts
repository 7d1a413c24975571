// The Worker: request -> response. The emitted entry hands in the tables and the code that its gateways need, and nothing else
// is in the bundle. The recipe of every endpoint: locate, let in, attempt, answer.

import { type Abilities, resolve } from './attempts/attempt.ts'
import { chain, type Served } from './attempts/chain.ts'
import { startDeadline } from './attempts/upstream.ts'
import type { complete } from './endpoints/complete.ts'
import type { Course, Door, Entry, Environment, Exchange, Rows, Surface } from './exchange.ts'
import { droppedFromAnswers } from './headers.ts'
import type { Gate } from './layers/gate.ts'
import type { Located, LookUp } from './locate.ts'
import { newId } from './new-id.ts'
import { GatewayError, problemResponse } from './problem.ts'
import { openTable } from './table.ts'

/** What the emitted entry hands in. `null`: no gateway asks for it. */
export interface Parts extends Abilities {
  /** The routing table's text; see table.ts. */
  readonly table: string
  /** Opens it where its lines refer to what they share; shared-table.ts. Left out: they are whole. */
  readonly openTable?: typeof openTable
  readonly rows: Rows
  readonly locate: Surface['locate']
  readonly gate: Gate | null
  /** By the segment after the gateway: names that no provider can have, and the universal endpoint where there is none. */
  readonly doors: { readonly [segment: string]: Door }
  readonly native: Door | null
  /** Finishes the answers of requests that ask for models by name. */
  readonly complete: typeof complete | null
  /** Gives the surface that a URL is on. */
  readonly rest: ((url: string) => Surface | null) | null
}

/** The Worker. The platform gives three arguments; whoever wraps it may say where a request is taken. */
export interface Worker {
  readonly fetch: (
    request: Request,
    env: Environment,
    context: Pick<ExecutionContext, 'waitUntil'>,
    surface?: Surface,
  ) => Promise<Response>
}

/** The Worker's default export. Module scope does no work: the table is read when the first request comes. */
export function serve(parts: Parts): Worker {
  let lookUp: LookUp | null = null

  return {
    async fetch(request, env, context, surface: Surface = parts.rest?.(request.url) ?? parts) {
      const requestId = newId()
      const eventId = request.headers.get('cf-aig-event-id') ?? requestId
      const startedAtMs = Date.now()
      const { locate, problem = problemResponse, startDeadline: start = startDeadline } = surface
      try {
        lookUp ??= (parts.openTable ?? openTable)(parts.table)
        const located = locate(lookUp, request.url, request.headers)
        const entry = surface.entry ?? (await letIn(located, request, env, parts))
        const door = surface.door ?? doorOf(located, parts)
        const course = await door(located, entry, request, parts.rows, requestId)
        if (course instanceof Response) return identify(course, requestId, eventId)
        const deadlineMs = course.deadlineMs ?? located.gateway.deadlineMs
        const exchange: Exchange = {
          requestId,
          eventId,
          request,
          gateway: located.gateway,
          account: located.account,
          caller: entry.caller,
          env,
          waitUntil: (work) => context.waitUntil(work),
          startDeadline: start,
          endsAtMs: deadlineMs === null ? null : startedAtMs + deadlineMs,
          decided: new Map(),
          surface,
        }
        const attempts = await withoutTokens(course, located, env, parts)
        const served = await chain(attempts, exchange, (attempt, hasNext) => resolve(attempt, exchange, hasNext, parts))
        return identify(await answer(served, problem, parts.complete), requestId, eventId)
      } catch (thrown) {
        return identify(problem(thrown), requestId, eventId)
      }
    },
  }
}

async function letIn(located: Located, request: Request, env: Environment, { gate, rows }: Parts): Promise<Entry> {
  const { tokens } = located.gateway
  if (tokens === null) return { caller: null, spent: [], query: located.query }
  // Where a gateway has tokens its entry hands the gate in; without one this throws.
  return (gate as Gate).letIn(tokens, located, request, env, rows)
}

function doorOf({ segment }: Located, { doors, native }: Parts): Door {
  const door = Object.hasOwn(doors, segment) ? doors[segment] : segment === '' ? null : native
  if (door) return door
  throw new GatewayError('notFound', 'Nothing is served at this path. Use /v1/{account_id}/{gateway_id}/{provider}/….')
}

/** The steps of a universal request have headers of their own. */
async function withoutTokens({ attempts }: Course, { gateway, segment }: Located, env: Environment, { gate }: Parts) {
  return gateway.tokens === null || gate === null || segment !== ''
    ? attempts
    : gate.withoutTokens(gateway.tokens, attempts, env)
}

/** The answer that was taken, its body passing through as the platform's own stream where nothing has to be translated. */
async function answer(
  { outcome, attempt }: Served,
  toResponse: typeof problemResponse,
  complete: Parts['complete'],
): Promise<Response> {
  const { response: taken, problem } = outcome
  const isShaped = problem === null || toResponse === problemResponse
  const passed = isShaped ? new Response(taken.body, taken) : toResponse(problem)
  const isNamed = complete !== null && attempt.model !== null
  const response = isNamed ? await complete(passed, attempt, problem !== null).catch(toResponse) : passed
  for (const name of droppedFromAnswers) response.headers.delete(name)
  response.headers.set('cf-aig-step', String(attempt.step))
  // An answer that cannot be translated is another response, about the same row.
  const logId = taken.headers.get('cf-aig-log-id')
  if (logId !== null) response.headers.set('cf-aig-log-id', logId)
  return response
}

function identify(response: Response, requestId: string, eventId: string): Response {
  response.headers.set('cf-aig-request-id', requestId)
  response.headers.set('cf-aig-event-id', eventId)
  return response
}
