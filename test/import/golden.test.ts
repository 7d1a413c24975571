// Real-world configurations, rewritten: the YAML that becomes of each and the report about it are goldens. What is written
// passes `check`, and no key that stood in a source is anywhere in it.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { reportOf } from '../../compiler/import/report.ts'
import { expectGolden } from '../support/golden.ts'
import { cases, findingsOf, importCase, room, sourceNames } from './import-case.ts'

/** The keys, passwords and tokens that stand in the cases. */
const planted =
  /sk-proj-\w+|sk-proj-second-\w+|sk-ant-api03-\w+|AKIA\w+|wJalr[\w/]+|77aa1c0e5d9b43f2|hunter2hunter2|dbpassword9|sk-lf-[\w-]+|sk-1234|llm-key-\w+|token=abc|Bearer \w+|hcaik_\w+|anthropic-vk-\w+|azure-openai-prod-\w+/g

it('there are cases of each format', () => {
  const known = cases.map((name) => importCase(name).format)
  expect(new Set(known)).toEqual(new Set(['litellm', 'portkey', 'cloudflare']))
  expect(cases.length).toBeGreaterThanOrEqual(10)
})

describe.each(cases)('%s', (name) => {
  const result = importCase(name)
  const report = reportOf(result, [`gateways/${name}.yaml`], 'text')

  it('becomes this YAML, with this report', () => {
    for (const file of result.files) expectGolden(join(room, name, 'expected', file.name), file.text)
    expectGolden(join(room, name, 'expected', 'report.txt'), report)
  })

  it('passes check without an error', () => {
    expect(findingsOf(result).filter((finding) => !finding.startsWith('warning[unknown-model]'))).toEqual([])
  })

  it('has no key in it that stood in the source', () => {
    const source = sourceNames(name)
      .map((file) => readFileSync(join(room, name, file), 'utf8'))
      .join('\n')
    const secrets = [...source.matchAll(planted)].map(([text]) => text)
    const said = [...result.files.map(({ text }) => text), report, reportOf(result, [], 'json')].join('\n')
    expect(secrets.filter((secret) => said.includes(secret))).toEqual([])
  })

  it('is the same every time', () => {
    expect(importCase(name)).toEqual(result)
  })
})

it('the keys that the cases are about do stand in them', () => {
  const sources = cases.flatMap((name) => sourceNames(name).map((file) => readFileSync(join(room, name, file), 'utf8')))
  expect(sources.join('\n').match(planted)?.length).toBeGreaterThan(15)
})
