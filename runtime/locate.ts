// A request's URL -> the gateway it is for and what follows: `/v1/{account_id}/{gateway_id}/{segment}/{path}?{query}`, or
// `/{segment}/{path}` where the host name implies the gateway. The URL is scanned, never parsed: what was sent is kept as sent.

import type { Rows } from './exchange.ts'
import { GatewayError } from './problem.ts'
import type { GatewayRecord } from './records.ts'

/** Looks a line of the routing table up. */
export type LookUp = (key: string) => unknown

/** What a URL says: which gateway it is for, and what of it. */
export interface Located {
  readonly gateway: GatewayRecord
  /** The `{account_id}` of the path; `null` where a host name implied the gateway. */
  readonly account: string | null
  /** The segment after the gateway: a provider's slug, or empty. */
  readonly segment: string
  /** What follows the segment, without a leading slash, percent-encoding as sent. */
  readonly path: string
  /** With its `?`, or empty. */
  readonly query: string
}

/** A provider of a gateway, and the row it stands on; `null`: the gateway has none of that name. */
export function providerOf({ providers }: GatewayRecord, slug: string, rows: Rows) {
  const provider = Object.hasOwn(providers, slug) ? providers[slug] : undefined
  const row = provider && rows.get(provider.row)
  return provider === undefined || row === undefined ? null : { provider, row }
}

/** The same for one that must be there; `whose` begins the message. Throws `invalidProvider`, which says which there are. */
export function providerNamed(gateway: GatewayRecord, slug: string, rows: Rows, whose = 'Gateway') {
  const found = providerOf(gateway, slug, rows)
  if (found !== null) return found
  const offered = Object.keys(gateway.providers).join(', ')
  throw new GatewayError('invalidProvider', `${whose} '${gateway.id}' has no provider '${slug}'. It has: ${offered}.`)
}

/** Finds the gateway by the path. Throws `noSuchGateway` or `notFound`. */
export function locate(lookUp: LookUp, url: string): Located {
  const { path, query } = split(url)
  const [version, account, id, rest] = segments(path, 3)
  if (version !== 'v1' || account === '' || id === '') {
    throw new GatewayError(
      'notFound',
      'Nothing is served at this path. Use /v1/{account_id}/{gateway_id}/{provider}/….',
    )
  }
  const gateway = gatewayAt(lookUp, account, id)
  const [segment, below] = segments(rest, 1)
  return { gateway, account, segment, path: below, query }
}

/** Throws `noSuchGateway`. */
export function gatewayAt(lookUp: LookUp, account: string, id: string): GatewayRecord {
  const gateway = lookUp(id) as GatewayRecord | undefined
  if (gateway !== undefined && (gateway.account === null || gateway.account === account)) return gateway
  throw new GatewayError('noSuchGateway', `There is no gateway '${id}' in account '${account}' here.`)
}

/** Finds the gateway by the host name first, then by the path. */
export function locateByHostname(lookUp: LookUp, url: string): Located {
  const { host, path, query } = split(url)
  const gateway = lookUp(`@${hostname(host)}`)
  if (typeof gateway !== 'string') return locate(lookUp, url)
  const [segment, below] = segments(path, 1)
  return { gateway: lookUp(gateway) as GatewayRecord, account: null, segment, path: below, query }
}

function split(url: string): { readonly host: string; readonly path: string; readonly query: string } {
  const hostStart = url.indexOf('://') + 3
  const pathStart = url.indexOf('/', hostStart)
  if (pathStart === -1) return { host: url.slice(hostStart), path: '', query: '' }
  const queryStart = url.indexOf('?', pathStart)
  const pathEnd = queryStart === -1 ? url.length : queryStart
  return {
    host: url.slice(hostStart, pathStart),
    path: url.slice(pathStart + 1, pathEnd),
    query: url.slice(pathEnd),
  }
}

/** The host without its port, in lower case; a trailing dot says the same name. */
function hostname(host: string): string {
  const colon = host.lastIndexOf(':')
  const name = (colon === -1 ? host : host.slice(0, colon)).toLowerCase()
  return name.endsWith('.') ? name.slice(0, -1) : name
}

function segments(path: string, count: 1): [string, string]
function segments(path: string, count: 3): [string, string, string, string]
/** The first `count` segments and, last, what follows them without its leading slash. Missing ones are empty. */
function segments(path: string, count: number): string[] {
  const found: string[] = []
  let start = 0
  while (found.length < count) {
    const slash = path.indexOf('/', start)
    const end = slash === -1 ? path.length : slash
    found.push(path.slice(start, end))
    start = Math.min(end + 1, path.length)
  }
  found.push(path.slice(start))
  return found
}
