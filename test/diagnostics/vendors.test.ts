// What phase 2 knows of providers is what the schema lists and what phase 3's rows take.

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { newestDate } from '../../compiler/2-check/rules/compatibility-date.ts'
import { builtins, lostToUrl, routeDialectOf, settingsOf, slugs } from '../../compiler/2-check/vendors.ts'
import { customProviders, providers } from '../../compiler/3-plan/providers.ts'

test('the schema lists the providers that have a row', () => {
  expect(slugs).toEqual(Object.keys(providers).toSorted())
})

test('each provider takes what its row takes', () => {
  for (const [slug, { takes }] of Object.entries(providers)) {
    expect(settingsOf(slug, null), slug).toEqual(takes.toSorted())
  }
  for (const [dialect, { takes }] of Object.entries(customProviders)) {
    expect(settingsOf('custom-own', dialect), dialect).toEqual(['dialect', ...takes.toSorted()])
  }
})

test('a step of a route is what takes its model in the body, by the dialect that such bodies are in', () => {
  const spoken = ({
    dialect,
    row,
  }: {
    readonly dialect: string | null
    readonly row: { readonly modelPrefix: string | null }
  }) => (row.modelPrefix === null ? null : dialect === 'workers-ai' ? 'openai' : dialect)
  for (const [slug, info] of Object.entries(providers)) expect(routeDialectOf(slug, null), slug).toBe(spoken(info))
  for (const [dialect, info] of Object.entries(customProviders)) {
    expect(routeDialectOf('custom-own', dialect), dialect).toBe(spoken(info))
  }
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
