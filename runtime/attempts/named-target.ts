// The URL that a client names in a header of the provider's own (`x-fal-target-url`), where a row has one: https, and only on the
// vendor's hosts.

import type { Attempt } from '../exchange.ts'
import { GatewayError } from '../problem.ts'

/** `null`: none is named. Throws `invalidRequest` for one that is elsewhere. */
export function namedTarget({ row: { target }, headers }: Attempt): string | null {
  const named = target === null ? null : headers.get(target.header)
  if (target === null || named === null) return null
  const url = URL.canParse(named) ? new URL(named) : null
  const allowed =
    url !== null && url.protocol === 'https:' && url.port === '' && url.username === '' && url.password === ''
  if (allowed && target.hosts.some((pattern) => isHost(url.hostname, pattern))) return url.href
  throw new GatewayError('invalidRequest', `${target.header} takes an https URL on ${target.hosts.join(', ')}.`)
}

function isHost(host: string, pattern: string): boolean {
  return pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : host === pattern
}
