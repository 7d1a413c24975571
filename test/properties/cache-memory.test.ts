// The tier in memory against a list: what it gives is what was put there last, it never holds more than it may, and what was used
// least recently is what goes.

import fc from 'fast-check'
import { afterEach, expect, it, vi } from 'vitest'
import { openMemory } from '../../runtime/cache/memory.ts'
import type { Answer } from '../../runtime/cache/store.ts'

const KIB = 1024
/** What an answer weighs besides its body. */
const OVERHEAD = 2 * KIB
const MOST = 40 * KIB

const key = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f')
const step = fc.oneof(
  fc.record({
    kind: fc.constant('set' as const),
    key,
    sizeBytes: fc.integer({ min: 0, max: 30 * KIB }),
    forMs: fc.integer({ min: 1, max: 50 }),
  }),
  fc.record({ kind: fc.constant('get' as const), key }),
  fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 30 }) }),
)

afterEach(() => vi.useRealTimers())

it('is a bounded list, the least recently used at its head', () => {
  vi.useFakeTimers({ now: 0 })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const memory = openMemory(MOST)
      let list: (readonly [key: string, answer: Answer])[] = []
      for (const step of steps) {
        if (step.kind === 'wait') vi.advanceTimersByTime(step.ms)
        if (step.kind === 'set') {
          const answer = answerOf(step.sizeBytes, step.forMs)
          memory.set(step.key, answer)
          list = [...list.filter(([key]) => key !== step.key), [step.key, answer]]
          while (weight(list) > MOST) list.shift()
        }
        if (step.kind === 'get') {
          const found = list.find(([key]) => key === step.key)
          const isThere = found !== undefined && found[1].keptUntilMs > Date.now()
          expect(memory.get(step.key)).toBe(isThere ? found[1] : null)
          list = list.filter((it) => it !== found)
          if (isThere) list.push(found)
        }
      }
    }),
  )
})

it('leaves large answers to the store, also where a small one was', () => {
  const memory = openMemory()
  memory.set('a', answerOf(10, 1e6))
  memory.set('a', answerOf(KIB * KIB + 1, 1e6))
  expect(memory.get('a')).toBeNull()
})

function weight(list: readonly (readonly [string, Answer])[]): number {
  return list.reduce((sum, [, { body }]) => sum + body.byteLength + OVERHEAD, 0)
}

function answerOf(sizeBytes: number, forMs: number): Answer {
  const now = Date.now()
  const times = { storedAtMs: now, freshUntilMs: now + forMs, keptUntilMs: now + forMs }
  return { status: 200, headers: [], body: new ArrayBuffer(sizeBytes), ...times }
}
