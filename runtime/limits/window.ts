// What a limit has let through, and whether one more may be: pure, for any clock. Windows lie on the clock, whole multiples of
// their length since 1970. `fixed` counts each by itself. `sliding` adds the last one by the part of it that a window ending now
// still covers, in whole requests: an estimate of a rolling count that two numbers can hold, not a log. limits.test.ts holds both.

import type { LimitRecord } from '../records.ts'

/** The part of a limit that deciding takes. */
export type Rule = Pick<LimitRecord, 'requests' | 'windowMs' | 'technique'>

/** What one counter knows. */
export interface Count {
  /** When its window began, in epoch milliseconds. */
  readonly startMs: number
  /** Let through in the window before. */
  readonly previous: number
  /** Let through in this one. */
  used: number
  /** What storage says was used, and so what a crash leaves behind: never less than `used`, never more than the limit. */
  reserved: number
}

/** What a counter says to one request. */
export interface Decision {
  readonly allowed: boolean
  /** How many more would be let through now. */
  readonly remaining: number
  /** Until the window ends or, where this one was refused, until one is let through again. */
  readonly resetMs: number
}

/** A block is a fiftieth of the limit: so many writes to storage in a window at most, and so much lost to a crash. */
const BLOCKS = 50
const MOST_IN_BLOCK = 1000

/** The same count, or where its window is over the next one's. A clock that steps back does not bring a window back. */
export function turn(count: Count, windowMs: number, nowMs: number): Count {
  const startMs = nowMs - (nowMs % windowMs)
  if (count.startMs >= startMs) return count
  return { startMs, previous: count.startMs === startMs - windowMs ? count.used : 0, used: 0, reserved: 0 }
}

/** Counts one if it may pass. `keep` is told what storage must say before it does; where it throws nothing was counted. */
export function take(count: Count, rule: Rule, nowMs: number, keep: (reserved: number) => void): Decision {
  const decision = decide(count, rule, nowMs)
  if (!decision.allowed) return decision
  if (count.used >= count.reserved) {
    const block = Math.min(MOST_IN_BLOCK, Math.ceil(rule.requests / BLOCKS))
    const reserved = Math.min(rule.requests, count.used + block)
    keep(reserved)
    count.reserved = reserved
  }
  count.used += 1
  return decision
}

/** What of the last window still counts. */
export function carriedOf({ startMs, previous }: Count, { windowMs, technique }: Rule, nowMs: number): number {
  return technique === 'fixed' ? 0 : Math.floor((previous * leftOf(startMs, windowMs, nowMs)) / windowMs)
}

/** Whether one more may pass. */
export function decide(count: Count, rule: Rule, nowMs: number): Decision {
  const { startMs, used, previous } = count
  const { requests, windowMs, technique } = rule
  const leftMs = leftOf(startMs, windowMs, nowMs)
  const carried = carriedOf(count, rule, nowMs)
  const room = requests - used
  if (room > carried) return { allowed: true, remaining: room - carried - 1, resetMs: leftMs }
  // Either enough of the last window leaves this one, or this one ends and then enough of it leaves the next.
  const waitMs =
    technique === 'fixed'
      ? leftMs
      : room > 0
        ? leftMs - windowMs + fadingMs(previous, room, windowMs)
        : leftMs + fadingMs(used, requests, windowMs)
  return { allowed: false, remaining: 0, resetMs: waitMs }
}

function leftOf(startMs: number, windowMs: number, nowMs: number): number {
  return Math.min(windowMs, startMs + windowMs - nowMs)
}

/** How far into a window the one before counts for less than `room`. */
function fadingMs(previous: number, room: number, windowMs: number): number {
  return Math.floor((windowMs * (previous - room)) / previous) + 1
}
