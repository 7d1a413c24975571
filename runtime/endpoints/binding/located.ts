// Which gateway a call of the binding is for, and whether it takes such calls.

import type { Located, LookUp } from '../../locate.ts'
import { GatewayError } from '../../problem.ts'
import type { GatewayRecord } from '../../records.ts'
import type { BindingCall } from './binding.ts'

/** What a gateway's id may be: other lines of the routing table are none. */
const ID = /^[\w-]{1,64}$/
/** The gateway that is meant where none is named. Source: the wire contract, "endpoints" 1.1. */
const DEFAULT = 'default'
/** The line of the routing table with the ids of those that offer the binding. */
const LINE = '*binding'

/** What a surface locates by; `null`: the call names no gateway. `path` is what follows the gateway in it. */
export function at(id: string | null, { isBound }: Pick<BindingCall, 'isBound'>, segment = '', query = '') {
  return (lookUp: LookUp): Located => {
    const gateway = gatewayOf(lookUp, id ?? unnamed(lookUp), isBound)
    return { gateway, account: gateway.account, segment, path: '', query }
  }
}

/** The ids of the gateways that bound Workers reach, sorted. */
export function offered(lookUp: LookUp): readonly string[] {
  return lookUp(LINE) as readonly string[]
}

/** Throws `noSuchGateway`, `notFound` where it does not offer the binding, and `unauthorized` where it has no tokens to ask for. */
function gatewayOf(lookUp: LookUp, id: string, isBound: boolean): GatewayRecord {
  const gateway = ID.test(id) ? (lookUp(id) as GatewayRecord | undefined) : undefined
  if (gateway === undefined) {
    const all = isBound ? ` There are: ${few(offered(lookUp))}.` : ''
    throw new GatewayError('noSuchGateway', `There is no gateway '${id}' here.${all}`)
  }
  const { binding } = gateway.endpoints
  if (binding === 'off' || (binding === 'bound' && !isBound)) {
    const who = isBound
      ? 'bound Workers (endpoints.binding: off)'
      : 'this address (endpoints.binding: on would open it)'
    throw new GatewayError('notFound', `Gateway '${id}' does not answer ${who}.`)
  }
  if (isBound || gateway.tokens !== null) return gateway
  throw new GatewayError('unauthorized', `Gateway '${id}' has no tokens, and asks for one here.`)
}

/** `default`, else the only one there is. Throws `noSuchGateway`. */
function unnamed(lookUp: LookUp): string {
  const ids = offered(lookUp)
  const [only] = ids
  if (ids.includes(DEFAULT)) return DEFAULT
  if (only !== undefined && ids.length === 1) return only
  throw new GatewayError(
    'noSuchGateway',
    "There is no gateway 'default' here. Say which one is meant: { gateway: { id: '…' } }.",
  )
}

/** Bound Workers may know of all; a list of thousands would help nobody. */
function few(ids: readonly string[]): string {
  return ids.length > 5 ? `${ids.slice(0, 5).join(', ')} and ${ids.length - 5} more` : ids.join(', ')
}
