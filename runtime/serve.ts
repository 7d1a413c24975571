// The Worker: request -> response. The emitted entry hands in the tables and the code that its gateways need, and nothing else
// is in the bundle. The recipe of every endpoint: locate, let in, attempt, answer.

import { v7 as newId } from 'uuid'
import { type Abilities, run } from './attempts/attempt.ts'
import type { Attempt, Environment, Exchange } from './exchange.ts'
import { droppedFromAnswers } from './headers.ts'
import type { authenticate, Entry } from './layers/auth.ts'
import type { Located, LookUp } from './locate.ts'
import { GatewayError, problemResponse } from './problem.ts'
import type { Credential, ProviderRow } from './records.ts'
import { openTable } from './table.ts'

/** What the emitted entry hands in. `null`: no gateway asks for it. */
export interface Parts extends Abilities {
  /** The routing table's text; see table.ts. */
  readonly table: string
  readonly rows: ReadonlyMap<string, ProviderRow>
  readonly locate: (lookUp: LookUp, url: string) => Located
  readonly authenticate: typeof authenticate | null
  readonly native: typeof import('./endpoints/native.ts').native | null
}

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
        const row = rowOf(located, parts.rows)
        const entry = await letIn(located, request, row, env, parts)
        const exchange: Exchange = {
          requestId,
          eventId,
          request,
          gateway: located.gateway,
          account: located.account,
          caller: entry.caller,
          env,
          waitUntil: (work) => context.waitUntil(work),
        }
        const attempts = attemptsOf(located, entry, request, row, parts)
        return answer(await run(attempts, exchange, parts), exchange)
      } catch (thrown) {
        return identify(problemResponse(thrown), requestId, eventId)
      }
    },
  }
}

function rowOf({ gateway, segment }: Located, rows: Parts['rows']): ProviderRow | null {
  const provider = Object.hasOwn(gateway.providers, segment) ? gateway.providers[segment] : undefined
  return provider === undefined ? null : (rows.get(provider.row) ?? null)
}

/** Comes before anything that tells what the gateway holds. */
async function letIn(
  { gateway, query }: Located,
  { headers }: Request,
  row: ProviderRow | null,
  env: Environment,
  parts: Parts,
): Promise<Entry> {
  if (gateway.tokens === null) return { caller: null, spent: [], query }
  if (parts.authenticate === null)
    throw new Error(`gateway ${gateway.id} has tokens, and nothing in this bundle checks them`)
  return parts.authenticate(gateway.tokens, headers, query, row === null ? ANY_PROVIDER : everySlot(row), env)
}

/** Where a token is looked for: some paths of a provider take its key elsewhere than the others. */
function everySlot({ credential, paths }: ProviderRow): Credential {
  const others = paths.flatMap((rule) => rule.credential?.slots ?? [])
  return { ...credential, slots: [...new Set([...credential.slots, ...others])] }
}

function attemptsOf(located: Located, entry: Entry, request: Request, row: ProviderRow | null, parts: Parts): Attempt {
  if (parts.native === null || located.segment === '') {
    throw new GatewayError(
      'notFound',
      'Nothing is served at this path. Use /v1/{account_id}/{gateway_id}/{provider}/….',
    )
  }
  return parts.native(located, entry, request, row)
}

/** The upstream's answer, its body passing through as the platform's own stream. */
function answer(upstream: Response, { requestId, eventId }: Exchange): Response {
  const response = new Response(upstream.body, upstream)
  for (const name of droppedFromAnswers) response.headers.delete(name)
  response.headers.set('cf-aig-step', '0')
  return identify(response, requestId, eventId)
}

function identify(response: Response, requestId: string, eventId: string): Response {
  response.headers.set('cf-aig-request-id', requestId)
  response.headers.set('cf-aig-event-id', eventId)
  return response
}
