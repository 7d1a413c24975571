// Nothing is lost silently: each value of a source, or something around it, stands in the report, at the place where it is.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml'
import { cases, importCase, importText, room, sourceNames } from './import-case.ts'

/** Words of an answer's envelope. */
const envelope = /^(data\.)?(success|errors|messages|page|per_page|result_info)$/

interface Leaf {
  readonly path: string
  /** Lines of the keys on the way to it. */
  readonly lines: readonly number[]
}

function leavesOf(text: string): readonly Leaf[] {
  const counter = new LineCounter()
  const document = parseDocument(text, { lineCounter: counter, merge: true })
  const lineOf = (node: Node | null) => counter.linePos(node?.range?.[0] ?? 0).line
  const walk = (node: unknown, path: string, lines: readonly number[]): readonly Leaf[] => {
    if (isMap(node)) {
      return node.items.flatMap(({ key, value }) => {
        const name = isScalar(key) ? (key.source ?? '') : ''
        // What is merged stands elsewhere, and is looked at there.
        if (name === '<<') return []
        return walk(value, path === '' ? name : `${path}.${name}`, [...lines, lineOf(key as Node)])
      })
    }
    if (isSeq(node)) return node.items.flatMap((item, index) => walk(item, `${path}[${index}]`, lines))
    if (isScalar(node) && (node.value === null || node.value === '')) return []
    return [{ path, lines }]
  }
  return walk(document.contents, '', [])
}

describe.each(cases)('%s', (name) => {
  it('says a word of each value', () => {
    const { findings } = importCase(name)
    const unsaid = sourceNames(name).flatMap((file) => {
      const told = findings.filter(({ place }) => place.file === file).map(({ setting }) => setting)
      const isTold = (path: string) =>
        told.some((setting) => path === setting || path.startsWith(`${setting}.`) || path.startsWith(`${setting}[`))
      const leaves = leavesOf(readFileSync(join(room, name, file), 'utf8'))
      expect(leaves.length).toBeGreaterThan(3)
      return leaves.filter(({ path }) => !isTold(path) && !envelope.test(path)).map(({ path }) => `${file} ${path}`)
    })
    expect(unsaid).toEqual([])
  })

  it('says it at its line', () => {
    const { findings } = importCase(name)
    for (const file of sourceNames(name)) {
      const leaves = leavesOf(readFileSync(join(room, name, file), 'utf8'))
      for (const { place, setting } of findings.filter((finding) => finding.place.file === file)) {
        const leaf = leaves.find(({ path }) => path === setting)
        if (leaf !== undefined) expect(leaf.lines.concat(place.line)).toContain(place.line)
        if (leaf !== undefined && !setting.endsWith(']'))
          expect([setting, leaf.lines.at(-1)]).toEqual([setting, place.line])
      }
    }
  })
})

it('names a setting that nobody has heard of', () => {
  const { findings } = importText(
    '{"provider":"openai","override_params":{"model":"gpt-4o"},"frobnicate":{"deeply":[1,2]}}',
  )
  expect(findings).toContainEqual(expect.objectContaining({ outcome: 'left-out', setting: 'frobnicate' }))
})

it('names a setting that is of another type than it should be', () => {
  const { findings } = importText(
    '{"provider":"openai","override_params":{"model":"gpt-4o"},"retry":{"attempts":"often"}}',
  )
  expect(findings).toContainEqual(expect.objectContaining({ outcome: 'left-out', setting: 'retry.attempts' }))
})
