// The entries that are emitted fit the runtime they import: the bundler strips types and would not notice.

import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { casesIn } from '../support/golden.ts'

const root = join(import.meta.dirname, '../..')

it('the goldens of the entries are type-correct', () => {
  // Below node_modules, so that the platform's types are found as they are from the runtime.
  const cache = join(root, 'node_modules/.cache')
  mkdirSync(cache, { recursive: true })
  const folder = mkdtempSync(join(cache, 'entries-'))
  try {
    for (const name of casesIn(import.meta.dirname)) {
      copyFileSync(join(import.meta.dirname, name, 'expected/worker.ts.golden'), join(folder, `${name}.ts`))
    }
    writeFileSync(join(folder, 'text.d.ts'), "declare module '*.txt' { const text: string; export default text }\n")
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
    const { stdout, status } = spawnSync(join(root, 'node_modules/.bin/tsc'), ['-p', folder], { encoding: 'utf8' })
    expect({ stdout, status }).toEqual({ stdout: '', status: 0 })
  } finally {
    rmSync(folder, { recursive: true })
  }
})

const config = {
  extends: join(root, 'runtime/tsconfig.json'),
  compilerOptions: {
    rewriteRelativeImportExtensions: false,
    paths: { 'gatewright/runtime/*': [join(root, 'runtime/*')] },
  },
  include: ['*.ts'],
}
