// Windows of a limit against a naive model that remembers every request: for any times, both techniques decide as the model does;
// a crash at any moment never lets more through, and costs a block at most; a refusal says to the millisecond when to return.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Count, type Decision, type Rule, take, turn } from '../../runtime/limits/window.ts'

const EMPTY: Count = { startMs: 0, previous: 0, used: 0, reserved: 0 }
const NOON_MS = Date.UTC(2026, 10, 21, 12)

const rules = fc.record({
  requests: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 50, max: 400 })),
  windowMs: fc.constantFrom(1000, 7000, 60_000, 86_400_000),
})
/** A part of a window in thousandths: doubles would nearly all be close to nothing. */
const part = (least: number, most: number) =>
  fc.integer({ min: least * 1000, max: most * 1000 }).map((thousandths) => thousandths / 1000)
/** Steps between requests: bunches, even spacing, and pauses longer than a window. */
const steps = fc.array(fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, part(0, 0.3), part(0, 2.5)), {
  minLength: 1,
  maxLength: 200,
})
const techniques = ['fixed', 'sliding'] as const

describe.each(techniques)('%s', (technique) => {
  it('decides as a model that remembers every request', () => {
    fc.assert(
      fc.property(rules, steps, ({ requests, windowMs }, parts) => {
        const rule: Rule = { requests, windowMs, technique }
        const limiter = limiterOf(rule)
        const passed: number[] = []
        for (const nowMs of timesOf(parts, windowMs)) {
          const room = roomIn(passed, rule, nowMs)
          const { allowed, remaining } = limiter.ask(nowMs)
          expect({ allowed, remaining }).toEqual({ allowed: room > 0, remaining: Math.max(0, room - 1) })
          if (allowed) passed.push(nowMs)
        }
      }),
    )
  })

  it('lets exactly as many through at one moment as the limit says', () => {
    fc.assert(
      fc.property(rules, fc.integer({ min: 0, max: 60 }), ({ requests, windowMs }, more) => {
        const limiter = limiterOf({ requests, windowMs, technique })
        const asked = Array.from({ length: requests + more }, () => limiter.ask(NOON_MS))
        expect(asked.filter(({ allowed }) => allowed)).toHaveLength(requests)
      }),
    )
  })

  it('says to the millisecond when a refused one may return', () => {
    fc.assert(
      fc.property(rules, steps, ({ requests, windowMs }, parts) => {
        const limiter = limiterOf({ requests, windowMs, technique })
        for (const nowMs of timesOf(parts, windowMs)) {
          const { allowed, resetMs } = limiter.ask(nowMs)
          if (allowed) continue
          expect(resetMs).toBeGreaterThanOrEqual(1)
          expect(limiter.fork().ask(nowMs + resetMs - 1).allowed).toBe(false)
          expect(limiter.fork().ask(nowMs + resetMs).allowed).toBe(true)
        }
      }),
    )
  })

  it('never lets more through for a crash, and loses a block to it at most', () => {
    const moves = fc.array(fc.tuple(part(0, 0.1), fc.boolean()), { maxLength: 300 })
    fc.assert(
      fc.property(rules, moves, ({ requests, windowMs }, steps) => {
        const limiter = limiterOf({ requests, windowMs, technique })
        const block = Math.ceil(requests / 50)
        const passed = new Map<number, number>()
        const crashes = new Map<number, number>()
        let nowMs = NOON_MS
        for (const [part, crash] of steps) {
          nowMs += Math.floor(part * windowMs)
          const window = Math.floor(nowMs / windowMs)
          if (crash) {
            limiter.crash()
            add(crashes, window)
          } else if (limiter.ask(nowMs).allowed) {
            add(passed, window)
            expect(passed.get(window)).toBeLessThanOrEqual(requests)
          } else {
            // What the last window lost still counts in a sliding one.
            const counted = (passed.get(window) ?? 0) + (technique === 'fixed' ? 0 : (passed.get(window - 1) ?? 0))
            const crashed = (crashes.get(window) ?? 0) + (technique === 'fixed' ? 0 : (crashes.get(window - 1) ?? 0))
            expect(counted + crashed * block).toBeGreaterThanOrEqual(requests)
          }
        }
      }),
    )
  })

  it('brings no window back when the clock steps back', () => {
    const jumps = fc.array(part(-1.5, 1.5), { maxLength: 200 })
    fc.assert(
      fc.property(rules, jumps, ({ requests, windowMs }, parts) => {
        const limiter = limiterOf({ requests, windowMs, technique })
        const passed = new Map<number, number>()
        let latest = 0
        let nowMs = NOON_MS
        for (const part of parts) {
          nowMs += Math.floor(part * windowMs)
          latest = Math.max(latest, Math.floor(nowMs / windowMs))
          if (limiter.ask(nowMs).allowed) add(passed, latest)
          expect(passed.get(latest) ?? 0).toBeLessThanOrEqual(requests)
        }
      }),
    )
  })
})

it.each([
  [10, 1],
  [51, 2],
  [50_000, 1000],
  [1_000_000_000, 1000],
])('of a limit of %i reserves %i at once', (requests, block) => {
  const count = turn(EMPTY, 1000, NOON_MS)
  const kept: number[] = []
  for (let index = 0; index <= block; index++)
    take(count, { requests, windowMs: 1000, technique: 'fixed' }, NOON_MS, (reserved) => kept.push(reserved))
  expect(kept).toEqual([block, 2 * block])
})

it('counts nothing where storage refuses', () => {
  const rule: Rule = { requests: 3, windowMs: 1000, technique: 'fixed' }
  const count = turn(EMPTY, rule.windowMs, NOON_MS)
  const full = () => {
    throw new Error('disk full')
  }
  expect(() => take(count, rule, NOON_MS, full)).toThrow('disk full')
  expect(count).toMatchObject({ used: 0, reserved: 0 })
})

/** How many more the model would let through: it counts what passed in this window and the last, in whole numbers. */
function roomIn(passed: readonly number[], { requests, windowMs, technique }: Rule, nowMs: number): number {
  const window = Math.floor(nowMs / windowMs)
  const within = (index: number) => passed.filter((timeMs) => Math.floor(timeMs / windowMs) === index).length
  const leftMs = (window + 1) * windowMs - nowMs
  const carried = technique === 'fixed' ? 0n : (BigInt(within(window - 1)) * BigInt(leftMs)) / BigInt(windowMs)
  return requests - within(window) - Number(carried)
}

function timesOf(parts: readonly number[], windowMs: number): readonly number[] {
  let nowMs = NOON_MS
  return parts.map((part) => (nowMs += Math.floor(part * windowMs)))
}

function add(counts: Map<number, number>, key: number): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

interface Limiting {
  ask(nowMs: number): Decision
  /** Memory is lost; what was kept is there. */
  crash(): void
  fork(): Limiting
}

function limiterOf(rule: Rule, from: Count = EMPTY): Limiting {
  let count = { ...from }
  let kept = { ...from }
  return {
    ask(nowMs) {
      count = turn(count, rule.windowMs, nowMs)
      const decision = take(count, rule, nowMs, (reserved) => {
        kept = { ...count, used: reserved, reserved }
      })
      expect(count.used).toBeLessThanOrEqual(count.reserved)
      expect(count.reserved).toBeLessThanOrEqual(rule.requests)
      return decision
    },
    crash() {
      count = { ...kept }
    },
    fork: () => limiterOf(rule, count),
  }
}
