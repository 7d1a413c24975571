// Case folders: a `gateways` folder in, goldens beside it out. `UPDATE=1` rewrites goldens, but never in CI.

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect } from 'vitest'
import type { SourceFile } from '../../compiler/1-read/tree.ts'

/** The case folders of a folder, by name. */
export function casesIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'gateways')))
    .sort()
}

/** A case's YAML files, as if they stood in `room`. */
export function sourcesOf(caseFolder: string, room = 'gateways'): readonly SourceFile[] {
  const folder = join(caseFolder, 'gateways')
  return readdirSync(folder)
    .sort()
    .map((name) => ({ kind: 'source', path: `${room}/${name}`, bytes: readFileSync(join(folder, name)) }))
}

/** Asserts that a file holds just this text. With `UPDATE=1` it is made to; where CI is set, that throws. */
export function expectGolden(path: string, text: string): void {
  if (process.env.UPDATE === '1') {
    if (process.env.CI)
      throw new Error('UPDATE=1 rewrites goldens, and CI compares them: run it on your machine and commit.')
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }
  expect(existsSync(path), `${path} is missing: run the test with UPDATE=1`).toBe(true)
  expect(text).toBe(readFileSync(path, 'utf8'))
}
