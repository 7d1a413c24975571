// The suite knows every dialect there is: each folder, each side, and each one that a provider row names.

import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { customProviders, providers } from '../../../compiler/3-plan/providers.ts'
import { callers, pathOf, upstreams } from './dialects.ts'

const folder = join(import.meta.dirname, '../../../runtime/dialects')
/** All but what they share. */
const dialects = readdirSync(folder, { withFileTypes: true }).filter(
  (entry) => entry.isDirectory() && entry.name !== 'common',
)
const withSide = (side: string) =>
  dialects.map(({ name }) => name).filter((name) => existsSync(join(folder, name, `${side}.ts`)))

it('each folder is a dialect with a side at least', () => {
  expect(dialects.length).toBeGreaterThan(5)
  expect(dialects.map(({ name }) => name).sort()).toEqual(
    [...new Set([...withSide('caller'), ...withSide('upstream')])].sort(),
  )
})

it('the sides are those of the folders', () => {
  expect(Object.keys(callers)).toEqual(withSide('caller').sort())
  expect(Object.keys(upstreams)).toEqual(withSide('upstream').sort())
})

it('each dialect of a provider row is among them, and can be asked', () => {
  const rows = [...Object.values(providers), ...Object.values(customProviders)]
  const named = new Set(rows.flatMap(({ row, dialect }) => [dialect, row.apis[0]?.dialect ?? null]))
  named.delete(null)
  expect([...named].sort()).toEqual(Object.keys(upstreams))
  // What a provider has beside its own API is passed through as it is asked: some caller's side speaks it, or an upstream's.
  const others = new Set(rows.flatMap(({ row }) => row.apis.map((api) => api.dialect)))
  expect([...others].filter((name) => !(name in upstreams) && !(name in callers))).toEqual([])
  for (const dialect of Object.keys(upstreams)) expect(pathOf(dialect, 'm', true)).toMatch(/^\//)
})
