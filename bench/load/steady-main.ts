// A process that asks at a fixed rate, whether answers come or not: a request is timed from when it was due. Its words are one JSON
// text; it prints another.

import { setTimeout as wait } from 'node:timers/promises'
import { quantile } from '../support/statistics.ts'
import type { Ask } from './ask.ts'
import { bytesOf, open } from './connection.ts'
import type { Steady } from './steady.ts'

const { ask, perSecond, seconds }: { readonly ask: Ask; readonly perSecond: number; readonly seconds: number } =
  JSON.parse(process.argv[2] ?? '')
const request = bytesOf(ask)
const CONNECTIONS = 64
const idle = await Promise.all(Array.from({ length: CONNECTIONS }, () => open(ask.url)))
const due: number[] = []
const latenciesMs: number[] = []
let failed = 0
let underWay = 0

const startedAt = performance.now()
let issued = 0
while (issued < perSecond * seconds) {
  const now = performance.now()
  for (; issued < ((now - startedAt) * perSecond) / 1_000; issued++) due.push(startedAt + (issued * 1_000) / perSecond)
  start()
  await wait(1)
}
while (underWay > 0 || due.length > 0) await wait(1)
for (const connection of idle) connection.close()
const steady: Steady & { readonly failed: number } = {
  failed,
  p50Ms: quantile(latenciesMs, 0.5),
  p99Ms: quantile(latenciesMs, 0.99),
}
process.stdout.write(`${JSON.stringify(steady)}\n`)

// Requests that find no connection free wait for one, and are timed all the same.
function start(): void {
  while (due.length > 0) {
    const connection = idle.pop()
    if (connection === undefined) return
    const dueAt = due.shift() ?? 0
    underWay++
    void connection
      .ask(request)
      .then(
        ({ status }) => {
          if (status !== 200) failed++
          latenciesMs.push(performance.now() - dueAt)
        },
        () => failed++,
      )
      .finally(() => {
        underWay--
        idle.push(connection)
        start()
      })
  }
}
