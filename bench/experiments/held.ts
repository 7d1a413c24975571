// Streams that stay open and say nothing: how much memory each takes of the process that it goes through.

import { setTimeout as wait } from 'node:timers/promises'
import { bytesOf, open } from '../load/connection.ts'
import type { Stage } from '../stage.ts'
import { residentBytes } from '../support/processes.ts'
import { type Figures, takeTurns } from '../support/rounds.ts'
import type { Experiment } from './experiment.ts'

const STREAMS = 500
const NAMES = ['bare', 'none', 'logs', 'guarded', 'translated-stream', 'hono']

/** Kilobytes for each. */
export const held: Experiment = {
  name: 'held',
  group: 'held',
  says: `${STREAMS} streams that have said one event and stay open: what each adds to the resident memory of a new process.`,
  baseline: 'bare',
  budgeted: false,
  run: (stage, { rounds }) => takeTurns(NAMES, Math.min(rounds, 3), (name) => hold(stage, name)),
}

async function hold(stage: Stage, name: string): Promise<Figures> {
  await stage.dismiss(name)
  const { ask, pid } = await stage.ready(name, 'held')
  if (pid === null) return {}
  const idle = residentBytes(pid)
  const request = bytesOf(ask)
  const opened = await Promise.all(Array.from({ length: STREAMS }, () => open(ask.url)))
  const connected = residentBytes(pid)
  for (const connection of opened) {
    // It never ends: closing it is what this waits for, and no failure.
    connection.ask(request).catch(() => {})
    await connection.firstByte
  }
  await wait(500)
  const full = residentBytes(pid)
  for (const connection of opened) connection.close()
  await stage.dismiss(name)
  return {
    kilobytesPerStream: (full - idle) / STREAMS / 1e3,
    kilobytesPerConnection: (connected - idle) / STREAMS / 1e3,
  }
}
