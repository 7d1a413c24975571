// Every diagnostic code has a folder of its name here, and every folder is a code: its YAML files give what expected.txt shows.
// The examples that `gatewright explain` prints are run as well. `UPDATE=1` rewrites expected.txt.

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { cacheCodes } from '../../compiler/diagnostics/catalog/caches.ts'
import { documentCodes } from '../../compiler/diagnostics/catalog/documents.ts'
import { environmentCodes } from '../../compiler/diagnostics/catalog/environments.ts'
import { fileCodes } from '../../compiler/diagnostics/catalog/files.ts'
import { headerCodes } from '../../compiler/diagnostics/catalog/headers.ts'
import { limitCodes } from '../../compiler/diagnostics/catalog/limits.ts'
import { observingCodes } from '../../compiler/diagnostics/catalog/observing.ts'
import { providerCodes } from '../../compiler/diagnostics/catalog/providers.ts'
import { routeCodes } from '../../compiler/diagnostics/catalog/routes.ts'
import { secretCodes } from '../../compiler/diagnostics/catalog/secrets.ts'
import { settingCodes } from '../../compiler/diagnostics/catalog/settings.ts'
import { shapeCodes } from '../../compiler/diagnostics/catalog/shape.ts'
import { yamlCodes } from '../../compiler/diagnostics/catalog/yaml.ts'
import { catalog, codes } from '../../compiler/diagnostics/catalog.ts'
import { explain } from '../../compiler/diagnostics/explain.ts'
import { render } from '../../compiler/diagnostics/render.ts'
import { filesOf, run, sourcesIn } from './folder.ts'

const here = import.meta.dirname
const folders = readdirSync(here, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []))
const update = process.env.UPDATE === '1'

test('the goldens are not rewritten in CI', () => {
  expect(update && Boolean(process.env.CI), 'UPDATE=1 is for people: CI compares').toBe(false)
})

test('every code has a folder, and every folder is a code', () => {
  expect(folders.toSorted()).toEqual(codes)
})

test('no two topics share a code', () => {
  const topics = [
    yamlCodes,
    documentCodes,
    fileCodes,
    environmentCodes,
    shapeCodes,
    settingCodes,
    limitCodes,
    cacheCodes,
    providerCodes,
    routeCodes,
    secretCodes,
    headerCodes,
    observingCodes,
  ]
  expect(topics.flatMap((topic) => Object.keys(topic)).toSorted()).toEqual(codes)
})

describe.each(codes)('%s', (code) => {
  test('its folder gives what is expected', async () => {
    const folder = join(here, code)
    const { diagnostics, documents } = run(await sourcesIn(folder))
    const shown = render(diagnostics, documents, 'pretty', { color: false })
    const golden = join(folder, 'expected.txt')
    expect(diagnostics.map((diagnostic) => diagnostic.code)).toContain(code)
    if (update && !process.env.CI) writeFileSync(golden, shown)
    expect(existsSync(golden), 'run once with UPDATE=1').toBe(true)
    expect(shown).toBe(readFileSync(golden, 'utf8'))
  })

  test('its example goes wrong before and right after', () => {
    const { before, after, encoding, severity } = catalog[code]
    const wrong = run(filesOf(before, encoding)).diagnostics
    expect(new Set(wrong.map((diagnostic) => `${diagnostic.severity}[${diagnostic.code}]`))).toEqual(
      new Set([`${severity}[${code}]`]),
    )
    const right = run(filesOf(after))
    expect(right.diagnostics).toEqual([])
    expect(right.config).not.toBeNull()
  })

  test('its sentences are sentences', () => {
    const { what, why, before, encoding } = catalog[code]
    const diagnostic = run(filesOf(before, encoding)).diagnostics.find((one) => one.code === code)
    for (const sentence of [what, why, diagnostic?.message, diagnostic?.hint ?? 'None.']) {
      expect(sentence).toMatch(/^[A-Z"`0-9].*[.?]$/s)
      expect(sentence).not.toMatch(/undefined|\[object|NaN/)
    }
    expect(explain(code)).toContain(why)
  })
})

test('explains no code that there is not', () => {
  expect(explain('no-such-code')).toBeNull()
  expect(explain('constructor')).toBeNull()
})
