// Random batches, deletions and limits against a list: every body whose row is there comes back to the byte, and of those that people
// deleted there is not a byte left in any chunk.

import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { afterEach, expect, it } from 'vitest'
import { type Body, bytesOf, startStore, type TestStore, type Told } from './worker.ts'

let store: TestStore
afterEach(() => store.worker.stop())

const KIB = 1024
const length = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: 0, max: 3 * KIB }) },
  { weight: 2, arbitrary: fc.integer({ min: 300 * KIB, max: 1100 * KIB }) },
  { weight: 1, arbitrary: fc.integer({ min: 2000 * KIB, max: 2300 * KIB }) },
)
const body = fc.option(fc.record({ seed: fc.nat(1e6), length, whole: fc.boolean() }), { freq: 4 })
const step = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('put' as const),
      bodies: fc.array(fc.tuple(body, body), { minLength: 1, maxLength: 6 }),
      again: fc.boolean(),
      keep: fc.constantFrom(8, 1e6, 1e6),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('remove' as const), which: fc.array(fc.nat(30), { maxLength: 5 }) }),
  },
)

it('is a list', async () => {
  store = await startStore()
  let number = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
      await store.remove(await store.ids())
      let list: readonly Told[] = []
      for (const step of steps) {
        if (step.kind === 'remove') {
          const gone = step.which.flatMap((at) => list[at]?.id ?? [])
          expect(await store.remove(gone)).toBe(new Set(gone).size)
          list = list.filter(({ id }) => !gone.includes(id))
        } else {
          const rows = step.bodies.map(([request, response]) => {
            number++
            const id = `row-${String(number).padStart(9, '0')}`
            return { id, createdAtMs: number, ...(request && { request }), ...(response && { response }) }
          })
          const sending = { keep: step.keep, sentAtMs: 9e12 + number }
          await store.put(rows, sending)
          if (step.again) await store.put(rows, sending)
          list = [...list, ...rows].slice(-step.keep)
        }
      }
      await expectList(
        list,
        steps.every((step) => step.kind === 'remove' || step.keep > 8),
      )
    }),
    { numRuns: 15 },
  )
}, 120_000)

async function expectList(list: readonly Told[], isErased: boolean): Promise<void> {
  expect(await store.ids()).toEqual(list.map(({ id }) => id))
  const bodies = list.flatMap(({ request, response }) => [request ?? [], response ?? []].flat())
  for (const { id, request, response } of list) {
    expect([await store.body(id, 'request'), await store.body(id, 'response')]).toEqual([hash(request), hash(response)])
  }
  const chunks = await store.chunks()
  expect(chunks.every((chunk) => chunk.bodies > 0)).toBe(true)
  const kept = chunks.reduce((sum, { bytes }) => sum + bytes, 0)
  const said = bodies.reduce((sum, { length }) => sum + length, 0)
  // What goes because the log is full goes with its chunk.
  if (isErased) expect(kept).toBe(said)
  else expect(kept).toBeGreaterThanOrEqual(said)
}

function hash(body: Body | undefined): string | null {
  return body === undefined ? null : createHash('sha256').update(bytesOf(body.seed, body.length)).digest('hex')
}
