// What is said of a change, case by case: a folder before and after, and the goldens of the three forms. `UPDATE=1` rewrites them.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { SourceFile } from '../../compiler/1-read/tree.ts'
import { checkSources } from '../../compiler/compile.ts'
import { behaviourOf } from '../../compiler/diff/behaviour.ts'
import { type Difference, differenceOf } from '../../compiler/diff/difference.ts'
import { render } from '../../compiler/diff/render.ts'
import { expectGolden } from '../support/golden.ts'

const cases = readdirSync(import.meta.dirname, { withFileTypes: true }).flatMap((it) =>
  it.isDirectory() ? it.name : [],
)
/** Cases in which nothing that a request could notice is different. */
const same = ['description', 'nothing', 'reordered']

it('finds the cases', () => {
  expect(cases).toEqual(expect.arrayContaining([...same, 'authentication', 'routes']))
})

describe.each(cases)('%s', (name) => {
  const difference = differenceIn(name)

  it.each([
    ['text', 'txt'],
    ['json', 'json'],
    ['markdown', 'md'],
  ])('has the %s of its golden', (format, ending) => {
    expectGolden(
      join(import.meta.dirname, name, `expected.golden.${ending}`),
      render(difference, format, { color: false }),
    )
  })

  it('is a difference, or none', () => {
    expect(difference.changes.length === 0).toBe(same.includes(name))
  })

  it('says of every change something that is different', () => {
    for (const change of difference.changes) expect(change.before, JSON.stringify(change)).not.toBe(change.after)
  })
})

it('is the opposite the other way round: what was added is removed, and what weakens strengthens', () => {
  const forth = differenceIn('authentication')
  const back = differenceIn('authentication', 'after', 'before')
  const subjects = ({ changes }: Difference, kind: string) =>
    changes.filter((it) => it.kind === kind && it.subject.startsWith('token ')).map(({ subject }) => subject)
  expect(subjects(forth, 'added')).toEqual(['token new'])
  expect(subjects(back, 'removed')).toEqual(['token new'])
  expect(subjects(back, 'added')).toEqual(subjects(forth, 'removed'))
  const effect = ({ changes }: Difference) =>
    changes.find(({ gateway, subject }) => gateway === 'opened' && subject === 'authentication')?.effect
  expect([effect(forth), effect(back)]).toEqual(['weakens', 'strengthens'])
})

it('shows no value that looks like a key, in no form', () => {
  const difference = differenceIn('hidden')
  const behaviour = JSON.stringify(['before', 'after'].map((side) => behaviourIn('hidden', side)))
  for (const text of [
    behaviour,
    ...['text', 'json', 'markdown'].map((it) => render(difference, it, { color: true })),
  ]) {
    expect(text).not.toMatch(/a1B2c3|z9Y8x7|hunter/)
  }
  expect(difference.changes.map(({ subject }) => subject)).toEqual([
    'header x-plain of openai',
    'header x-session of openai',
    'header x-user-token of openai',
  ])
})

function differenceIn(name: string, before = 'before', after = 'after'): Difference {
  return differenceOf(behaviourIn(name, before), behaviourIn(name, after))
}

function behaviourIn(name: string, side: string) {
  const env = name === 'environment' ? 'production' : null
  const { plan, diagnostics } = checkSources(sourcesIn(join(import.meta.dirname, name, side)), { env })
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  if (plan === null) throw new Error('unreachable: there is no error')
  return behaviourOf(plan)
}

function sourcesIn(folder: string): readonly SourceFile[] {
  return readdirSync(folder).map((name) => ({
    kind: 'source',
    path: `gateways/${name}`,
    bytes: readFileSync(join(folder, name)),
  }))
}
