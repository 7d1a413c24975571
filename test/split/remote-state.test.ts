// Calls of a state that is somewhere else: which process is asked, for how long, how often, and when it is not worth asking at all.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Manner } from '../../runtime/split/manner.ts'
import { nodeOrder } from '../../runtime/split/node-order.ts'
import { patience } from '../../runtime/split/patience.ts'
import { remoteState, type StateNode } from '../../runtime/split/remote-state.ts'

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('scheduler', { wait: (ms: number) => new Promise((resolve) => setTimeout(resolve, ms)) })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const gone = () => Promise.reject(Object.assign(new Error('Network connection lost.'), { retryable: true }))
const refuses = () => Promise.reject(new Error('storage is full'))
const hangs = () => new Promise<never>(() => {})
const answers = () => Promise.resolve('answer')

/** Three processes that do as told, and a note of who was asked. */
function three(...does: readonly (() => Promise<unknown>)[]) {
  const first = nodeOrder(3).order('LIMITER/x')[0] ?? 0
  const asked: number[] = []
  const nodes: StateNode[] = [0, 1, 2].map((index) => ({
    call: () => {
      const turn = (index - first + 3) % 3
      asked.push(turn)
      return (does[turn] ?? answers)()
    },
  }))
  const state = remoteState(nodes)
  const call = (manner: Manner, given: readonly unknown[] = []) =>
    state({ binding: 'LIMITER', object: 'x', method: 'take', given, manner })
  return { asked, call }
}

/** What a call comes to, and after how long. */
async function outcome(made: Promise<unknown>): Promise<readonly [what: unknown, afterMs: number]> {
  const beganAtMs = Date.now()
  const settled = made.then(
    (answer) => [answer, Date.now() - beganAtMs] as const,
    (thrown: Error) => [thrown.message, Date.now() - beganAtMs] as const,
  )
  await vi.advanceTimersByTimeAsync(120_000)
  return settled
}

describe('a call', () => {
  it('goes to the process that has the object', async () => {
    const { asked, call } = three()
    expect(await outcome(call('soon'))).toEqual(['answer', 0])
    expect(asked).toEqual([0])
  })

  it('goes on to the next one that is there, and later ones begin there', async () => {
    const { asked, call } = three(gone)
    const made = call('soon')
    await vi.advanceTimersByTimeAsync(0)
    expect(await made).toBe('answer')
    expect(await call('soon')).toBe('answer')
    expect(asked).toEqual([0, 1, 1])
    await vi.advanceTimersByTimeAsync(2000)
    await call('soon')
    expect(asked).toEqual([0, 1, 1, 0, 1])
  })

  it('is not made again where it must not be done twice', async () => {
    const { asked, call } = three(gone)
    const made = call('once')
    await expect(made).rejects.toThrow('Network connection lost.')
    expect(asked).toEqual([0])
    // Somebody who asks again is heard elsewhere.
    expect(await call('once')).toBe('answer')
  })

  it('that the object itself refuses is refused', async () => {
    const { asked, call } = three(refuses)
    expect(await outcome(call('kept'))).toEqual(['storage is full', 0])
    expect(asked).toEqual([0])
  })

  it('says so when nobody is there', async () => {
    const { asked, call } = three(gone, gone, gone)
    expect(await outcome(call('soon'))).toEqual(['Network connection lost.', 0])
    expect(asked).toEqual([0, 1, 2])
  })

  it.each([
    ['soon', [], 900],
    ['waits', ['key', 5000], 5900],
    ['asked', [], 10_000],
    ['once', [], 10_000],
    ['kept', [], 4500],
  ] as const)('made as %s ends in time', async (manner, given, mostMs) => {
    const { asked, call } = three(hangs)
    expect(await outcome(call(manner, given))).toEqual([`the state did not answer within ${mostMs} ms`, mostMs])
    // It may still be done there.
    expect(asked).toEqual([0])
  })

  it('that is kept is made until somebody is there', async () => {
    let isThere = false
    const { call } = three(...[0, 1, 2].map(() => () => (isThere ? answers() : gone())))
    setTimeout(() => {
      isThere = true
    }, 3100)
    expect(await outcome(call('kept'))).toEqual(['answer', 3250])
  })

  it('that is kept is given back before its deadline', async () => {
    const { call } = three(gone, gone, gone)
    const [what, afterMs] = await outcome(call('kept'))
    expect(what).toBe('Network connection lost.')
    expect(afterMs).toBeGreaterThan(4000)
    expect(afterMs).toBeLessThanOrEqual(4500)
  })
})

it('requests go on at once after three late answers, but for one a second', async () => {
  const { asked, call } = three(hangs, hangs, hangs)
  for (let index = 0; index < 3; index++) {
    const [made] = await Promise.allSettled([call('soon'), vi.advanceTimersByTimeAsync(900)])
    expect(made.status).toBe('rejected')
  }
  expect(asked).toHaveLength(3)
  await expect(call('soon')).rejects.toThrow('late several times in a row')
  expect(asked).toHaveLength(3)
  await vi.advanceTimersByTimeAsync(1000)
  const [probe, other] = [call('soon'), call('soon')]
  await expect(other).rejects.toThrow('late several times in a row')
  const [probed] = await Promise.allSettled([probe, vi.advanceTimersByTimeAsync(900)])
  expect(probed.status === 'rejected' && String(probed.reason)).toContain('did not answer within 900 ms')
  expect(asked).toHaveLength(4)
})

it('one answer in time is enough to be waited for again', () => {
  const lately = patience()
  for (let index = 0; index < 5; index++) lately.late()
  expect(lately.mayWait()).toBe(false)
  lately.answered()
  expect([lately.mayWait(), lately.mayWait(), lately.mayWait()]).toEqual([true, true, true])
})

it('objects are spread over the processes, by their names alone', () => {
  const counts = [0, 0, 0]
  for (let index = 0; index < 300; index++) {
    const name = `CACHE_STORE/${index}`
    const order = nodeOrder(3).order(name)
    expect(order.toSorted()).toEqual([0, 1, 2])
    expect(nodeOrder(3).order(name)).toEqual(order)
    counts[order[0] ?? 0] = (counts[order[0] ?? 0] ?? 0) + 1
  }
  expect(Math.min(...counts)).toBeGreaterThan(60)
})
