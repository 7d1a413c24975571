// Whatever a configuration of each format says, odd values among it: what is written passes `check`, holds no key that stood
// in the source, and nothing is thrown but word of what cannot be imported.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formats, ImportError, type ImportResult } from '../../compiler/import/import.ts'
import { reportOf } from '../../compiler/import/report.ts'
import { cloudflare, litellm, MARK, portkey } from './arbitrary-configs.ts'
import { findingsOf, importText } from './import-case.ts'

const runs = { numRuns: Number(process.env.RUNS ?? 120) }

describe.each([
  ['litellm', litellm],
  ['portkey', portkey],
  ['cloudflare', cloudflare],
] as const)('%s', (format, arbitrary: fc.Arbitrary<object>) => {
  it('is known by its content, passes check, and holds no key of the source', () => {
    let imported = 0
    fc.assert(
      fc.property(arbitrary, (config) => {
        const result = tryImport(JSON.stringify(config))
        if (result === null) return
        imported += 1
        expect(result.format).toBe(format)
        expect(findingsOf(result).filter((finding) => finding.startsWith('error'))).toEqual([])
        const said = [
          ...result.files.map(({ text }) => text),
          reportOf(result, [], 'text'),
          reportOf(result, [], 'json'),
        ]
        expect(said.join('\n').toLowerCase()).not.toContain(MARK.toLowerCase())
      }),
      runs,
    )
    expect(imported).toBeGreaterThan(runs.numRuns / 3)
  }, 60_000)
})

it('throws nothing but an ImportError at any text', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json(), fc.constantFrom(...formats)), (text) => {
      tryImport(text)
    }),
    runs,
  )
})

/** `null`: it cannot be imported, and the message holds nothing of it. */
function tryImport(text: string): ImportResult | null {
  try {
    return importText(text)
  } catch (error) {
    expect(error).toBeInstanceOf(ImportError)
    expect(`${(error as ImportError).message} ${(error as ImportError).hint}`).not.toContain(MARK)
    return null
  }
}
