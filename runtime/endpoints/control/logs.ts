// A gateway's log: its rows, what people say of them later, and the bodies that were kept.

import type { Extremes } from '../../logs/query.ts'
import { GatewayError } from '../../problem.ts'
import { analyticsAnswer } from './analytics.ts'
import { found, listed, told } from './envelope.ts'
import { logObject } from './log-object.ts'
import { deletionOf, logQueryOf } from './log-query.ts'
import type { ForGateway } from './management.ts'
import { logStoreOf } from './stores.ts'

/** Newest first, unless it is asked for otherwise. With `meta_info` its `result_info` has the extremes of what was found. */
export async function listLogs(asked: ForGateway): Promise<Response> {
  const query = logQueryOf(asked.url.searchParams)
  const { rows, totalCount, extremes } = await logStoreOf(asked).list(query)
  const more = extremes === null ? {} : extremesObject(extremes)
  return listed(rows.map(logObject), { ...query, totalCount }, more)
}

/** Takes filters, not a search: what is gone is gone. */
export async function deleteLogs(asked: ForGateway): Promise<Response> {
  const count = await logStoreOf(asked).remove(deletionOf(asked.url.searchParams))
  return told({ result: null, result_info: { count } })
}

/** The body as it was sent to the provider. */
export function getRequest(asked: ForGateway): Promise<Response> {
  return body(asked, 'request')
}

/** The body as the provider sent it. */
export function getResponse(asked: ForGateway): Promise<Response> {
  return body(asked, 'response')
}

/** What the rows come to over time. */
export async function getAnalytics(asked: ForGateway): Promise<Response> {
  return found(await analyticsAnswer(logStoreOf(asked), asked.url.searchParams))
}

/** The bytes. The beginning of a JSON text is none: SDKs would not read it as one. */
async function body(asked: ForGateway, which: 'request' | 'response'): Promise<Response> {
  const kept = await logStoreOf(asked).body(idIn(asked), which)
  if (kept === null) {
    throw new GatewayError(
      'notFound',
      `There is no ${which} body of a log '${idIn(asked)}' in gateway '${asked.gateway.id}'.`,
    )
  }
  const { bytes, isWhole } = kept
  const type = kept.contentType ?? 'application/octet-stream'
  const headers = {
    'content-type': isWhole || !/json/i.test(type) ? type : 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  }
  return new Response(bytes, { headers: isWhole ? headers : { ...headers, 'cf-aig-dropped': 'rest' } })
}

function idIn({ ids: [id = ''] }: ForGateway): string {
  return id
}

/** {@link Extremes} as RPC gives them. */
type Told = { readonly [name in keyof Extremes]: readonly (number | null)[] }

/** `min_cost`, `max_cost`, … as the wire names them; `null` where no row says. */
function extremesObject({ cost, duration, tokensIn, tokensOut, totalTokens }: Told): object {
  const named = { cost, duration, tokens_in: tokensIn, tokens_out: tokensOut, total_tokens: totalTokens }
  return Object.fromEntries(
    Object.entries(named).flatMap(([name, [least, most]]) => [
      [`min_${name}`, least],
      [`max_${name}`, most],
    ]),
  )
}
