// The opening of a provider's WebSocket -> the same as a client that can send headers would have opened it: the provider by its own
// slug, keys in the provider's header. Browsers send no headers, so theirs come in the query or among the subprotocols. Sources: the
// wire contract, "endpoints" 1.6 G; each vendor's reference, in its row.

import { place } from '../attempts/credential.ts'
import type { Rows } from '../exchange.ts'
import { slotsOf } from '../headers.ts'
import { withoutParameter } from '../layers/presented.ts'
import { type Located, providerOf } from '../locate.ts'
import type { ProviderRow } from '../records.ts'
import { PROTOCOLS, protocolsIn } from './subprotocols.ts'

/**
 * Gives where it goes, and changes `headers`. Comes before the gateway's token is asked for, which may stand in a key's place. A provider
 * that the gateway does not have stays as it is.
 */
export function plainly(located: Located, headers: Headers, rows: Rows): Located {
  const segment = slugOf(located, rows)
  const row = providerOf(located.gateway, segment, rows)?.row
  if (row === undefined) return located
  const { credential } = row
  const { keys: inQuery, query } = keysInQuery(located.query, row)
  const [key] = [...inQuery, ...keysInProtocols(headers, row)]
  if (key !== undefined && !headers.has(credential.header)) place(headers, credential, key)
  return { ...located, segment, query }
}

/** A slug of the gateway's own means that one, whatever another provider is also called. */
function slugOf({ gateway, segment }: Located, rows: Rows): string {
  if (Object.hasOwn(gateway.providers, segment)) return segment
  const called = Object.entries(gateway.providers).find(([, provider]) => {
    return rows.get(provider.row)?.realtime?.aliases.includes(segment)
  })
  return called?.[0] ?? segment
}

/** Takes them out of the query. */
function keysInQuery(query: string, { realtime }: ProviderRow) {
  const sent = new URLSearchParams(query)
  const names = realtime?.keyParameters.filter((name) => sent.has(name)) ?? []
  return {
    keys: names.flatMap((name) => sent.getAll(name)).filter((key) => key !== ''),
    query: names.reduce(withoutParameter, query),
  }
}

/** The same for the subprotocols: what is left goes to the provider. */
function keysInProtocols(headers: Headers, row: ProviderRow): readonly string[] {
  const { keyProtocols = [], keyFollows = [] } = row.realtime ?? {}
  const prefixes = [...slotsOf(row), ...keyProtocols].map((name) => `${name}.`)
  const keys: string[] = []
  const left: string[] = []
  let isNext = false
  for (const protocol of protocolsIn(headers)) {
    const prefix = prefixes.find((candidate) => protocol.toLowerCase().startsWith(candidate))
    if (isNext) keys.push(protocol)
    else if (prefix !== undefined) keys.push(protocol.slice(prefix.length))
    else if (!keyFollows.includes(protocol)) left.push(protocol)
    isNext = !isNext && keyFollows.includes(protocol)
  }
  if (left.length > 0) headers.set(PROTOCOLS, left.join(', '))
  else headers.delete(PROTOCOLS)
  return keys
}
