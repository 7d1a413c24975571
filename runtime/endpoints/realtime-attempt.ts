// An upgrade below a provider's slug -> the attempt at the provider's own WebSocket: the path, the query and the row as its sockets have
// them. It goes out as any attempt does, with the one header more that asks for the upgrade.

import { textPayload } from '../attempts/payload.ts'
import type { Attempt } from '../exchange.ts'
import { withPresentNames } from '../headers.ts'
import { withoutParameter } from '../layers/presented.ts'
import { providerOf } from '../locate.ts'
import { GatewayError } from '../problem.ts'
import type { ProviderRecord, ProviderRow } from '../records.ts'
import type { Upgrade } from '../upgrade.ts'

/**
 * Throws `notFound` where the endpoint is off, `invalidProvider` for a provider that the gateway does not have, and `invalidRequest` for
 * one that has no sockets.
 */
export function attemptOf({ located, entry, request, rows }: Upgrade): Attempt {
  const { gateway, segment } = located
  if (!gateway.endpoints.realtime) {
    const description = `Gateway '${gateway.id}' does not offer its providers' WebSockets (endpoints.realtime: off).`
    throw new GatewayError('notFound', description)
  }
  const found = providerOf(gateway, segment, rows)
  if (found === null) {
    const offered = Object.keys(gateway.providers).join(', ')
    const description = `Gateway '${gateway.id}' has no provider '${segment}'. It has: ${offered}.`
    throw new GatewayError('invalidProvider', description)
  }
  const { provider, row } = found
  if (row.builtin !== null) {
    throw new GatewayError('invalidRequest', `${segment} answers without a network, and has no WebSockets.`)
  }
  const { path, query } = placeOf(located.path, entry.query, row)
  return {
    step: 0,
    route: null,
    model: null,
    slug: segment,
    provider: providerFor(provider, row, query),
    row: row.realtime === undefined ? row : { ...row, paths: [...row.realtime.paths, ...row.paths] },
    method: 'GET',
    path,
    query,
    headers: withPresentNames(request.headers),
    spent: entry.spent,
    keyFrom: [],
    payload: textPayload(null),
    translation: null,
  }
}

/** Where a path is asked for by a query parameter, that is the path. */
function placeOf(path: string, query: string, { realtime }: ProviderRow) {
  const parameter = path === '' ? (realtime?.pathFrom ?? null) : null
  const named = parameter === null ? null : new URLSearchParams(query).get(parameter)
  if (parameter === null || !named) return { path, query }
  const segments = named.split('/').map(encodeURIComponent)
  return { path: segments.join('/').replaceAll('%40', '@'), query: withoutParameter(query, parameter) }
}

/** A session is no answer that could be kept. Whoever brings a pass gets no stored key beside it. */
function providerFor(provider: ProviderRecord, { realtime }: ProviderRow, query: string): ProviderRecord {
  const parameters = new URLSearchParams(query)
  const hasPass = realtime?.passes.some((name) => parameters.has(name))
  const headers = [...provider.headers, ['upgrade', 'websocket'] as const]
  return { ...provider, ...(hasPass ? { keys: {}, alias: 'default' } : {}), cache: null, headers }
}
