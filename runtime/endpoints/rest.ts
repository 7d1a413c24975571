// The REST API: `/client/v4/accounts/{account_id}/ai/…`, whose gateway is named in a header and whose models go by their authors. Its
// errors have the control plane's shape. Source: the wire contract, "endpoints" 1.5.

import type { JsonObject } from '../dialects/chat.ts'
import type { Door, Rows, Surface } from '../exchange.ts'
import { gatewayAt, type Located, type LookUp } from '../locate.ts'
import { controlPlaneResponse, GatewayError } from '../problem.ts'
import type { GatewayRecord } from '../records.ts'
import { aimsOf } from './aims.ts'
import { attemptsAt, type Translators } from './ask.ts'
import { apiAt, readBody } from './asked.ts'
import { modelsAt } from './models.ts'
import { named, running, type Sought } from './running.ts'

const DEFAULT_GATEWAY = 'default'
const PATH = /^[^:]+:\/\/[^/]+\/client\/v4\/accounts\/([^/?]+)\/ai\/([^?]*)(\?.*)?$/s

/** Gives its {@link Surface} for the URLs that are on it. */
export function rest(translators: Translators): (url: string) => Surface | null {
  const door: Door = async ({ gateway, path }, entry, request, rows) => {
    if (!gateway.endpoints.rest) {
      throw new GatewayError('notFound', `Gateway '${gateway.id}' does not offer the REST API (endpoints.rest: off).`)
    }
    const models = modelsAt(path, request.method, gateway)
    if (models !== null) return models
    const { asked, aims } = await askedAt(path, entry.query, request, gateway, rows)
    const incoming = { headers: request.headers, entry, step: null }
    return { attempts: attemptsAt(aims, asked, incoming, gateway, rows, translators), deadlineMs: aims.deadlineMs }
  }
  const surface: Surface = { requestType: 'rest', locate, door, problem: controlPlaneResponse }
  return (url) => (url.startsWith('/client/v4/', url.indexOf('/', url.indexOf('://') + 3)) ? surface : null)
}

function locate(lookUp: LookUp, url: string, headers: Headers): Located {
  const [, account, path, query = ''] = PATH.exec(url) ?? []
  if (account === undefined || path === undefined) {
    throw new GatewayError('notFound', 'Nothing is served at this path. Use /client/v4/accounts/{account_id}/ai/….')
  }
  const gateway = gatewayAt(lookUp, account, headers.get('cf-aig-gateway-id') ?? DEFAULT_GATEWAY)
  return { gateway, account, segment: 'ai', path, query }
}

async function askedAt(
  path: string,
  query: string,
  request: Request,
  gateway: GatewayRecord,
  rows: Rows,
): Promise<Sought> {
  const [, inPath] = /^run(?:\/(.+))?$/s.exec(path) ?? []
  if (inPath !== undefined) return running(gateway, decoded(inPath), (await readBody(request)).body, query, rows)
  if (path === 'run') {
    const { model, input, options } = (await readBody(request)).body
    refuseBackground(options)
    return running(gateway, model, objectOf(input), query, rows)
  }
  const api = path.startsWith('v1/') ? apiAt(path) : null
  if (api === null) {
    throw new GatewayError(
      'notFound',
      'Below /ai are: run, v1/chat/completions, v1/responses, v1/messages, v1/embeddings.',
    )
  }
  const said = await readBody(request)
  return {
    asked: { ...api, query, ...said, own: null },
    aims: aimsOf(gateway, named(said.body.model, gateway, rows), rows),
  }
}

function objectOf(input: unknown): JsonObject {
  if (typeof input === 'object' && input !== null && !Array.isArray(input)) return input as JsonObject
  throw new GatewayError('invalidRequest', 'This endpoint takes {"model": "…", "input": {…}}.')
}

/** An answer to a webhook, later: there is no queue here that would keep it. */
function refuseBackground(options: unknown): void {
  const { background, webhookUrl } = (options ?? {}) as { readonly background?: unknown; readonly webhookUrl?: unknown }
  if (background !== true && webhookUrl === undefined) return
  throw new GatewayError(
    'invalidRequest',
    'This gateway does not run requests in the background: leave out options.background and options.webhookUrl.',
  )
}

/** SDKs escape the slashes of a model in the path, or do not. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new GatewayError('invalidRequest', 'The model in the path is not percent-encoded as it should be.')
  }
}
