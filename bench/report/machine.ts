// Where a run took place: what a reader must know before they compare it with theirs.

import { readFileSync } from 'node:fs'
import { arch, availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os'
import { portkeyVersion } from '../contestants/portkey.ts'
import { generator } from '../load/load.ts'
import { workerdVersion } from '../support/workerd.ts'

/** Names and values, for a list. */
export function machine(now: Date): readonly (readonly [name: string, value: string])[] {
  const version = (name: string) =>
    JSON.parse(readFileSync(new URL(`../../${name}package.json`, import.meta.url), 'utf8')).version
  return [
    ['date', now.toISOString().slice(0, 16).replace('T', ' ')],
    [
      'machine',
      `${availableParallelism()} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${type()} ${release()} ${arch()}`,
    ],
    ['load before', loadavg()[0]?.toFixed(2) ?? ''],
    ['gatewright', version('')],
    ['workerd', workerdVersion],
    ['node', process.version],
    ['portkey', portkeyVersion],
    ['hono', version('node_modules/hono/')],
    ['load from', generator],
  ]
}
