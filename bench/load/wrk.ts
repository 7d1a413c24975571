// wrk: a load generator in C. Its Lua script gets the request ready and prints what it counted as one line of JSON.

import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { output } from '../support/processes.ts'
import { type Ask, NUMBER, seed } from './ask.ts'
import type { Loaded, Push } from './load.ts'

/** Whether it is on PATH. */
export const hasWrk: boolean = spawnSync('wrk', ['--version'], { stdio: 'ignore' }).error === undefined

/** One run. */
export async function withWrk(ask: Ask, { connections, seconds }: Push): Promise<Loaded & { readonly failed: number }> {
  const [before = '', after = ''] = ask.distinct ? ask.body.split(NUMBER) : [ask.body]
  const env = {
    ...process.env,
    BENCH_HEADERS: Object.entries(ask.headers)
      .map(([name, value]) => `${name}: ${value}\n`)
      .join(''),
    BENCH_BEFORE: before,
    BENCH_AFTER: after,
    BENCH_SEED: ask.distinct ? String(seed()) : '',
  }
  const words = [
    '-t1',
    `-c${connections}`,
    `-d${Math.max(1, Math.round(seconds))}s`,
    '-s',
    join(import.meta.dirname, 'wrk.lua'),
  ]
  const text = await output('wrk', [...words, ask.url], { env })
  const line = text.split('\n').find((candidate) => candidate.startsWith('{'))
  const { requests, microseconds, p50, p99, failed } = JSON.parse(line ?? '{}')
  return { requests, perSecond: (requests * 1e6) / microseconds, p50Ms: p50 / 1_000, p99Ms: p99 / 1_000, failed }
}
