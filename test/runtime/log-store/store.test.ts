// The log's tables in real workerd: what is put in comes out, once, as much of it as is to be kept, and goes with all its bytes.

import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { bytesOf, startStore, type TestStore, type Told } from './worker.ts'

let store: TestStore
afterEach(() => store.worker.stop())

const MIB = 1024 * 1024

const row = (number: number, more: Partial<Told> = {}): Told => ({
  id: `row-${String(number).padStart(5, '0')}`,
  createdAtMs: 1_700_000_000_000 + number,
  ...more,
})
const rows = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => row(from + at))
const hash = (seed: number, length: number) => createHash('sha256').update(bytesOf(seed, length)).digest('hex')

it('gives every field back as it was, also after a kill', async () => {
  store = await startStore()
  const full = {
    requestId: 'r',
    eventId: 'e',
    provider: "o'; DROP TABLE logs; --",
    model: 'ü\u0000"',
    modelType: null,
    path: 'chat/completions',
    route: 'chain',
    step: 2,
    isServed: false,
    requestType: 'realtime',
    token: 'app',
    isAuthenticated: true,
    isStoredKey: true,
    userAgent: 'agent',
    requestContentType: 'a',
    responseContentType: 'b',
    status: 502,
    isSuccess: false,
    cacheStatus: 'STALE',
    retries: 4,
    durationMs: 12.5,
    timeToFirstByteMs: 0,
    usage: {
      inputTokens: 1,
      outputTokens: 2,
      cachedTokens: 3,
      cacheWriteTokens: 4,
      reasoningTokens: 5,
      cacheWriteHourTokens: 6,
      inputAudioTokens: 7,
      cachedAudioTokens: 8,
      outputAudioTokens: 9,
    },
    cost: 1e-9,
    isCustomCost: true,
    metadata: { team: 'ä', count: 1.5, isIt: true },
    requestSize: 2 ** 40,
    responseSize: 0,
    isComplete: false,
    error: 'it broke off',
    session: { framesSent: 1, framesReceived: 2, closeCode: 1000, closedBy: 'client' },
  }
  await store.put([row(1, { fields: full }), row(2)])
  await store.worker.kill()
  await store.worker.start()
  const [first, second] = await store.rows()
  const later = { feedback: null, score: null, heads: null }
  expect(first).toEqual({ id: 'row-00001', createdAtMs: row(1).createdAtMs, ...full, ...later })
  expect(second).toMatchObject({ id: 'row-00002', usage: null, session: null, metadata: {}, cost: null, ...later })
})

describe('a batch that comes again', () => {
  it('is taken once: rows, bodies and counts', async () => {
    store = await startStore()
    const batch = [row(1, { request: { seed: 1, length: 5000 } }), row(2)]
    for (let time = 0; time < 3; time++) await store.put(batch, { sentAtMs: 5_000_000_000_000 })
    expect(await store.ids()).toEqual(['row-00001', 'row-00002'])
    expect(await store.counts()).toEqual({ counted: 2, rows: 2 })
    expect(await store.chunks()).toEqual([{ bodies: 1, bytes: 5000 }])
  })

  it('is taken once by a full log, and by one that has deleted it since', async () => {
    store = await startStore()
    const sending = { sentAtMs: 5_000_000_000_000, keep: 2, whenFull: 'stop_inserting' } as const
    for (let time = 0; time < 2; time++) await store.put(rows(1, 4), sending)
    expect(await store.ids()).toEqual(['row-00001', 'row-00002'])
    await store.remove(['row-00001'])
    await store.put(rows(1, 4), sending)
    expect(await store.ids()).toEqual(['row-00002'])
    expect(await store.counts()).toEqual({ counted: 3, rows: 1 })
  })

  it('adds no row that came in another batch, and counts the others', async () => {
    store = await startStore()
    await store.put(rows(1, 3), { sentAtMs: 1 })
    await store.put(rows(2, 5), { sentAtMs: 2 })
    expect(await store.ids()).toHaveLength(4)
    expect(await store.counts()).toEqual({ counted: 4, rows: 4 })
  })
})

describe('a log that is full', () => {
  it('deletes the oldest by time, not by when they came, and counts on', async () => {
    store = await startStore()
    await store.put([row(9), row(1), row(5)], { keep: 3 })
    await store.put([row(7), row(3)], { keep: 3 })
    expect(await store.ids()).toEqual(['row-00005', 'row-00007', 'row-00009'])
    expect(await store.counts()).toEqual({ counted: 5, rows: 3 })
  })

  it('deletes in blocks: never fewer than it keeps, at most a hundredth more', async () => {
    store = await startStore()
    const seen = new Set<number>()
    for (let at = 0; at < 1500; at += 50) {
      await store.put(rows(at, at + 50), { keep: 1000 })
      const { rows: count } = await store.counts()
      expect((await store.ids()).length).toBe(count)
      if (at >= 1000) seen.add(count)
    }
    for (let at = 1500; at < 1530; at += 3) {
      await store.put(rows(at, at + 3), { keep: 1000 })
      seen.add((await store.counts()).rows)
    }
    expect(Math.min(...seen)).toBe(1000)
    expect(Math.max(...seen)).toBeGreaterThan(1000)
    expect(Math.max(...seen)).toBeLessThanOrEqual(1010)
  })

  it('stops inserting and goes on when there is room', async () => {
    store = await startStore()
    await store.put(rows(0, 8), { keep: 5, whenFull: 'stop_inserting' })
    await store.put([row(8, { request: { seed: 1, length: 10 } })], { keep: 5, whenFull: 'stop_inserting' })
    expect(await store.ids()).toEqual(rows(0, 5).map(({ id }) => id))
    expect(await store.chunks()).toEqual([])
    expect(await store.counts()).toEqual({ counted: 9, rows: 5 })
    await store.remove(['row-00000'])
    await store.put(rows(9, 12), { keep: 5, whenFull: 'stop_inserting' })
    expect(await store.ids()).toEqual([...rows(1, 5), row(9)].map(({ id }) => id))
  })

  it('takes up with less than it has when it is told to keep less', async () => {
    store = await startStore()
    await store.put(rows(0, 50), { keep: 100 })
    await store.put(rows(50, 51), { keep: 10 })
    expect(await store.ids()).toEqual(rows(41, 51).map(({ id }) => id))
  })

  it('lets chunks go with their last row', async () => {
    store = await startStore()
    const body = { seed: 1, length: 1000 }
    await store.put([row(1, { request: body }), row(2, { request: body, response: body })], { keep: 2 })
    await store.put([row(3, { request: body })], { keep: 2 })
    expect((await store.chunks()).map(({ bodies }) => bodies)).toEqual([2, 1])
    await store.put([row(4)], { keep: 2 })
    expect((await store.chunks()).map(({ bodies }) => bodies)).toEqual([1])
  })
})

describe('bodies', () => {
  it('come back whole, from none to ten megabytes, and as much of them as is asked for', async () => {
    store = await startStore()
    const lengths = [0, 1, 4000, MIB - 4001, MIB - 1, MIB, MIB + 1, 10 * MIB, 17, 2 * MIB]
    const sent = lengths.map((length, at) =>
      row(at, { request: { seed: at, length }, response: { seed: 100 + at, length: 3 } }),
    )
    await store.put(sent)
    for (const [at, length] of lengths.entries()) {
      expect(await store.body(row(at).id, 'request')).toBe(hash(at, length))
      expect(await store.body(row(at).id, 'response')).toBe(hash(100 + at, 3))
      expect(await store.body(row(at).id, 'request', MIB + 5)).toBe(
        createHash('sha256')
          .update(bytesOf(at, length).subarray(0, MIB + 5))
          .digest('hex'),
      )
    }
    expect(await store.body('row-99999', 'request')).toBeNull()
  })

  it('of one moment share a chunk', async () => {
    store = await startStore()
    await store.put([1, 2, 3].map((at) => row(at, { request: { seed: at, length: 1000 } })))
    expect(await store.chunks()).toEqual([{ bodies: 3, bytes: 3000 }])
  })

  it('that are deleted are nowhere, the others are as they were', async () => {
    store = await startStore()
    const sent = [1, 2, 3].map((at) => row(at, { request: { seed: at, length: 2 * MIB } }))
    await store.put([
      ...sent,
      row(4, { request: { seed: 4, length: 9 } }),
      row(5, { request: { seed: 5, length: 99 } }),
    ])
    expect(await store.remove(['row-00002', 'row-00004', 'row-00077'])).toBe(2)
    expect(await store.body('row-00002', 'request')).toBeNull()
    for (const [seed, length] of [
      [1, 2 * MIB],
      [3, 2 * MIB],
      [5, 99],
    ] as const) {
      expect(await store.body(row(seed).id, 'request')).toBe(hash(seed, length))
    }
    const bytes = (await store.chunks()).reduce((sum, chunk) => sum + chunk.bytes, 0)
    expect(bytes).toBe(4 * MIB + 99)
    await store.remove(['row-00001', 'row-00003', 'row-00005'])
    expect(await store.chunks()).toEqual([])
  })

  it('that are deleted are not on the disk either', async () => {
    store = await startStore()
    // What cannot be compressed stands in the file as it is.
    await store.put([1, 2].map((at) => row(at, { request: { seed: at, length: 300_000 } })))
    expect([1, 2].map((seed) => isOnDisk(store, seed))).toEqual([true, true])
    for (const left of [[2], []]) {
      await store.remove([left.length > 0 ? 'row-00001' : 'row-00002'])
      await store.worker.terminate()
      expect([1, 2].filter((seed) => isOnDisk(store, seed))).toEqual(left)
      await store.worker.start()
    }
  })

  it('that were being deleted at a kill are gone after it', async () => {
    store = await startStore()
    await store.put([1, 2].map((at) => row(at, { request: { seed: at, length: 1000 } })))
    await store.removeHalf(['row-00001'])
    expect(await store.chunks()).toEqual([{ bodies: 1, bytes: 2000 }])
    await store.worker.kill()
    await store.worker.start()
    await store.ids()
    await expect.poll(() => store.chunks()).toEqual([{ bodies: 1, bytes: 1000 }])
    expect(await store.body('row-00002', 'request')).toBe(hash(2, 1000))
  })

  it('are erased by several at once', async () => {
    store = await startStore()
    const numbers = Array.from({ length: 12 }, (_, at) => at)
    await store.put(numbers.map((at) => row(at, { request: { seed: at, length: 80_000 } })))
    await Promise.all(numbers.slice(0, 9).map((at) => store.remove([row(at).id])))
    expect(await store.chunks()).toEqual([{ bodies: 3, bytes: 240_000 }])
    for (const at of numbers.slice(9)) expect(await store.body(row(at).id, 'request')).toBe(hash(at, 80_000))
  })
})

function isOnDisk({ worker }: TestStore, seed: number): boolean {
  const bytes = bytesOf(seed, 300_000).subarray(100_000, 100_200)
  const files = readdirSync(worker.stateFolder, { recursive: true, withFileTypes: true }).filter((it) => it.isFile())
  return files.some(({ parentPath, name }) => readFileSync(join(parentPath, name)).includes(Buffer.from(bytes)))
}
