// Adds up vitest's JSON report: prints `N passed, N failed`, and fails where anything failed or nothing ran.
// A file that cannot be loaded has no tests to count, so it counts as one that failed.

import { readFileSync } from 'node:fs'

interface Report {
  readonly testResults: readonly {
    readonly status: string
    readonly assertionResults: readonly { readonly status: string }[]
  }[]
}

const counts = { passed: 0, failed: 0 }
for (const { status, assertionResults } of reportAt(process.argv[2] ?? '').testResults) {
  const statuses = assertionResults.map((test) => test.status)
  const failed = statuses.filter((test) => test === 'failed').length
  counts.passed += statuses.filter((test) => test === 'passed').length
  counts.failed += failed === 0 && status === 'failed' ? 1 : failed
}
process.stdout.write(`${counts.passed} passed, ${counts.failed} failed\n`)
if (counts.failed > 0 || counts.passed === 0) process.exitCode = 1

/** A run that broke off left no report: then nothing passed. */
function reportAt(path: string): Report {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return { testResults: [] }
  }
}
