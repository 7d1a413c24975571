// From a row to the store: together, once, and not at the request's cost; and what becomes of rows when the store fails.

import { scheduler } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type SinkWorker, startSink } from './sink-worker.ts'

let sink: SinkWorker
beforeEach(async () => {
  sink = await startSink()
})
afterEach(() => sink.worker.stop())

const MIB = 1024 * 1024

describe('rows', () => {
  it('of one moment go in one call, each gateway its own', async () => {
    const requests = Array.from({ length: 60 }, (_, at) =>
      sink.take({ gateway: at % 2 === 0 ? 'even' : 'odd', rows: 3 }),
    )
    const ids = (await Promise.all(requests)).map((taken) => taken)
    await scheduler.wait(200)
    const [even, odd] = [await sink.found('even'), await sink.found('odd')]
    expect([...even.ids].sort()).toEqual(
      ids
        .filter((_, at) => at % 2 === 0)
        .flat()
        .sort(),
    )
    expect([...odd.ids].sort()).toEqual(
      ids
        .filter((_, at) => at % 2 === 1)
        .flat()
        .sort(),
    )
    expect(even.calls).toBeLessThan(15)
  })

  it('are safe when a gateway that is strict goes on', async () => {
    for (let time = 0; time < 5; time++) {
      const ids = await sink.take({ strict: true, rows: 2 })
      expect((await sink.found()).ids).toEqual(expect.arrayContaining([...ids]))
    }
  })

  it('hold nobody up otherwise', async () => {
    await sink.fault({ calls: 1, how: 'never' })
    await sink.take()
    const before = Date.now()
    for (let time = 0; time < 10; time++) await sink.take()
    expect(Date.now() - before).toBeLessThan(500)
  })

  it('with large bodies go in several calls', async () => {
    const ids = await sink.take({ strict: true, rows: 4, bodyBytes: 10 * MIB })
    expect(await sink.found()).toEqual({ ids, bodies: 4, counted: 4, calls: 2 })
  })
})

describe('a store that fails', () => {
  it.each(['before', 'after'] as const)('%s it has taken the rows gets them again, and has them once', async (how) => {
    await sink.fault({ calls: 3, how })
    const ids = await sink.take({ strict: true, rows: 5, bodyBytes: 1000 })
    expect(await sink.found()).toEqual({ ids, bodies: 5, counted: 5, calls: 4 })
    expect(sink.worker.stderr()).not.toContain('gatewright')
  })

  it('holds back no other gateway', async () => {
    await sink.fault({ calls: 5, how: 'before' }, 'broken')
    await sink.take({ gateway: 'broken' })
    const before = Date.now()
    await sink.take({ strict: true })
    expect(Date.now() - before).toBeLessThan(1000)
  })

  it('for good loses the rows, which is told, and lets the request go on', async () => {
    await sink.fault({ calls: 5, how: 'before' })
    await sink.take({ strict: true, rows: 3 })
    expect(sink.worker.stderr()).toMatch(/3 rows of gateway "demo" are not in its log: .*out of order/)
    const ids = await sink.take({ strict: true })
    expect((await sink.found()).ids).toEqual(ids)
  })

  it('for long costs the oldest bodies, no rows', async () => {
    await sink.fault({ calls: 3, how: 'before' })
    const ids = await sink.take({ rows: 8, bodyBytes: 9 * MIB })
    await sink.take({ strict: true })
    await expect.poll(async () => (await sink.found()).ids.length, { timeout: 10_000 }).toBe(9)
    const { ids: found, bodies } = await sink.found()
    expect(found).toEqual(expect.arrayContaining([...ids]))
    expect(bodies).toBeGreaterThan(1)
    expect(bodies).toBeLessThan(6)
    expect(sink.worker.stderr()).toContain('bodies of gateway "demo" are not in its log')
  })

  it('for long costs the oldest rows when there are too many', async () => {
    await sink.fault({ calls: 2, how: 'before' })
    const ids = (await Promise.all(Array.from({ length: 3 }, () => sink.take({ rows: 20_000, endsAfterMs: 0 })))).flat()
    await expect.poll(async () => (await sink.found()).ids.length, { timeout: 20_000 }).toBeGreaterThan(0)
    await scheduler.wait(500)
    const lost = ids.length - (await sink.found()).ids.length
    expect(lost).toBeGreaterThan(0)
    const told = [...sink.worker.stderr().matchAll(/(\d+) rows of gateway "demo" are not in its log: too many/g)]
    expect(told.reduce((sum, [, rows]) => sum + Number(rows), 0)).toBe(lost)
  })
})

describe('a flush whose request died', () => {
  it('before its call is made up for by the next row', async () => {
    const [first] = await sink.take({ dies: true })
    await scheduler.wait(1200)
    expect((await sink.found()).ids).toEqual([])
    // Not the last one under way: that one would see to all rows at once.
    const later = sink.take({ endsAfterMs: 1500 })
    const [second] = await sink.take({ endsAfterMs: 5 })
    await scheduler.wait(500)
    expect((await sink.found()).ids).toEqual([first, second])
    await later
  })

  it('in its call is made up for once that has had its time', async () => {
    await sink.fault({ calls: 1, how: 'never' })
    const [first] = await sink.take({ dies: true, endsAfterMs: 0 })
    const [second] = await sink.take({ strict: true })
    expect((await sink.found()).ids).toEqual([second])
    await scheduler.wait(10_200)
    const [third] = await sink.take({ strict: true })
    expect((await sink.found()).ids).toEqual([first, second, third])
  })
})

it('a call that hangs is made again, and who is strict waits for it', async () => {
  await sink.fault({ calls: 1, how: 'never' })
  const ids = await sink.take({ strict: true })
  expect((await sink.found()).ids).toEqual(ids)
})

describe('the last answer under way', () => {
  it('ends when the rows of all before it are safe: a process that is asked to end has lost none', async () => {
    for (let round = 0; round < 3; round++) {
      const before = (await sink.found()).ids
      const answers = Array.from({ length: 30 }, (_, at) =>
        sink.take({ rows: 2, bodyBytes: 1000, endsAfterMs: at * 2 }),
      )
      await Promise.race(answers)
      await sink.worker.terminate()
      const taken = (await Promise.allSettled(answers)).flatMap((it) => (it.status === 'fulfilled' ? it.value : []))
      expect(taken.length).toBeGreaterThan(10)
      await sink.worker.start()
      expect((await sink.found()).ids).toEqual(expect.arrayContaining([...before, ...taken]))
    }
  })

  it('holds back none of the others, and goes when another begins', async () => {
    await sink.fault({ calls: 6, how: 'before' })
    const before = Date.now()
    const last = sink.take({ endsAfterMs: 100 })
    await Promise.all(Array.from({ length: 5 }, () => sink.take({ endsAfterMs: 5 })))
    expect(Date.now() - before).toBeLessThan(100)
    await scheduler.wait(150)
    const next = sink.take({ endsAfterMs: 1000 })
    await last
    expect(Date.now() - before).toBeLessThan(500)
    await next
  })

  it('waits for a store that fails no longer than that', async () => {
    await sink.fault({ calls: 4, how: 'before' })
    const before = Date.now()
    await sink.take({ endsAfterMs: 0 })
    expect(Date.now() - before).toBeGreaterThan(400)
    expect(Date.now() - before).toBeLessThan(1200)
  })
})
