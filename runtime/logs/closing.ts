// A row that was begun, and how its attempt ended -> the row, with what it cost.

import type { Attempt, Exchange } from '../exchange.ts'
import type { Observing } from './observing.ts'
import type { Opening, OpeningFields } from './opening.ts'
import type { LogRow } from './row.ts'
import { triesOf } from './tries.ts'

/** How an attempt ended. What is left out: nothing was answered. */
export type Closing = Pick<LogRow, 'isServed' | 'isStoredKey' | 'status'> &
  Partial<Omit<LogRow, keyof OpeningFields | 'cost' | 'isCustomCost'> & Pick<LogRow, 'model' | 'requestSize'>>

const UNANSWERED = {
  responseContentType: null,
  isSuccess: false,
  cacheStatus: null,
  timeToFirstByteMs: null,
  usage: null,
  responseSize: null,
  isComplete: false,
  error: null,
  session: null,
  response: null,
} as const

/** What came from the cache costs nothing. A failure that used nothing has no cost. */
export function rowAtEnd(
  { fields, controls }: Opening,
  closing: Closing,
  attempt: Attempt,
  { gateway }: Exchange,
  charge: Observing['charge'],
): LogRow {
  const model = fields.model ?? closing.model ?? null
  const retries = Math.max(0, triesOf(attempt) - 1)
  const durationMs = Date.now() - fields.createdAtMs
  const known = { ...UNANSWERED, durationMs, retries, ...fields, ...closing, model }
  const { cacheStatus, isSuccess, usage, createdAtMs: atMs } = known
  if (cacheStatus === 'HIT' || cacheStatus === 'STALE') return { ...known, cost: 0, isCustomCost: false }
  if (!isSuccess && usage === null) return { ...known, cost: null, isCustomCost: false }
  const { customCost } = controls
  const stated = gateway.observed?.prices ?? []
  const charged = { row: attempt.provider.row, slug: attempt.slug, usage, atMs, stated, customCost }
  const asked = charge({ ...charged, model })
  // A name of the caller's own, such as a deployment's, has no price; the model behind it may have one.
  const { cost, isCustom } = asked.cost === null && closing.model ? charge({ ...charged, model: closing.model }) : asked
  return { ...known, cost, isCustomCost: isCustom }
}
