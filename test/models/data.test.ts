// The extract of model data is sane: sorted, of providers that have a row, in letters and names that can be read, and small.

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { facts } from '../../.ci/model-facts.ts'
import { schema } from '../../compiler/2-check/schema.ts'
import { builtins } from '../../compiler/2-check/vendors.ts'
import { providers } from '../../compiler/3-plan/providers.ts'
import { capabilities } from '../../compiler/models/capability.ts'
import { models, origin } from '../../compiler/models/models.gen.ts'
import { listedSlugs, tableOf } from '../../compiler/models/table.ts'

const lines = models.trimEnd().split('\n')

it('says where it is from, of which day, and under which license', () => {
  expect(origin.date).toMatch(/^20\d\d-\d\d-\d\d$/)
  expect(origin.license).toBe('MIT')
  expect(readFileSync(new URL('../../compiler/models/models.gen.ts', import.meta.url), 'utf8')).toContain(
    `${origin.package} ${origin.version} (MIT)`,
  )
})

it('is small enough to be a part of the compiler', () => {
  expect(models.length).toBeLessThan(40_000)
})

it('has its capabilities in the words of the language', () => {
  expect(schema.$defs?.capability?.enum).toEqual(capabilities)
})

it('is of providers that have a row and speak a dialect, sorted', () => {
  expect(listedSlugs().filter((slug) => (providers[slug]?.dialect ?? null) === null)).toEqual([])
  expect(listedSlugs()).toEqual(listedSlugs().toSorted())
  expect(listedSlugs().length).toBeGreaterThan(12)
})

it('says what is built in: it streams, under any name', () => {
  for (const slug of builtins) expect([...(tableOf(slug) ?? [])]).toEqual([['*', { has: ['stream'], unsaid: [] }]])
})

it('has nothing of providers whose models have any name', () => {
  expect(listedSlugs()).not.toContain('azure-openai')
})

it('has only lines of the two forms', () => {
  expect(
    lines.filter((line) => !/^(?:[a-z][a-z-]*| [\w.:@/+~*-]+(?: t?v?j?s?r?a?(?:\|t?v?j?s?r?a?)?)?)$/.test(line)),
  ).toEqual([])
})

describe.each(listedSlugs())('%s', (slug) => {
  const table = [...(tableOf(slug) ?? [])]

  it('has models, sorted, each once', () => {
    const start = lines.indexOf(slug) + 1
    const names = lines.slice(start, start + table.length).map((line) => line.trim().split(' ')[0])
    expect(names.length).toBeGreaterThan(0)
    expect(names).toEqual(table.map(([name]) => name))
    expect(names).toEqual([...new Set(names)].sort())
  })

  it('does not say of a capability both that it is there and that nobody says', () => {
    expect(table.filter(([, { has, unsaid }]) => has.some((capability) => unsaid.includes(capability)))).toEqual([])
  })

  it('has what is said beside the catalogue: it was generated since', () => {
    const names = Object.values(facts[slug]?.more ?? {}).flatMap((list) => list.split(' '))
    expect(names.filter((name) => tableOf(slug)?.has(name) !== true)).toEqual([])
  })
})

it('is of the providers that there is something to say of', () => {
  expect(listedSlugs()).toEqual(Object.keys(facts))
})
