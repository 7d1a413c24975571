// The text of prices.txt: only what the rows need, the same bytes for the same rows, small, and of a known day.

import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { origin } from '../../compiler/prices/origin.gen.ts'
import { pricesText } from '../../compiler/prices/prices.ts'
import { vendors } from '../../compiler/prices/vendors.ts'
import { charging } from '../../runtime/cost/charging.ts'
import { findLine } from '../../runtime/table.ts'
import { charged } from './charged.ts'

const root = new URL('../../', import.meta.url)

it('has a line for each row and each list, sorted, between newlines', () => {
  const text = pricesText(['openai', 'azure-openai', 'echo', 'custom openai', 'fal'])
  const keys = text
    .slice(1, -1)
    .split('\n')
    .map((line) => line.split('\t')[0])
  expect(keys).toEqual([
    '@anthropic',
    '@azure',
    '@deepseek',
    '@free',
    '@moonshotai',
    '@openai',
    '@x-ai',
    'azure-openai',
    'echo',
    'openai',
  ])
  expect(text).toMatch(/^\n\S[\s!-~]*\S\n$/)
  expect(findLine(text, 'openai')).toBe('["@openai"]')
  expect(findLine(text, 'fal')).toBeNull()
})

it('is the same for the same rows, in whatever order and however often', () => {
  const rows = ['openai', 'echo', 'google-vertex-ai', 'anthropic']
  expect(pricesText([...rows].reverse().concat(rows))).toBe(pricesText(rows))
})

it('has nothing where nobody has prices, and can be asked all the same', () => {
  const text = pricesText(['custom openai', 'fal'])
  expect(text).toBe('\n')
  expect(charging(text)(charged({ row: 'custom openai' }))).toEqual({ cost: null, isCustom: false })
})

it('is small', () => {
  const sizes = [['openai'], ['openai', 'anthropic', 'google-ai-studio'], Object.keys(vendors)].map(
    (rows) => gzipSync(pricesText(rows)).length,
  )
  expect(sizes[0]).toBeLessThan(2_500)
  expect(sizes[1]).toBeLessThan(4_500)
  expect(sizes[2]).toBeLessThan(18_000)
})

it('is of the version that is installed and that every build has, and of the day on which that was published', () => {
  const installed = JSON.parse(readFileSync(new URL(`node_modules/${origin.source}/package.json`, root), 'utf8'))
  expect(origin.version, 'npm view @pydantic/genai-prices time --json | node .ci/prices.ts').toBe(installed.version)
  // Another version has other prices: the same YAML would not give the same bytes.
  const { dependencies } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'))
  expect(dependencies[origin.source]).toBe(origin.version)
  expect(origin.date).toMatch(/^20\d\d-\d\d-\d\d$/)
})
