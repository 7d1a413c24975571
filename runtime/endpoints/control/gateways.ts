// Gateways, and where each of their providers is reached: as the YAML has them. What the YAML says is changed there, not here.

import { GatewayError } from '../../problem.ts'
import type { GatewayRecord } from '../../records.ts'
import { found, listedOf } from './envelope.ts'
import { gatewayObject } from './gateway-object.ts'
import type { ForAccount, ForGateway } from './management.ts'
import { pageIn } from './parameters.ts'

/** `search` is a part of an id. */
export async function listGateways({ opened, url: { searchParams }, lookUp }: ForAccount): Promise<Response> {
  const search = searchParams.get('search')?.toLowerCase() ?? ''
  const sought = opened.filter((id) => id.toLowerCase().includes(search))
  return listedOf(sought, pageIn(searchParams), (id) => gatewayObject(lookUp(id) as GatewayRecord))
}

/** One, as its list has it. */
export async function getGateway({ gateway }: ForGateway): Promise<Response> {
  return found(gatewayObject(gateway))
}

/** A string, as the SDK has it; the Workers binding's is an object. `universal` is the base, which ends in a slash. */
export async function getUrl({ gateway, account, ids: [provider = ''], url, lookUp }: ForGateway): Promise<Response> {
  const names = ['universal', 'compat', ...Object.keys(gateway.providers)]
  if (!names.includes(provider)) {
    throw new GatewayError(
      'notFound',
      `Gateway '${gateway.id}' has no provider '${provider}'. It has: ${names.join(', ')}.`,
    )
  }
  const host = lookUp(`@${url.hostname.replace(/\.$/, '')}`)
  if (host !== undefined && host !== gateway.id) {
    const description = `Host ${url.hostname} is gateway '${host}' and no other. Ask for this URL at a host that is no gateway's.`
    throw new GatewayError('invalidRequest', description)
  }
  const base = `${url.origin}/${host === undefined ? `v1/${encodeURIComponent(account)}/${gateway.id}/` : ''}`
  return found(provider === 'universal' ? base : base + provider)
}

/** For what the YAML says: it is not written from here. */
export async function inYaml({ gateway, collection }: ForGateway): Promise<Response> {
  const { [collection]: key } = KEYS
  const where = key === undefined ? '' : ` under '${key}'`
  throw new GatewayError(
    'notAllowed',
    `Gateway '${gateway.id}' is what its YAML says: edit ${fileOf(gateway)}${where}, and build again.`,
  )
}

/** Where in the YAML a collection is. */
const KEYS: { readonly [collection: string]: string } = { provider_configs: 'providers', routes: 'routes' }

/** For a gateway that is not there yet: which file would make it. */
export async function newGateway({ request, opened, lookUp }: ForAccount): Promise<Response> {
  const said = (await request.json().catch(() => null)) as { readonly id?: unknown } | null
  const id = typeof said?.id === 'string' && /^[\w-]{1,64}$/.test(said.id) ? said.id : '{id}'
  const [first] = opened
  const folder = first === undefined ? '' : fileOf(lookUp(first) as GatewayRecord).replace(/[^/]*$/, '')
  throw new GatewayError('notAllowed', `A gateway is a file of YAML: write ${folder}${id}.yaml, and build again.`)
}

/** For what several gateways may say. */
export async function inSomeYaml({ opened, lookUp }: ForAccount): Promise<Response> {
  const files = opened
    .slice(0, 10)
    .map((id) => fileOf(lookUp(id) as GatewayRecord))
    .join(', ')
  throw new GatewayError(
    'notAllowed',
    `Providers are what the YAML says: edit 'providers' in one of ${files}, and build again.`,
  )
}

function fileOf({ id, managed }: GatewayRecord): string {
  return managed?.file ?? `${id}.yaml`
}
