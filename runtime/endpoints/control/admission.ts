// An admin token -> the gateways of a door that it opens: those whose own list of tokens has it. What there is beyond them it does not tell.
// Compared as callers' tokens are; a door's gateways that share a list of tokens are asked once.

import type { Environment } from '../../exchange.ts'
import { tokenNamed } from '../../layers/auth.ts'
import type { LookUp } from '../../locate.ts'
import { GatewayError } from '../../problem.ts'
import type { GatewayRecord, TokenRecord } from '../../records.ts'
import type { ControlRequest } from './control-plane.ts'

/** Finds out what one request may see of the gateways in a line of the routing table. */
export type Admission = (
  key: string,
  headers: Headers,
  env: Environment,
) => Pick<ControlRequest, 'ids' | 'gateways' | 'gateway' | 'lookUp'>

/** Gateways with the same tokens and account. */
interface Group extends Pick<GatewayRecord, 'account'> {
  readonly tokens: readonly TokenRecord[]
  readonly ids: string[]
}

/** Reads the table when it is first asked. */
export function admission(lookUp: LookUp): Admission {
  const groupsByKey = new Map<string, readonly Group[]>()

  function groupsOf(key: string): readonly Group[] {
    const known = groupsByKey.get(key)
    if (known !== undefined) return known
    const groups = new Map<string, Group>()
    for (const id of idsAt(lookUp, key)) {
      const { admin, account } = lookUp(id) as GatewayRecord
      const tokens = admin ?? []
      const name = JSON.stringify([tokens, account])
      const group = groups.get(name) ?? { tokens, account, ids: [] }
      groups.set(name, group)
      group.ids.push(id)
    }
    const all = [...groups.values()]
    groupsByKey.set(key, all)
    return all
  }

  return (key, headers, env) => {
    const presented = presentedIn(headers)

    async function opens(tokens: readonly TokenRecord[]): Promise<boolean> {
      const names = await Promise.all(presented.map((value) => tokenNamed(tokens, value, env)))
      return names.some((name) => name !== null)
    }

    async function ids(account: string | null): Promise<readonly string[]> {
      const opened: Group[] = []
      if (presented.length > 0) for (const group of groupsOf(key)) if (await opens(group.tokens)) opened.push(group)
      if (opened.length === 0) throw new GatewayError('unauthorized', NOBODY)
      const own = opened.filter((group) => isOf(group, account))
      if (own.length === 0) throw new GatewayError('forbidden', `This token opens no gateway of account '${account}'.`)
      return own.flatMap((group) => group.ids).sort()
    }

    async function gateways(account: string | null): Promise<readonly GatewayRecord[]> {
      return (await ids(account)).map((id) => lookUp(id) as GatewayRecord)
    }

    async function gateway(id: string, account: string | null): Promise<GatewayRecord> {
      const record = idsAt(lookUp, key).includes(id) ? (lookUp(id) as GatewayRecord) : null
      if (record !== null && isOf(record, account) && (await opens(record.admin ?? []))) return record
      await ids(account)
      throw new GatewayError('notFound', `There is no gateway '${id}' here that this token opens.`)
    }

    return { ids, gateways, gateway, lookUp }
  }
}

const NOBODY = 'This needs an admin token, one of admin.tokens in the YAML of a gateway: Authorization: Bearer <token>.'

function idsAt(lookUp: LookUp, key: string): readonly string[] {
  return (lookUp(key) ?? []) as readonly string[]
}

function isOf(gateway: Pick<GatewayRecord, 'account'>, account: string | null): boolean {
  return account === null || gateway.account === null || gateway.account === account
}

/** As the `cloudflare` SDK sends them: its `apiToken`, and its `apiKey`. */
function presentedIn(headers: Headers): readonly string[] {
  const bearer = headers.get('authorization')?.replace(/^Bearer\s+/i, '')
  return [bearer, headers.get('x-auth-key')].filter((value) => value != null && value !== '') as string[]
}
