// Asks a provider again when it fails in a way that may pass: network errors, 408, 409, 425, 429 and 5xx, up to the attempts that
// the settings allow, with a growing and slightly random delay. `retry-after` is honoured when the request has that long.

import { isRetryable } from '../attempts/outcome.ts'
import type { Call, Exchange, Outcome } from '../exchange.ts'
import type { Retries } from '../settings.ts'

/** Longer than this a provider's `retry-after` is not waited out here: the client is told. */
const MOST_WAIT_MS = 60_000

/** The {@link Layer} next to the provider. */
export async function retry(call: Call, exchange: Exchange, next: () => Promise<Outcome>): Promise<Outcome> {
  const { retries } = call.settings
  if (retries.attempts === 1) return next()
  if ((await call.attempt.payload.hold()) === null) return unrepeatable(await next())
  for (let made = 1; ; made++) {
    const outcome = await next()
    if (outcome.verdict !== 'try on' || made === retries.attempts || !isRetryable(outcome.response.status))
      return outcome
    const waitMs = waitBefore(outcome.response, retries, made)
    if (waitMs > MOST_WAIT_MS || (exchange.endsAtMs !== null && Date.now() + waitMs >= exchange.endsAtMs))
      return outcome
    await outcome.response.body?.cancel().catch(() => {})
    await scheduler.wait(waitMs)
  }
}

/** A body over 25 MB is sent once: the answer names what was not done. */
function unrepeatable(outcome: Outcome): Outcome {
  const { verdict, response } = outcome
  if (verdict === 'take') return outcome
  const marked = new Response(response.body, response)
  marked.headers.append('cf-aig-dropped', 'retries')
  return { ...outcome, response: marked }
}

/** What the provider asks for, or the next delay of the sequence, of which up to a fifth is chance: clients that failed together do not return together. */
function waitBefore({ headers }: Response, { delayMs, backoff }: Retries, made: number): number {
  const asked = retryAfterMs(headers.get('retry-after'))
  const factor = backoff === 'constant' ? 1 : backoff === 'linear' ? made : 2 ** (made - 1)
  const delay = Math.min(delayMs * factor, MOST_WAIT_MS)
  return Math.max(asked ?? 0, delay * (1 - Math.random() / 5))
}

/** The value of `retry-after`: seconds or a date, as RFC 9110 10.2.3 has it. `null`: neither. */
export function retryAfterMs(value: string | null): number | null {
  if (value === null) return null
  const ms = /^\d+(\.\d+)?$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now()
  return Number.isNaN(ms) ? null : Math.max(0, ms)
}
