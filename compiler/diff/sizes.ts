// The files of a build -> how many bytes the platform is given: the Worker, and the tables beside it.

import { gzipSync } from 'node:zlib'
import type { Output } from '../compile.ts'
import { PRICES, TABLE } from '../layout.ts'
import { amount } from './words.ts'

/** Bytes; `gzipBytes` is `null` where the file itself is not at hand. */
export interface Size {
  readonly bytes: number
  readonly gzipBytes: number | null
}

/** What a Worker weighs. */
export interface Sizes {
  /** worker.js, minified. */
  readonly worker: Size
  /** The routing table, and prices where costs are reckoned. */
  readonly tables: Size
}

/** Both builds; `null`: not known, or not there. */
export interface SizeChange {
  readonly before: Sizes | null
  readonly after: Sizes | null
}

/** Nothing was weighed. */
export const NO_SIZES: SizeChange = { before: null, after: null }

/** The file that a platform runs. */
export const WORKER = 'worker.js'

/** Of a build's files. */
export function sizesOf(outputs: readonly Output[]): Sizes {
  const sizeOf = (...paths: readonly string[]): Size => {
    const files = outputs.filter(({ path }) => paths.includes(path))
    return {
      bytes: files.reduce((sum, { bytes }) => sum + bytes.byteLength, 0),
      gzipBytes: files.reduce((sum, { bytes }) => sum + gzipSync(bytes, { level: 9 }).byteLength, 0),
    }
  }
  return { worker: sizeOf(WORKER), tables: sizeOf(TABLE, PRICES) }
}

/** A row of a table of sizes, in words: `1,234 B`, or nothing where it is not known. */
export interface SizeRow {
  readonly name: string
  readonly before: string
  readonly after: string
  /** `+12`; empty where nothing is to be compared. */
  readonly more: string
}

/** Nothing where one of both is not known, or both are the same. */
export function sizeRows({ before, after }: SizeChange): readonly SizeRow[] {
  if (before === null || after === null) return []
  const rows = (['worker', 'tables'] as const).flatMap((part) => {
    const name = part === 'worker' ? WORKER : 'tables'
    return [
      row(name, before[part].bytes, after[part].bytes),
      row(`${name}, gzip`, before[part].gzipBytes, after[part].gzipBytes),
    ]
  })
  const known = rows.filter((it) => it.before !== '' && it.after !== '')
  return known.every(({ more }) => more === '') ? [] : known
}

function row(name: string, before: number | null, after: number | null): SizeRow {
  const words = (value: number | null) => (value === null ? '' : `${amount(value)} B`)
  const more = before === null || after === null || before === after ? '' : signed(after - before)
  return { name, before: words(before), after: words(after), more }
}

function signed(difference: number): string {
  return `${difference > 0 ? '+' : '−'}${amount(Math.abs(difference))}`
}
