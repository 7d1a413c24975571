// The generator of the prices' date: it takes the day of the installed version, and refuses to guess one.

import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { origin } from '../../compiler/prices/origin.gen.ts'

const script = fileURLToPath(new URL('../../.ci/prices.ts', import.meta.url))

it('writes the day on which the installed version was published', () => {
  const { version, source } = origin
  expect(generate({ '0.0.1': '2020-01-01T00:00:00Z', [version]: '2031-12-30T23:59:59.123456+00:00' })).toContain(
    `export const origin = { source: '${source}', version: '${version}', date: '2031-12-30' } as const\n`,
  )
})

it('writes what is checked in, for its day', () => {
  const checkedIn = readFileSync(new URL('../../compiler/prices/origin.gen.ts', import.meta.url), 'utf8')
  expect(generate({ [origin.version]: `${origin.date}T00:00:00Z` })).toBe(checkedIn)
})

it.each([[{}], [{ [origin.version]: 'yesterday' }]])('refuses %j', (published) => {
  expect(() => generate(published)).toThrow('nothing says when that was published')
})

function generate(published: object): string {
  const folder = mkdtempSync(join(tmpdir(), 'gatewright-prices-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const out = join(folder, 'origin.gen.ts')
  execFileSync(process.execPath, [script, out], { input: JSON.stringify(published), encoding: 'utf8', stdio: 'pipe' })
  return readFileSync(out, 'utf8')
}
