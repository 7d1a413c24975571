// Two gateway processes and one state process on one machine: whatever a client asks through either, there is one limiter, one log, one cache.

import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { late, reply } from '../support/answers.ts'
import { startSplit } from '../support/split.ts'
import { startUpstream } from '../support/upstream.ts'
import { ask, loggedRows, managed, yamls } from './scene.ts'

const upstream = await startUpstream()
const split = await startSplit(yamls(upstream), { env: { OPS: 'ops-token' } })
afterAll(async () => {
  await split.stop()
  await upstream.stop()
})
beforeEach(() => upstream.reset())

it('counts requests once, through whichever process they come', async () => {
  const statuses: number[] = []
  for (let index = 0; index < 8; index++) {
    statuses.push((await ask(split.base(index % 2, 'limited'), `limit ${index}`)).status)
  }
  expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429, 429])
})

it('counts what is spent once', async () => {
  const usage = { prompt_tokens: 100, completion_tokens: 100, total_tokens: 200 }
  upstream.answer(reply({ body: { object: 'chat.completion', model: 'gpt-4o-mini', choices: [], usage } }))
  expect((await ask(split.base(0, 'budgeted'), 'one')).status).toBe(200)
  await expect.poll(async () => (await ask(split.base(0, 'budgeted'), 'two')).status).toBe(429)
  // This one has not asked for anything yet.
  expect((await ask(split.base(1, 'budgeted'), 'three')).status).toBe(429)
})

it('has one log, which every process can read', async () => {
  const ids = await Promise.all(
    [0, 1, 0, 1].map(async (process) => (await ask(split.base(process, 'kept'), 'log')).logId),
  )
  for (const process of [0, 1]) {
    await expect
      .poll(async () => (await loggedRows(split.url(process), 'kept')).map(({ id }) => id).sort())
      .toEqual(ids.toSorted())
  }
  const row = await managed(split.url(1), `gateways/kept/logs/${ids[0]}`)
  expect(row).toMatchObject({ success: true, result: { id: ids[0], provider: 'openai' } })
})

describe('the cache', () => {
  it('gives one process what the other one asked for', async () => {
    expect(await ask(split.base(0, 'cached'), 'same')).toMatchObject({ status: 200, cache: 'MISS' })
    await expect.poll(async () => (await ask(split.base(1, 'cached'), 'same')).cache).toBe('HIT')
    expect(upstream.requests).toHaveLength(1)
  })

  it('asks once for what is in flight in both', async () => {
    upstream.answer(late(400))
    const answers = await Promise.all([0, 1, 0, 1].map((process) => ask(split.base(process, 'cached'), 'in flight')))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    expect(upstream.requests).toHaveLength(1)
  })
})

it('says that it is ready, state and all', async () => {
  for (const process of [0, 1]) {
    expect((await fetch(`${split.url(process)}/ready`)).status).toBe(200)
    expect((await fetch(`${split.url(process)}/health`)).status).toBe(200)
  }
})
