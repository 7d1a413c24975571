// The provider-native endpoint: `/{provider}/{path}` as it is, one attempt. Source: the wire contract, "endpoints" 1.2.

import type { Attempt } from '../exchange.ts'
import type { Entry } from '../layers/auth.ts'
import type { Located } from '../locate.ts'
import { GatewayError } from '../problem.ts'
import type { ProviderRow } from '../records.ts'

/** Throws `notFound` where the endpoint is off and `invalidProvider` for a provider that the gateway does not have. */
export function native(
  { gateway, segment, path }: Located,
  { spent, query }: Entry,
  { method, headers, body }: Request,
  row: ProviderRow | null,
): Attempt {
  if (!gateway.endpoints.native) {
    throw new GatewayError(
      'notFound',
      `Gateway '${gateway.id}' does not offer provider-native paths (endpoints.native: off).`,
    )
  }
  const provider = gateway.providers[segment]
  if (provider === undefined || row === null) {
    const offered = Object.keys(gateway.providers).join(', ')
    throw new GatewayError(
      'invalidProvider',
      `Gateway '${gateway.id}' has no provider '${segment}'. It has: ${offered}.`,
    )
  }
  return { slug: segment, provider, row, method, path, query, headers, spent, body }
}
