// Streams read by a process of its own: how many, how fast, when their first byte came and what lay between two arrivals.

import { join } from 'node:path'
import { output } from '../support/processes.ts'
import type { Ask } from './ask.ts'

/** How many at a time, and for how long. */
export interface Reading {
  readonly connections: number
  readonly seconds: number
  /** Over so long the first streams begin, one after the other: they would all wait for each other's first byte. */
  readonly spreadMs: number
}

/** What was seen. Times are medians, and 99th percentiles where they say so. */
export interface Read {
  readonly streams: number
  readonly bytesPerSecond: number
  readonly firstByteMs: number
  readonly firstByteP99Ms: number
  readonly gapMs: number
  readonly gapP99Ms: number
}

/** Runs it. Throws when a stream fails. */
export async function readStreams(ask: Ask, reading: Reading): Promise<Read> {
  const text = await output(process.execPath, [
    join(import.meta.dirname, 'streams-main.ts'),
    JSON.stringify({ ask, ...reading }),
  ])
  const { failed, ...read }: Read & { readonly failed: number } = JSON.parse(text)
  if (failed > 0) throw new Error(`${failed} of ${read.streams} streams of ${ask.url} failed`)
  return read
}
