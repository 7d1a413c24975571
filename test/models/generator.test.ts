// The generator of the model data, on a package in small: what it takes, what it leaves out, and that it gives the same bytes again.

import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { facts } from '../../.ci/model-facts.ts'

const script = fileURLToPath(new URL('../../.ci/models.ts', import.meta.url))
const model = (id: string, reasoning: boolean | undefined, ...input: readonly string[]) => ({
  [id]: { id, reasoning, input },
})

it('takes the models that generate text, with what the facts beside them say', () => {
  const text = generate({
    openai: {
      'openai-responses': {
        ...model('gpt-b', true, 'text'),
        ...model('gpt-a', false, 'text', 'image'),
        ...model('gpt-4', false, 'text'),
        // What the facts say of it wins.
        ...model('o1-mini', true, 'text', 'image'),
      },
      'openai-decisions': model('gpt-sorter', undefined, 'text'),
    },
    'amazon-bedrock': {
      converse: {
        ...model('us.anthropic.claude-x-v1:0', false, 'text'),
        ...model('anthropic.claude-x-v1:0', false, 'text'),
        ...model('eu.mistral.large', false, 'text'),
      },
    },
  })
  expect(text).toContain('from some-package 1.2.3 (MIT), whose catalogue of 2026-01-02 is')
  const lines = text.split('\n')
  expect(lines).toContain(' gpt-a tvjs')
  expect(lines).toContain(' gpt-b tjsr')
  expect(lines).toContain(' gpt-4 ts')
  expect(lines).toContain(' o1-mini sr')
  expect(text).not.toContain('gpt-sorter')
  expect(lines.filter((line) => line.includes('claude-x'))).toEqual([' anthropic.claude-x-v1:0 tjs'])
  expect(lines).toContain(' mistral.large ts|ja')
  expect(lines.indexOf(' gpt-a tvjs')).toBeLessThan(lines.indexOf(' gpt-b tjsr'))
})

it('refuses a name that would break the table', () => {
  expect(() => generate({ openai: { a: model('gpt `x`', true, 'text') } })).toThrow('no name that the table can hold')
})

/** What it writes, twice. Catalogues that are not given are empty. */
function generate(catalogues: { readonly [name: string]: object }): string {
  const folder = mkdtempSync(join(tmpdir(), 'gatewright-models-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const data = join(folder, 'dist/providers/data')
  mkdirSync(data, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{"name":"some-package","version":"1.2.3","license":"MIT"}')
  writeFileSync(join(data, '.manifest.json'), '{"generatedAt":"2026-01-02T03:04:05.678Z"}')
  for (const { catalogue } of Object.values(facts)) {
    if (catalogue !== null) writeFileSync(join(data, `${catalogue}.json`), JSON.stringify(catalogues[catalogue] ?? {}))
  }
  const [once, again] = ['once.ts', 'again.ts'].map((name) => {
    execFileSync(process.execPath, [script, folder, join(folder, name)], { encoding: 'utf8', stdio: 'pipe' })
    return readFileSync(join(folder, name), 'utf8')
  })
  expect(again).toBe(once)
  return once ?? ''
}
