// The value of every setting of an attempt. The only place that knows the order, most specific first:
// the request's header > the YAML provider's default > the YAML gateway's. The last two are merged at build time.
// A value that is present wins, also when it is 0.

import type { Attempt } from './exchange.ts'
import { GatewayError } from './problem.ts'

/** Every setting of an attempt, decided. */
export interface Settings {
  /** Limit to the first byte; `null`: none. */
  readonly timeoutMs: number | null
  /** Which stored key to use. */
  readonly alias: string
}

const MOST_MS = 3_600_000

/** Throws `invalidRequest` for a control that cannot be read. */
export function settingsOf({ headers, provider }: Pick<Attempt, 'headers' | 'provider'>): Settings {
  return {
    timeoutMs: timeout(headers.get('cf-aig-request-timeout')) ?? provider.timeoutMs,
    alias: headers.get('cf-aig-byok-alias') ?? provider.alias,
  }
}

/** Milliseconds; 0 asks for no limit, which is the platform's own. */
function timeout(value: string | null): number | null {
  if (value === null) return null
  const milliseconds = /^\d{1,7}$/.test(value) ? Number(value) : Number.NaN
  if (milliseconds <= MOST_MS) return milliseconds
  throw new GatewayError(
    'invalidRequest',
    `The header cf-aig-request-timeout takes whole milliseconds from 1 to ${MOST_MS}, or 0 for no limit.`,
  )
}
