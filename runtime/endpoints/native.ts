// The provider-native endpoint: `/{provider}/{path}` as it is, one attempt. Source: the wire contract, "endpoints" 1.2.

import { streamPayload } from '../attempts/payload.ts'
import type { Course, Entry, Rows } from '../exchange.ts'
import { withPresentNames } from '../headers.ts'
import { type Located, providerNamed } from '../locate.ts'
import { GatewayError } from '../problem.ts'

/** Throws `notFound` where the endpoint is off and `invalidProvider` for a provider that the gateway does not have. */
export async function native(
  { gateway, segment, path }: Located,
  { spent, query }: Entry,
  { method, headers, body }: Request,
  rows: Rows,
): Promise<Course> {
  if (!gateway.endpoints.native) {
    throw new GatewayError(
      'notFound',
      `Gateway '${gateway.id}' does not offer provider-native paths (endpoints.native: off).`,
    )
  }
  const found = providerNamed(gateway, segment, rows)
  const attempt = {
    step: 0,
    route: null,
    model: null,
    slug: segment,
    ...found,
    method,
    path,
    query,
    headers: withPresentNames(headers),
    spent,
    keyFrom: [],
    payload: streamPayload(body, headers.get('content-length')),
    translation: null,
  }
  return { attempts: [attempt], deadlineMs: null }
}
