// A process that reads streams: as many at a time as it is told, one after the other on each connection, for a time. Its words are one
// JSON text; it prints another, of what it saw.

import { setTimeout as wait } from 'node:timers/promises'
import { quantile } from '../support/statistics.ts'
import type { Ask } from './ask.ts'
import { bytesOf, open } from './connection.ts'
import type { Read, Reading } from './streams.ts'

const { ask, connections, seconds, spreadMs }: { readonly ask: Ask } & Reading = JSON.parse(process.argv[2] ?? '')
const request = bytesOf(ask)
const opened = await Promise.all(Array.from({ length: connections }, () => open(ask.url)))
const firstBytesMs: number[] = []
const gapsMs: number[] = []
let streams = 0
let bytes = 0
let failed = 0

const startedAt = performance.now()
await Promise.all(
  opened.map(async (connection, index) => {
    if (spreadMs > 0) await wait((index * spreadMs) / connections)
    // A stream under way is read to its end: what was asked for is what was paid for.
    while (performance.now() - startedAt < seconds * 1_000) {
      const reply = await connection.ask(request)
      if (reply.status !== 200) failed++
      streams++
      bytes += reply.sizeBytes
      firstBytesMs.push(reply.firstByteMs)
      for (const gap of reply.gapsMs) gapsMs.push(gap)
    }
    connection.close()
  }),
)
const tookSeconds = (performance.now() - startedAt) / 1_000
const read: Read & { readonly failed: number } = {
  failed,
  streams,
  bytesPerSecond: bytes / tookSeconds,
  firstByteMs: quantile(firstBytesMs, 0.5),
  firstByteP99Ms: quantile(firstBytesMs, 0.99),
  gapMs: gapsMs.length === 0 ? 0 : quantile(gapsMs, 0.5),
  gapP99Ms: gapsMs.length === 0 ? 0 : quantile(gapsMs, 0.99),
}
process.stdout.write(`${JSON.stringify(read)}\n`)
