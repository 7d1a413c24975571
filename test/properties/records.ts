// Records as the compiler writes them for a gateway that says nothing: what a property is not about.

import { streamPayload } from '../../runtime/attempts/payload.ts'
import type { Attempt } from '../../runtime/exchange.ts'
import type { GatewayRecord, ProviderRecord, ProviderRow } from '../../runtime/records.ts'

/** A provider of which the YAML says no more than this. */
export function providerRecord(stated: Partial<ProviderRecord> & { readonly row: string }): ProviderRecord {
  return {
    url: null,
    values: {},
    keys: {},
    alias: 'default',
    headers: [],
    controls: {},
    timeoutMs: null,
    idleTimeoutMs: null,
    retries: { attempts: 1, delayMs: 500, backoff: 'exponential' },
    cache: null,
    limit: null,
    binding: null,
    ...stated,
  }
}

/** A gateway of which the YAML says no more than this. */
export function gatewayRecord(stated: Partial<GatewayRecord> & { readonly id: string }): GatewayRecord {
  return {
    account: null,
    tokens: null,
    endpoints: {
      native: true,
      universal: true,
      compat: true,
      rest: true,
      websocket: true,
      realtime: true,
      management: false,
      metrics: false,
      binding: 'off',
    },
    unsupported: 'warn',
    models: [],
    providers: {},
    routes: {},
    limit: null,
    deadlineMs: null,
    observed: null,
    admin: null,
    ...stated,
  }
}

/** A GET without a body. */
export function attempt(
  slug: string,
  row: ProviderRow,
  provider: ProviderRecord,
  rest: Partial<Attempt> = {},
): Attempt {
  return {
    step: 0,
    route: null,
    model: null,
    slug,
    provider,
    row,
    method: 'GET',
    path: '',
    query: '',
    headers: new Headers(),
    spent: [],
    keyFrom: [],
    payload: streamPayload(null, null),
    translation: null,
    ...rest,
  }
}
