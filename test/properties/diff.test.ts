// A difference is found when, and only when, there is one: comments, styles and the order of keys make none, and whatever in a plan
// its hash speaks of makes one, leaf by leaf, in words that are not the same on both sides.

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SourceFile } from '../../compiler/1-read/tree.ts'
import type { Plan } from '../../compiler/3-plan/ir.ts'
import { checkSources } from '../../compiler/compile.ts'
import { behaviourOf } from '../../compiler/diff/behaviour.ts'
import { sentence } from '../../compiler/diff/change.ts'
import { compare } from '../../compiler/diff/compare.ts'
import { planHash } from '../../compiler/plan-hash.ts'
import { sourcesOf } from '../support/golden.ts'
import { type Folder, folders, isMap, sourcesOf as sourcesOfFolder, styles } from './configs.ts'

it('is none for the same values in another order, another style, and with comments', () => {
  const twice = folders.chain((folder) => fc.tuple(fc.constant(folder), styles, styles, fc.infiniteStream(fc.nat())))
  fc.assert(
    fc.property(twice, ([folder, style, other, lots]) => {
      const shuffled = Object.fromEntries(
        Object.entries(folder).map(([name, value]) => [name, shuffledKeys(value, lots)]),
      ) as Folder
      const [before, after] = [sourcesOfFolder(folder, style), sourcesOfFolder(shuffled, other).map(commented)].map(
        planOf,
      )
      expect(compare(behaviourOf(before as Plan), behaviourOf(after as Plan))).toEqual([])
    }),
    { numRuns: 60 },
  )
})

it('is found between two folders when, and only when, their plans have other hashes', () => {
  fc.assert(
    fc.property(folders, folders, styles, (one, two, style) => {
      // The other folder's gateway under the first one's name, so that both are compared and not just added and removed.
      const [before, after] = [one, { ...one, ...renamed(two, one) }].map((folder) =>
        checked(sourcesOfFolder(folder, style)),
      )
      fc.pre(before !== null && after !== null && before !== undefined && after !== undefined)
      const changes = compare(behaviourOf(before), behaviourOf(after))
      expect(changes.length > 0).toBe(planHash(before) !== planHash(after))
    }),
    { numRuns: 60 },
  )
})

const outputs = join(import.meta.dirname, '../output')
const cases = readdirSync(outputs, { withFileTypes: true }).flatMap((it) => (it.isDirectory() ? it.name : []))

describe.each(cases)('every leaf of the plan of %s', (name) => {
  const plan = planOf(sourcesOf(join(outputs, name)))
  const behaviour = behaviourOf(plan)
  const leaves = leavesOf(meaningOf(plan), [])

  it('is found', () => {
    expect(leaves.length).toBeGreaterThan(20)
  })

  it('makes a difference when it changes, and is told in other words', () => {
    const missed = leaves.flatMap((path) => {
      const other = changed(plan, path)
      if (planHash(other) === planHash(plan)) throw new Error(`${path.join('.')} is no part of the hash`)
      const changes = compare(behaviour, behaviourOf(other))
      const vague = changes.filter((it) => it.before === it.after || sentence(it).includes('another one'))
      return changes.length === 0 || vague.length > 0 ? [[path.join('.'), ...vague.map(sentence)].join(' ')] : []
    })
    expect(missed).toEqual([])
  })
})

type Path = readonly string[]
type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

interface Holder {
  readonly [key: string]: Json | Holder
}

/** What planHash speaks of. An id is what a gateway is told apart by, and its account is the Worker's. */
function meaningOf({ worker, gateways, rows, secrets, network }: Plan): Json {
  return JSON.parse(
    JSON.stringify({
      worker,
      gateways: gateways.map(({ record: { id: _, account: __, ...record }, hostname }) => ({ record, hostname })),
      rows: rows.map(({ row }) => ({ row })),
      secrets: secrets.map((secret) => ({ name: secret.name })),
      network,
    }),
  )
}

function leavesOf(value: Json, path: Path): readonly Path[] {
  if (typeof value !== 'object' || value === null) return value === null && !fills(path) ? [] : [path]
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, [...path, key]))
}

/** What is off is turned on where a number does that; other nulls would need a whole record. */
function fills(path: Path): boolean {
  return /(?:Ms|Seconds)$/.test(path.at(-1) ?? '')
}

/** Values that are one of a few: another one of them. */
const CHOICES: readonly (readonly string[])[] = [
  ['fixed', 'sliding'],
  ['allow', 'deny'],
  ['gateway', 'token'],
  ['constant', 'linear', 'exponential'],
  ['auto', 'edge', 'durable', 'kv'],
  ['delete_oldest', 'stop_inserting'],
  ['batched', 'strict'],
  ['warn', 'error', 'drop'],
  ['json', 'protobuf'],
  ['off', 'bound', 'on'],
]

function changed(plan: Plan, path: Path): Plan {
  const copy = structuredClone(plan)
  const last = path.at(-1) ?? ''
  const holder = path.slice(0, -1).reduce<Holder>((value, key) => value[key] as Holder, copy as unknown as Holder)
  Object.assign(holder, { [last]: another(holder[last] as Json, last) })
  return copy
}

function another(value: Json, key: string): Json {
  if (value === null) return 1000
  if (typeof value === 'boolean') return !value
  if (typeof value === 'number') return value + 1
  if (key === 'sha256') return [...String(value)].reverse().join('')
  const choices = CHOICES.find((some) => some.includes(String(value)))
  return choices?.[(choices.indexOf(String(value)) + 1) % choices.length] ?? `${value}x`
}

function shuffledKeys(value: unknown, lots: Iterator<number>): unknown {
  if (Array.isArray(value)) return value.map((item) => shuffledKeys(item, lots))
  if (!isMap(value)) return value
  const drawn = Object.entries(value).map(
    ([key, inner]) => [lots.next().value ?? 0, key, shuffledKeys(inner, lots)] as const,
  )
  return Object.fromEntries(drawn.sort(([a], [b]) => a - b).map(([, key, inner]) => [key, inner]))
}

function commented(source: SourceFile): SourceFile {
  return {
    ...source,
    bytes: Buffer.concat([Buffer.from('# Said by nobody.\n\n'), source.bytes, Buffer.from('\n# End.\n')]),
  }
}

/** The gateways of one folder under the names of another's. */
function renamed(folder: Folder, names: Folder): Folder {
  const gateways = Object.entries(folder).filter(([name]) => !name.startsWith('_'))
  const ids = Object.keys(names).filter((name) => !name.startsWith('_'))
  return Object.fromEntries(ids.slice(0, 1).map((id) => [id, gateways[0]?.[1] ?? {}]))
}

/** `null`: a folder may be put together of what does not fit. */
function checked(sources: readonly SourceFile[]): Plan | null {
  return checkSources(sources).plan
}

function planOf(sources: readonly SourceFile[]): Plan {
  const { plan, diagnostics } = checkSources(sources)
  if (plan === null) throw new Error(JSON.stringify(diagnostics))
  return plan
}
