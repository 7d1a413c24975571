// How long a run is kept: 5.5 minutes from its last byte, then it is not found, and soon not on the disk any more. Clocks are not waited for:
// with the process ended, what the disk says of time is moved back.

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { scheduler } from 'node:timers/promises'
import { afterAll, expect, it } from 'vitest'
import { events } from '../../support/answers.ts'
import { startUpstream } from '../../support/upstream.ts'
import { startDurably } from '../../support/worker.ts'
import { ask, run } from './http.ts'
import { token } from './scene.ts'

const WRITTEN_MS = 800
const MINUTES_5_5 = 330_000

const upstream = await startUpstream(events({ response: 'Hello' }))
const yaml = `authentication: { tokens: [{ name: t, secret: TOKEN }] }
endpoints: { binding: on }
providers: { workers-ai: { account: acct, url: "${upstream.url}" } }
`
const worker = await startDurably({ 'my-gateway.yaml': yaml }, { TOKEN: token })
afterAll(async () => {
  await worker.stop()
  await upstream.stop()
})
const folder = join(worker.stateFolder, 'gatewright-RunStore')
const stream = async () => {
  const answer = await run(worker.url(), '@cf/a/b', { stream: true })
  return answer.headers['cf-aig-run-id']
}
const resume = (id: string | undefined) => ask(worker.url(), `/ai-gateway/gateways/my-gateway/run/${id}/resume?from=0`)

/** Every object's database, and then what the platform has of their alarms. */
function databases<T>(use: (database: DatabaseSync) => T): T[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.sqlite') && name !== 'metadata.sqlite')
  return files.map((name) => {
    const database = new DatabaseSync(join(folder, name))
    try {
      return use(database)
    } finally {
      database.close()
    }
  })
}

function count(table: string): number {
  const counts = databases((database) => database.prepare(`SELECT COUNT(*) AS count FROM ${table}`).get()?.count)
  return counts.reduce<number>((sum, it) => sum + Number(it), 0)
}

it('is 5.5 minutes, and then it is not found', async () => {
  const beganMs = Date.now()
  const id = await stream()
  await scheduler.wait(WRITTEN_MS)
  await worker.kill()
  const [over] = databases((database) => Number(database.prepare('SELECT MAX(over) AS over FROM runs').get()?.over))
  expect(Number(over) - beganMs).toBeGreaterThanOrEqual(MINUTES_5_5)
  expect(Number(over) - Date.now()).toBeLessThan(MINUTES_5_5)
  databases((database) => database.exec(`UPDATE runs SET over = ${Date.now() + 3000}`))
  await worker.start()
  expect((await resume(id)).status).toBe(200)
  await scheduler.wait(3000)
  const late = await resume(id)
  expect([late.status, late.text]).toEqual([404, '{"error":"Request not found"}'])
})

it('what is past its time is deleted by an alarm', async () => {
  await stream()
  await scheduler.wait(WRITTEN_MS)
  await worker.kill()
  expect([count('runs') > 0, count('pieces') > 0]).toEqual([true, true])
  const past = (BigInt(Date.now()) - 1000n) * 1_000_000n
  databases((database) => {
    database.exec('UPDATE runs SET over = 1')
    database.exec(`UPDATE _cf_METADATA SET value = ${past} WHERE key = 1`)
  })
  const alarms = new DatabaseSync(join(folder, 'metadata.sqlite'))
  alarms.exec(`UPDATE _cf_ALARM SET scheduled_time = ${past}`)
  alarms.close()
  await worker.start()
  await scheduler.wait(1500)
  await worker.kill()
  expect([count('runs'), count('pieces')]).toEqual([0, 0])
  await worker.start()
})

it('writes a run of many events a few times, not once for each', async () => {
  upstream.answer(async (_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    for (let event = 0; event < 400; event++) {
      response.write(`data: ${event}\n\n`)
      await scheduler.wait(3)
    }
    response.end()
  })
  const before = count('pieces')
  const id = await stream()
  await scheduler.wait(WRITTEN_MS)
  const { text } = await resume(id)
  expect(text.split('\n\n')).toHaveLength(401)
  await worker.kill()
  const pieces = count('pieces') - before
  expect(pieces).toBeGreaterThan(1)
  expect(pieces).toBeLessThanOrEqual(12)
})
