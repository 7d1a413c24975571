// The log of a gateway, as its management API tells it: to be searched, read and commented on. Needs an admin token.
// Source: the wire contract, "management" 7.2.

import type { Filter, LogPatch, OrderBy } from '../logs/query.ts'
import type { RequestType } from '../logs/row.ts'
import { errorOf, GatewayError } from './error.ts'
import { metaOf } from './meta.ts'
import type { Names } from './names.ts'
import { bodyOf, type Place, send } from './place.ts'

/** Of a gateway whose management API is open. */
export interface Logs<N extends Names> {
  readonly logs: {
    /** A page, newest first unless it is asked for otherwise; past the end it is empty. Throws a GatewayError. */
    list(query?: LogsQuery): Promise<LogsPage<N>>
    /** One, with its bodies' beginnings. */
    get(id: string): Promise<WholeLog<N>>
    /** What is left out stays as it was; `null` clears. */
    patch(id: string, patch: LogPatch): Promise<WholeLog<N>>
    /** A body as it was sent to the provider, or as the provider sent it. */
    body(id: string, which: 'request' | 'response'): Promise<Response>
  }
}

/** All filters must hold; of a filter's values one must. */
export interface LogsQuery {
  readonly filters?: readonly Filter[] | undefined
  /** Anywhere in a log's texts. */
  readonly search?: string | undefined
  readonly orderBy?: OrderBy | undefined
  readonly direction?: 'asc' | 'desc' | undefined
  /** From 1. */
  readonly page?: number | undefined
  readonly perPage?: number | undefined
}

/** What was found. */
export interface LogsPage<N extends Names> {
  readonly logs: readonly Log<N>[]
  readonly totalCount: number
}

/** One attempt of a request. `null`: not known. */
export interface Log<N extends Names> {
  readonly id: string
  /** ISO 8601, UTC. */
  readonly created_at: string
  readonly request_id: string
  readonly event_id: string
  readonly provider: N['providers']
  readonly model: string | null
  readonly model_type: string | null
  readonly path: string
  readonly route: N['routes'] | null
  readonly step: number
  /** Whether this attempt gave the answer. */
  readonly served: boolean
  readonly request_type: RequestType
  /** The name of the token that opened the gateway. */
  readonly token: N['tokens'] | null
  /** Whether the gateway's own key was used. */
  readonly byok: boolean
  readonly user_agent: string | null
  readonly status_code: number
  readonly success: boolean
  readonly complete: boolean
  readonly error: string | null
  readonly cached: boolean
  readonly cache_status: 'HIT' | 'MISS' | 'STALE' | null
  readonly retries: number
  /** Milliseconds. */
  readonly duration: number
  readonly time_to_first_byte_ms: number | null
  readonly tokens_in: number | null
  readonly tokens_out: number | null
  readonly tokens_cached: number | null
  readonly tokens_reasoning: number | null
  /** US dollars. */
  readonly cost: number | null
  readonly metadata: { readonly [name in N['metadata']]?: string | number | boolean } & {
    readonly [name: string]: string | number | boolean | undefined
  }
  readonly feedback: -1 | 1 | null
  readonly score: number | null
}

/** One with its bodies' sizes, in bytes, and beginnings. */
export interface WholeLog<N extends Names> extends Log<N> {
  readonly request_size: number | null
  readonly request_head: string | null
  readonly request_head_complete: boolean
  readonly response_size: number | null
  readonly response_head: string | null
  readonly response_head_complete: boolean
}

/** {@link Logs} of one gateway. */
export function logsAt(place: Place, adminToken: string | undefined) {
  const { origin, account, id: gateway } = place
  const below = `${origin}/client/v4/accounts/${account}/ai-gateway/gateways/${gateway}/logs`

  async function call(path: string, method = 'GET', body?: unknown): Promise<Response> {
    if (adminToken === undefined) {
      throw new GatewayError('Logs need an adminToken, which createClient takes: the value of one of admin.tokens.')
    }
    const headers = { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' }
    const response = await send(place, `${below}${path}`, method, headers, undefined, body)
    if (!response.ok) throw await errorOf(response, [])
    return response
  }

  async function found<Body extends object>(answer: Promise<Response>): Promise<Body> {
    const response = await answer
    return bodyOf(response, metaOf(response.headers))
  }

  const logs: Logs<Names>['logs'] = {
    async list({ filters, search, orderBy, direction, page, perPage } = {}) {
      const said = {
        filters: filters && JSON.stringify(filters),
        search,
        order_by: orderBy,
        order_by_direction: direction,
        page,
        per_page: perPage,
      }
      const query = new URLSearchParams()
      for (const [name, value] of Object.entries(said)) if (value !== undefined) query.set(name, String(value))
      const { result, result_info } = await found<{ result: Log<Names>[]; result_info: { total_count: number } }>(
        call(`?${query}`),
      )
      return { logs: result, totalCount: result_info.total_count }
    },
    get: async (id) => (await found<Result>(call(`/${encodeURIComponent(id)}`))).result,
    patch: async (id, patch) => (await found<Result>(call(`/${encodeURIComponent(id)}`, 'PATCH', patch))).result,
    body: (id, which) => call(`/${encodeURIComponent(id)}/${which}`),
  }
  return logs
}

/** The envelope of one. */
interface Result {
  readonly result: WholeLog<Names>
}
