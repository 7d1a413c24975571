// Lengths of time as the YAML has them -> milliseconds, and the one question that rules ask of them: is it within its range.

import type { SourceNode } from '../../1-read/tree.ts'
import type { Span } from '../../diagnostics/diagnostic.ts'
import { valueAt } from '../nodes.ts'
import { nameOf } from '../shape-words.ts'

const units: { readonly [unit: string]: number } = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** What a bare number counts, in milliseconds. */
export const bareMilliseconds = 1
/** The same, for keys whose bare numbers are seconds. */
export const bareSeconds = 1000

/** A length in milliseconds, parts of one included. `null` for what is no length of time: the shape says so. */
export function lengthOf(node: SourceNode | undefined, bareMs: number): number | null {
  if (node?.kind !== 'scalar') return null
  if (typeof node.value === 'number') return Number.isFinite(node.value) ? node.value * bareMs : null
  const [, amount, unit] = /^([0-9.]+)(ms|s|m|h|d)$/.exec(`${node.value}`) ?? []
  return unit === undefined ? null : Number(amount) * (units[unit] ?? Number.NaN)
}

/** A range of lengths, as its ends are written. */
export interface Range {
  readonly least: string
  readonly most: string
}

/** A length that is out of its range: what it is called, and where it stands. */
export interface Outlier {
  readonly name: string
  readonly span: Span
}

/** The length at some keys below a map, when it is out of the range; `null` otherwise. */
export function outlier(
  owner: SourceNode,
  path: readonly string[],
  keys: readonly string[],
  { least, most }: Range,
  bareMs: number,
): Outlier | null {
  const node = valueAt(owner, ...keys)
  const ms = lengthOf(node, bareMs)
  if (node === undefined || ms === null || (ms >= ofText(least) && ms <= ofText(most))) return null
  return { name: nameOf([...path, ...keys]), span: node.span }
}

/** A length in words: `90500` is `1m 30.5s`, `500` is `500ms`. */
export function lengthText(ms: number): string {
  if (ms < 1000) return `${ms}ms`
  const parts = [
    [Math.floor(ms / 3_600_000), 'h'],
    [Math.floor(ms / 60_000) % 60, 'm'],
    [Math.round(ms % 60_000) / 1000, 's'],
  ] as const
  return parts.flatMap(([amount, unit]) => (amount === 0 ? [] : [`${amount}${unit}`])).join(' ')
}

function ofText(text: string): number {
  const [, amount, unit = ''] = /^(\d+)([a-z]+)$/.exec(text) ?? []
  return Number(amount) * (units[unit] ?? Number.NaN)
}
