// Three state processes on one bucket and two gateway processes: one limiter and one log, whoever is asked; and what becomes of requests and
// rows when the process that has an object is killed, when all are restarted, and when the bucket stalls. Leases are a quarter as long.

import { scheduler } from 'node:timers/promises'
import { afterAll, expect, it } from 'vitest'
import { nodeOrder } from '../../runtime/split/node-order.ts'
import { type Asked, ask, logLength, yamls } from '../split/scene.ts'
import { startBucket } from '../support/bucket.ts'
import { startSplit } from '../support/split.ts'
import { startUpstream } from '../support/upstream.ts'

const NODES = 3
const DIVISOR = 4
const LEASE_MS = 20_000 / DIVISOR

const upstream = await startUpstream()
const bucket = await startBucket()
const split = await startSplit(yamls(upstream), {
  env: { OPS: 'ops-token' },
  cluster: { bucket, stateNodes: NODES, divisor: DIVISOR },
})
afterAll(async () => {
  await split.stop()
  await bucket.stop()
  await upstream.stop()
})

/** Rows whose requests have ended: strict durability says that they are safe then. */
let acknowledged = 0

/** Requests to both gateways, one after the other every so often, until `work` is over. All their ends. */
async function during(gateway: string, work: () => Promise<unknown>, everyMs = 150): Promise<readonly Asked[]> {
  const asked: Promise<Asked>[] = []
  let isOver = false
  const working = work().finally(() => {
    isOver = true
  })
  for (let index = 0; !isOver; index++) {
    asked.push(ask(split.base(index % 2, gateway), `${gateway} ${index}`))
    await scheduler.wait(everyMs)
  }
  await working
  const ends = await Promise.all(asked)
  if (gateway === 'kept') acknowledged += ends.length
  return ends
}

function expectOk(ends: readonly Asked[]): void {
  expect(ends.filter(({ status }) => status !== 200)).toEqual([])
}

/** Where nothing is strict no answer waits for what is kept: a limiter's patience is a second. */
function expectQuick(ends: readonly Asked[]): void {
  expectOk(ends)
  expect(Math.max(...ends.map(({ allMs }) => allMs))).toBeLessThan(2500)
}

async function expectAllRows(): Promise<void> {
  for (const process of [0, 1]) {
    await expect.poll(() => logLength(split.url(process), 'kept'), { timeout: 15_000 }).toBe(acknowledged)
  }
}

it('counts once and logs once, through whichever gateway', { timeout: 60_000 }, async () => {
  const statuses: number[] = []
  for (let index = 0; index < 8; index++) {
    statuses.push((await ask(split.base(index % 2, 'limited'), `limit ${index}`)).status)
  }
  expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429, 429])
  expectOk(await during('kept', () => scheduler.wait(600)))
  await expectAllRows()
})

it('loses no row when the process that has the log is killed, and answers on meanwhile', {
  timeout: 90_000,
}, async () => {
  const owner = nodeOrder(NODES).order('LOG_STORE/kept')[0] ?? 0
  const outage = async () => {
    await scheduler.wait(300)
    await split.states[owner]?.kill()
    await scheduler.wait(LEASE_MS + 2000)
  }
  const work = outage()
  const [kept, lenient] = await Promise.all([during('kept', () => work), during('lenient', () => work)])
  await split.startState(owner)
  expectOk(kept)
  expectQuick(lenient)
  // Else it was another that had it: strict answers end when their rows are safe.
  expect(Math.max(...kept.map(({ allMs }) => allMs))).toBeGreaterThan(LEASE_MS / 4)
  await expectAllRows()
})

it('answers on while its processes are restarted in turn, and loses nothing', { timeout: 90_000 }, async () => {
  const how: (string | undefined)[] = []
  const restarts = async () => {
    for (const [index, state] of split.states.entries()) {
      how.push(await state.kill('SIGTERM'))
      await split.startState(index)
      await scheduler.wait(500)
    }
  }
  const work = restarts()
  const [kept, lenient] = await Promise.all([during('kept', () => work), during('lenient', () => work)])
  expect(how).toEqual(['code 0', 'code 0', 'code 0'])
  expectOk(kept)
  expectQuick(lenient)
  await expectAllRows()
})

it('answers on while the bucket stalls, until its processes have ended and are there again', {
  timeout: 120_000,
}, async () => {
  const ended: string[] = []
  const ends = await during('lenient', async () => {
    const resume = bucket.stall()
    ended.push(...(await Promise.all(split.states.map(({ ended: end }) => end))))
    await scheduler.wait(500)
    resume()
  })
  expectQuick(ends)
  expect(ended).toEqual(['code 1', 'code 1', 'code 1'])
  // No request waited long for the limiter but the first ones, and one a second.
  const quick = ends.filter(({ headMs }) => headMs < 500)
  expect(quick.length).toBeGreaterThan(ends.length / 2)
  for (let index = 0; index < NODES; index++) await split.startState(index)
  await expect
    .poll(async () => (await ask(split.base(0, 'lenient'), 'again')).remaining, { timeout: 30_000 })
    .not.toBeNull()
  await expectAllRows()
})
