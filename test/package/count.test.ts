// The last line of CI: what it counts, and when it fails.

import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'

const script = fileURLToPath(new URL('../../.ci/count.ts', import.meta.url))
const file = (status: string, ...tests: readonly string[]) => ({
  status,
  assertionResults: tests.map((test) => ({ status: test })),
})

it.each([
  ['all is well', [file('passed', 'passed', 'passed'), file('passed', 'passed', 'skipped')], '3 passed, 0 failed', 0],
  ['a test failed', [file('failed', 'passed', 'failed', 'failed'), file('passed', 'passed')], '2 passed, 2 failed', 1],
  ['a file could not be loaded', [file('failed'), file('passed', 'passed')], '1 passed, 1 failed', 1],
  ['nothing ran', [], '0 passed, 0 failed', 1],
  ['there is no report', null, '0 passed, 0 failed', 1],
])('%s', async (_, testResults, line, code) => {
  const folder = mkdtempSync(join(tmpdir(), 'gatewright-count-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const path = join(folder, 'report.json')
  if (testResults !== null) writeFileSync(path, JSON.stringify({ testResults }))
  const ended = await new Promise((resolve) => {
    execFile(process.execPath, [script, path], (error, stdout) => resolve({ stdout, code: error?.code ?? 0 }))
  })
  expect(ended).toEqual({ stdout: `${line}\n`, code })
})
