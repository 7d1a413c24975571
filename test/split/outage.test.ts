// The state process is killed, and started again: gateway processes go on without it where the YAML lets them, and lose no row meanwhile.

import { scheduler } from 'node:timers/promises'
import { afterAll, expect, it } from 'vitest'
import { startSplit } from '../support/split.ts'
import { startUpstream } from '../support/upstream.ts'
import { ask, logLength, yamls } from './scene.ts'

const upstream = await startUpstream()
const split = await startSplit(yamls(upstream), { env: { OPS: 'ops-token' } })
afterAll(async () => {
  await split.stop()
  await upstream.stop()
})
const both = (gateway: string, text: string) =>
  Promise.all([0, 1].map((process) => ask(split.base(process, gateway), text)))

it('goes on while it is away, and takes up again what there was', async () => {
  expect((await both('lenient', 'before')).map(({ remaining }) => remaining).sort()).toEqual(['4998', '4999'])
  await both('kept', 'before')

  await split.states[0]?.kill()
  const without = await both('lenient', 'without')
  expect(without.map(({ status, remaining }) => [status, remaining])).toEqual([
    [200, null],
    [200, null],
  ])
  // A process that is not there is noticed at once: nobody waits until it is too late.
  for (const { headMs } of without) expect(headMs).toBeLessThan(800)
  expect((await both('strict', 'without')).map(({ status }) => status)).toEqual([503, 503])
  expect((await both('cached', 'without')).map(({ status, cache }) => [status, cache])).toEqual([
    [200, 'MISS'],
    [200, 'MISS'],
  ])
  const ready = await fetch(`${split.url(0)}/ready`)
  expect([ready.status, (await fetch(`${split.url(0)}/health`)).status]).toEqual([503, 200])
  expect(await ready.text()).toContain('LIMITER')

  const held = both('kept', 'without')
  // Longer than the log's sink alone would try.
  await scheduler.wait(7000)
  await split.startState(0)
  // Strict: its end is there when its row is safe.
  expect((await held).map(({ status }) => status)).toEqual([200, 200])
  expect(await logLength(split.url(1), 'kept')).toBe(4)
  const [after] = await both('lenient', 'after')
  // Counting goes on where storage says it was; a kill may cost what was left of a block, a fiftieth of the limit.
  expect(Number(after?.remaining)).toBeLessThan(4998)
  expect(Number(after?.remaining)).toBeGreaterThanOrEqual(4996 - 5000 / 50)
  await expect.poll(async () => (await fetch(`${split.url(1)}/ready`)).status).toBe(200)
})

it('waits for a state that hangs a few times, and then for one request a second', async () => {
  const state = split.states[0]
  state?.kill('SIGSTOP').catch(() => {})
  const waited: number[] = []
  for (let index = 0; index < 8; index++) {
    const { status, headMs } = await ask(split.base(0, 'lenient'), 'hanging')
    expect(status).toBe(200)
    waited.push(headMs)
  }
  state?.kill('SIGCONT').catch(() => {})
  expect(Math.max(...waited)).toBeLessThan(1500)
  expect(waited.filter((headMs) => headMs < 500).length).toBeGreaterThanOrEqual(4)
  await expect
    .poll(async () => (await ask(split.base(0, 'lenient'), 'again')).remaining, { timeout: 5000 })
    .not.toBeNull()
})
