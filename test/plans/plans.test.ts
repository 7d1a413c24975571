// What the planner decides, case by case: a folder's YAML gives its plan.golden.json. `UPDATE=1` rewrites the goldens.

import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkSources } from '../../compiler/compile.ts'
import { casesIn, expectGolden, sourcesOf } from '../support/golden.ts'
import { pretty } from './pretty.ts'

const cases = casesIn(import.meta.dirname)

it('finds the cases', () => {
  expect(cases).toContain('smallest')
})

describe.each(cases)('%s', (name) => {
  const folder = join(import.meta.dirname, name)

  it('has the plan of its golden', () => {
    const { plan, diagnostics } = checkSources(sourcesOf(folder))
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
    const text = pretty(plan)
    expect(JSON.parse(text)).toEqual(plan)
    expectGolden(join(folder, 'plan.golden.json'), `${text}\n`)
  })
})
