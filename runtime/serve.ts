// The Worker: request -> response. The emitted entry hands in the tables and the code that its gateways need, and nothing else
// is in the bundle. The recipe of every endpoint: locate, let in, attempt, answer.

import { v7 as newId } from 'uuid'
import { type Abilities, resolve } from './attempts/attempt.ts'
import { chain, type Served } from './attempts/chain.ts'
import type { Attempt, Door, Entry, Environment, Exchange, Rows } from './exchange.ts'
import { droppedFromAnswers, slotsOf } from './headers.ts'
import type { authenticate } from './layers/auth.ts'
import { type Located, type LookUp, providerOf } from './locate.ts'
import { GatewayError, problemResponse } from './problem.ts'
import type { Credential, ProviderRow, TokenRecord } from './records.ts'
import { openTable } from './table.ts'

/** What the emitted entry hands in. `null`: no gateway asks for it. */
export interface Parts extends Abilities {
  /** The routing table's text; see table.ts. */
  readonly table: string
  readonly rows: Rows
  readonly locate: (lookUp: LookUp, url: string) => Located
  readonly authenticate: typeof authenticate | null
  readonly native: Door | null
  readonly universal: Door | null
  readonly dynamic: Door | null
}

/** The segment of routes: no provider can have it. */
const DYNAMIC = 'dynamic'

/** Where a token is looked for when the path names no provider of the gateway's. */
const ANY_PROVIDER: Credential = { header: 'authorization', scheme: 'Bearer', slots: ['authorization'], query: null }

/** The Worker's default export. Module scope does no work: the table is read when the first request comes. */
export function serve(parts: Parts): {
  fetch: (request: Request, env: Environment, context: ExecutionContext) => Promise<Response>
} {
  let lookUp: LookUp | null = null

  return {
    async fetch(request, env, context) {
      const requestId = newId()
      const eventId = request.headers.get('cf-aig-event-id') ?? requestId
      try {
        lookUp ??= openTable(parts.table)
        const located = parts.locate(lookUp, request.url)
        const entry = await letIn(located, request, env, parts)
        const exchange: Exchange = {
          requestId,
          eventId,
          request,
          gateway: located.gateway,
          account: located.account,
          caller: entry.caller,
          env,
          waitUntil: (work) => context.waitUntil(work),
          endsAtMs: endOf(located),
          decided: new Map(),
        }
        const attempts = await withoutTokens(await attemptsOf(located, entry, request, parts), located, env, parts)
        const served = await chain(attempts, exchange, (attempt, hasNext) => resolve(attempt, exchange, hasNext, parts))
        return answer(served, exchange)
      } catch (thrown) {
        return identify(problemResponse(thrown), requestId, eventId)
      }
    },
  }
}

/** When the request must be over, by its route or its gateway. */
function endOf({ gateway, segment, path }: Located): number | null {
  const route = segment === DYNAMIC ? gateway.routes[path.slice(0, path.indexOf('/'))] : undefined
  const deadlineMs = route?.deadlineMs ?? gateway.deadlineMs
  return deadlineMs === null ? null : Date.now() + deadlineMs
}

/** Where a token is looked for: wherever some path of the provider takes its key. */
function credentialOf(row: ProviderRow): Credential {
  return { ...row.credential, slots: slotsOf(row) }
}

/** Comes before anything that tells what the gateway holds. */
async function letIn(
  { gateway, segment, query }: Located,
  { headers }: Request,
  env: Environment,
  parts: Parts,
): Promise<Entry> {
  if (gateway.tokens === null) return { caller: null, spent: [], query }
  const found = providerOf(gateway, segment, parts.rows)
  const credential = found === null ? ANY_PROVIDER : credentialOf(found.row)
  const entry = await recognize(gateway.tokens, headers, query, credential, env, parts)
  if (entry.caller !== null) return entry
  throw new GatewayError('unauthorized', 'This gateway asks for a token: send `cf-aig-authorization: Bearer <token>`.')
}

function recognize(
  tokens: readonly TokenRecord[],
  headers: Headers,
  query: string,
  credential: Credential,
  env: Environment,
  { authenticate }: Parts,
): Promise<Entry> {
  if (authenticate === null) throw new Error('a gateway has tokens, and nothing in this bundle checks them')
  return authenticate(tokens, headers, query, credential, env)
}

/** A step may have been given the gateway's token in place of a key: it does not go to the provider, and a stored key does. */
async function withoutTokens(attempts: readonly Attempt[], located: Located, env: Environment, parts: Parts) {
  const { tokens } = located.gateway
  if (tokens === null || located.segment !== '') return attempts
  return Promise.all(
    attempts.map(async (attempt) => {
      const credential = credentialOf(attempt.row)
      const { spent, query } = await recognize(tokens, attempt.headers, attempt.query, credential, env, parts)
      return { ...attempt, spent, query }
    }),
  )
}

async function attemptsOf(located: Located, entry: Entry, request: Request, parts: Parts): Promise<readonly Attempt[]> {
  const { segment } = located
  const door = segment === '' ? parts.universal : segment === DYNAMIC ? parts.dynamic : parts.native
  if (door !== null) return door(located, entry, request, parts.rows)
  throw new GatewayError('notFound', 'Nothing is served at this path. Use /v1/{account_id}/{gateway_id}/{provider}/….')
}

/** The answer that was taken, its body passing through as the platform's own stream. */
function answer({ outcome, step }: Served, { requestId, eventId }: Exchange): Response {
  const response = new Response(outcome.response.body, outcome.response)
  for (const name of droppedFromAnswers) response.headers.delete(name)
  response.headers.set('cf-aig-step', String(step))
  return identify(response, requestId, eventId)
}

function identify(response: Response, requestId: string, eventId: string): Response {
  response.headers.set('cf-aig-request-id', requestId)
  response.headers.set('cf-aig-event-id', eventId)
  return response
}
