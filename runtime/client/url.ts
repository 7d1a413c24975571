// Where any SDK finds a provider of the gateway's. Source: the wire contract, "endpoints" 1.1 A and C.

import type { Place } from './place.ts'

/** Of a gateway with paths that SDKs take for a base URL: its providers, `compat`, `dynamic/{route}`. */
export interface Urls<Below extends string> {
  /**
   * The base URL for an SDK. Where the gateway asks for a token, the SDK is to send it as `cf-aig-authorization: Bearer {token}`, or in place
   * of the provider's key.
   */
  url(below: Below): string
}

/** {@link Urls} of one gateway. */
export function urlAt({ base }: Place): Urls<string>['url'] {
  return (below) => `${base}/${below}`
}
