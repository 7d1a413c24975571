// What phase 2 knows of providers is what the schema lists and what phase 3's rows take.

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { newestDate } from '../../compiler/2-check/rules/compatibility-date.ts'
import {
  builtins,
  lostToUrl,
  neededForModels,
  settingsOf,
  slugs,
  withoutChats,
} from '../../compiler/2-check/vendors.ts'
import { customProviders, providers } from '../../compiler/3-plan/providers.ts'
import type { ProviderInfo } from '../../compiler/3-plan/row.ts'

test('the schema lists the providers that have a row', () => {
  expect(slugs).toEqual(Object.keys(providers).toSorted())
})

test('each provider takes what its row takes', () => {
  const takenBy = ({ takes, row }: ProviderInfo) => [...takes, ...(row.bound === null ? [] : ['binding'])]
  for (const [slug, info] of Object.entries(providers)) {
    expect(settingsOf(slug, null), slug).toEqual(takenBy(info).toSorted())
  }
  for (const [dialect, info] of Object.entries(customProviders)) {
    expect(settingsOf('custom-own', dialect), dialect).toEqual(['dialect', ...takenBy(info).toSorted()])
  }
})

test('a step of a route is whose row has a chat API', () => {
  expect(withoutChats).toEqual(Object.keys(providers).filter((slug) => providers[slug]?.row.apis.length === 0))
  for (const [dialect, { row }] of Object.entries(customProviders)) expect(row.apis, dialect).not.toEqual([])
})

test('what a model is asked with besides its name is in the paths of the row’s APIs, and nobody else says it', () => {
  const neededBy = ({ row }: ProviderInfo) => {
    const paths = [...row.apis, row.embeddings, row.run].flatMap((api) =>
      api === null ? [] : [api.path, api.streamPath ?? api.path],
    )
    const names = paths.flatMap((path) => [...path.matchAll(/\{\+?(\w+)\}/g)].map(([, name = '']) => name))
    return [...new Set(names)].filter((name) => name !== 'model' && row.defaults[name] === undefined).toSorted()
  }
  const needed = Object.entries(providers).map(([slug, info]) => [slug, neededBy(info)] as const)
  expect([...neededForModels]).toEqual(needed.filter(([, names]) => names.length > 0))
  for (const [dialect, info] of Object.entries(customProviders)) expect(neededBy(info), dialect).toEqual([])
})

test('built in is what has a built-in answer', () => {
  expect(builtins).toEqual(Object.keys(providers).filter((slug) => providers[slug]?.row.builtin !== null))
})

test('what is lost to `url` stands in the base alone, or is read by a rule that has a base of its own', () => {
  for (const [slug, settings] of lostToUrl) {
    const row = providers[slug]?.row
    for (const setting of settings) {
      const reading = row?.paths.filter(({ match }) => match.some((segment) => segment.startsWith(`{${setting}`))) ?? []
      const inBaseAlone = reading.length === 0 && row?.base.includes(`{${setting}}`)
      expect(inBaseAlone || reading.some(({ base }) => base !== null), `${slug} ${setting}`).toBe(true)
    }
  }
})

test('the newest compatibility date is that of the workerd we depend on', () => {
  const { version } = JSON.parse(
    readFileSync(new URL('../../node_modules/workerd/package.json', import.meta.url), 'utf8'),
  )
  expect(version).toContain(newestDate.replaceAll('-', ''))
})
