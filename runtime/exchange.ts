// One client request on its way through the gateway, and the attempts at answering it. Every endpoint kind turns its
// request into these shapes; everything after them knows no endpoint.

import type { GatewayRecord, ProviderRecord, ProviderRow } from './records.ts'

/** The Worker's environment: secrets by name, and the platform's bindings. */
export type Environment = { readonly [name: string]: unknown }

/** One client request, from the moment it was let in. */
export interface Exchange {
  /** UUIDv7. */
  readonly requestId: string
  /** What the client sent in `cf-aig-event-id`, else the request's id. */
  readonly eventId: string
  readonly request: Request
  readonly gateway: GatewayRecord
  /** The `{account_id}` of the path; `null` where a host name implied the gateway. */
  readonly account: string | null
  /** The name of the token that opened the gateway; `null` where authentication is off. */
  readonly caller: string | null
  readonly env: Environment
  /** Keeps work alive when the client has left. */
  readonly waitUntil: (work: Promise<unknown>) => void
}

/** One request to one provider. */
export interface Attempt {
  /** The provider's slug, as the YAML has it. */
  readonly slug: string
  readonly provider: ProviderRecord
  readonly row: ProviderRow
  readonly method: string
  /** Below the provider, without a leading slash, percent-encoding as sent. */
  readonly path: string
  /** With its `?`, or empty. */
  readonly query: string
  /** What the client said to the provider and to the gateway; the latter is taken out on the way up. */
  readonly headers: Headers
  /** Headers that held a gateway token: spent, and not to go upstream. */
  readonly spent: readonly string[]
  readonly body: ReadableStream | null
}
