// What a Portkey config and each of its targets may say of calls: how often, how long, and what is kept.

import { clamp, duration } from '../draft/values.ts'
import type { Retries } from '../imported.ts'
import { at, itemsIn, numberAt, textAt } from '../source/fields.ts'
import { approximated, carried, type Field, leftOut, type Notes } from '../source/notes.ts'

/** Portkey counts the attempts after the first. */
export function retriesIn(notes: Notes, field: Field, became: string): Retries | null {
  const retry = at(notes, field, 'retry')
  const attempts = numberAt(notes, retry, 'attempts')
  const codes = at(notes, retry, 'on_status_codes', 'onStatusCodes')
  if (codes !== null && itemsIn(codes).length > 0) {
    approximated(
      notes,
      codes,
      became,
      'What is retried is the same for all: no connection, 408, 409, 425, 429 and 5xx.',
    )
  }
  if (attempts === null || attempts[0] < 0) return null
  if (attempts[0] <= 4) carried(notes, attempts[1], became)
  else approximated(notes, attempts[1], became, 'A provider is asked five times at most.')
  return { attempts: Math.round(clamp(attempts[0] + 1, 1, 5)) }
}

/** Milliseconds, for the whole answer. */
export function timeoutIn(notes: Notes, field: Field, became: string): string | null {
  const timeout = numberAt(notes, field, 'request_timeout', 'requestTimeout')
  if (timeout === null || timeout[0] <= 0) return null
  approximated(notes, timeout[1], became, 'It is the time to the first byte of an answer, not to its last.')
  return duration(clamp(timeout[0], 1, 3_600_000))
}

const WEEK_SECONDS = 604_800

/** How many seconds an answer is kept; `null`: nothing is said. */
export function cacheTtl(notes: Notes, field: Field, became: string): number | null {
  const cache = at(notes, field, 'cache')
  if (cache === null) return null
  const mode = cache.node.kind === 'map' ? textAt(notes, cache, 'mode') : null
  const age = numberAt(notes, cache, 'max_age', 'maxAge')
  if (mode === null) {
    leftOut(notes, cache, 'It says no mode.')
    return null
  }
  if (mode[0] !== 'simple' && mode[0] !== 'semantic') {
    leftOut(notes, cache, 'This mode keeps nothing that the gateway could keep.')
    return null
  }
  if (mode[0] === 'simple') carried(notes, mode[1], became)
  else approximated(notes, mode[1], became, 'Answers are kept by the exact request, not by its meaning.')
  if (age === null || age[0] < 1) {
    approximated(notes, mode[1], became, 'The source states no age: a week, as Portkey has it.')
    return WEEK_SECONDS
  }
  if (age[0] <= 2_592_000) carried(notes, age[1], became)
  else approximated(notes, age[1], became, 'An answer is kept for 30 days at most.')
  return Math.round(clamp(age[0], 1, 2_592_000))
}
